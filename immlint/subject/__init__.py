"""What rules see: requests, responses and policies as plain data, and routes to name a part.

A value is plain data (``None``, bool, int, float, str, list, dict). Text that is known only in
part is a :class:`Text`; what is not known at all is :data:`UNKNOWN`.
"""

from __future__ import annotations

from immlint.subject.ignore import Ignore
from immlint.subject.place import EMBEDDED, Block, CodeSubject, NamesRegion, Place, Route, Site, Step
from immlint.subject.policy import Policy, PolicyKind
from immlint.subject.problem import Problem
from immlint.subject.request import CallSite, Purpose, Request, Response
from immlint.subject.value import (
    HOLE,
    UNKNOWN,
    Text,
    computed,
    filled,
    holes,
    is_known,
    is_open,
    is_template,
    joined,
    language,
    lifted,
    masked,
    part,
    template,
)

__all__ = [
    "EMBEDDED",
    "HOLE",
    "UNKNOWN",
    "Block",
    "CallSite",
    "CodeSubject",
    "Ignore",
    "NamesRegion",
    "Place",
    "Policy",
    "PolicyKind",
    "Problem",
    "Purpose",
    "Request",
    "Response",
    "Route",
    "Site",
    "Step",
    "Subject",
    "Text",
    "computed",
    "filled",
    "holes",
    "is_known",
    "is_open",
    "is_template",
    "joined",
    "language",
    "lifted",
    "masked",
    "part",
    "template",
]

Subject = Request | Response | Policy | CodeSubject | Problem | Ignore
