"""The libraries that code may use: SDKs, clients and tools, each with its own kinds of objects.

A new one is a module with a :class:`Library`, and its place in ``LIBRARIES``.
"""

from __future__ import annotations

from immlint.document.python.library.command_line import CommandLine
from immlint.document.python.library.core_sdk import CoreSdk
from immlint.document.python.library.doubles import TestDoubles
from immlint.document.python.library.imm_models import ImmModels
from immlint.document.python.library.imm_sdk import ImmSdk
from immlint.document.python.library.lenient import LenientParsers
from immlint.document.python.library.library import Library
from immlint.document.python.library.openapi import OpenApi
from immlint.document.python.library.pulumi import Pulumi
from immlint.document.python.library.ram_sdk import RamSdk
from immlint.document.python.library.ros import Ros
from immlint.document.python.library.stdlib import StandardLibrary
from immlint.document.python.library.wire import WireForm

#: In this order the end of a module is told.
LIBRARIES: tuple[type[Library], ...] = (
    ImmSdk,
    ImmModels,
    CoreSdk,
    OpenApi,
    CommandLine,
    RamSdk,
    Pulumi,
    Ros,
    LenientParsers,
    TestDoubles,
    WireForm,
    StandardLibrary,
)

#: What is known by name is never looked for among the files of the run.
FOREIGN = ("alibabacloud_", "aliyunsdk", "Tea.", "darabonba.", "pulumi_alicloud.", "ros_cdk_", "libcst.")

#: The packages through which code calls IMM.
IMM = ("alibabacloud_imm20200930", "aliyunsdkimm")

__all__ = ["FOREIGN", "IMM", "LIBRARIES", "Library"]
