"""Bytes to a claim, before any parser is imported: most files are not ours, and must cost little."""

from __future__ import annotations

import os
import re
from typing import Literal, NamedTuple

from immlint import cloud
from immlint.catalog import load
from immlint.catalog.catalog import HEAD
from immlint.source import Source, UndecodableError
from immlint.subject.value import may_have_gaps

#: What the code of an IMM caller cannot do without: an SDK, the API version, or the command line client.
CALLER = re.compile(rb"alibabacloud_imm20200930|aliyunsdkimm|ros_cdk_imm|aliyun[\s\"',]+imm\b")
_IMM = re.compile(rb"\bimm\b", re.I)
#: The clients that send what they are told: where to, another module may say.
_GENERIC = re.compile(rb"alibabacloud_tea_openapi|aliyunsdkcore")
#: What code that writes RAM policies cannot do without.
_WRITER = re.compile(
    rb"acs:|[\"']imm:|alibabacloud_(?:ram|sts)20|aliyunsdk(?:ram|sts)|pulumi_alicloud|ros_cdk_ram"
)
#: What a text that holds others cannot do without: the elements of a policy or request, or a caller.
#: (Patterns that few runs ask for are compiled when they are.)
_HELD = (
    rb"tatement|ProjectName|alicloud_imm_|2020-09-30|\bAction\b|" + CALLER.pattern + rb"|" + _WRITER.pattern
)
#: A command of the client that sends a request to IMM, or may carry a policy.
_COMMAND = rb"\baliyun\s[^;|&]{0,300}?\b(?:imm|ram|sts|resourcemanager)\b"
#: Of a generated file, what tells it stands in so many bytes at its begin.
_HEAD = 2048
# A key as JSON, JSON inside a string, or YAML writes it.
_KEY = r"\b{}\\*[\"']?\s*:"
# The same with curly quotes or a full-width colon, in UTF-8 read as Latin-1 or in another encoding.
_MISSPELT = r"|\b{}[^\x00-\x7f\s]{{1,6}}\s*(?::|[^\x00-\x7f\s]{{1,3}})|\b{}[\"']?(?:\xef\xbc\x9a|\uff1a)"
_POLICY = re.compile(_KEY.format("[Ss]tatements?") + _MISSPELT.format(*["[Ss]tatements?"] * 2))
_EFFECT = re.compile(_KEY.format("[Ee]ffect") + _MISSPELT.format(*["[Ee]ffect"] * 2))
_PROJECT = re.compile(_KEY.format("ProjectName"))
_ACTION = re.compile(_KEY.format("Action"))
_VERSION = re.compile(r"\b20(20-09-30|17-09-06)\b")
#: What is looked for below the root: the wire form, and a list of requests.
_WIRE = re.compile(_VERSION.pattern + "|" + _KEY.format("[Rr]equests"))
#: What it cannot do without: to look for these costs a small part of the search.
_OF_WIRE = ("2020-09-30", "2017-09-06", "equests")
#: How a template names the types of resources that are requests.
_RESOURCES = "ALIYUN::IMM::"
_WORD = re.compile(r"[A-Za-z0-9]+")
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_GRANT = re.compile(r"\b(?:allow|deny)\b", re.I | re.A)


#: What tells a template of ROS that holds Terraform.
TRANSFORM = b"Aliyun::Terraform"


class Claim(NamedTuple):
    """What is known of a file before it is parsed.

    ``operation`` is told by the file's name or kind; ``asked`` tells that a kind was given.
    ``about`` is the family whose rules report syntax errors; ``None``: they are not ours to report.
    ``foreign`` tells that the text names things of another cloud, ``policies`` that it may hold any,
    ``wire`` that requests may stand below the root, ``resources`` that those of a template may be requests,
    ``functions`` that a template engine may compute parts of it, ``gaps`` that its texts may have some that
    are filled in later, and ``others`` that a value may be one that only another cloud has. ``named`` tells
    that the user asked for this very file, ``sample`` that it is a sample of documentation, ``computed`` that
    what is filled in is filled in where it stands.
    """

    role: str | None
    operation: str | None
    asked: bool
    about: Literal["policy", "request", "code"] | None
    foreign: bool = False
    policies: bool = True
    functions: bool = True
    wire: bool = False
    resources: bool = False
    named: bool = False
    sample: bool = False
    computed: bool = False
    gaps: bool = True
    others: bool = True


def data(source: Source, kind: str | None, named: bool) -> Claim | None:
    """Return what data claims to be, or ``None`` if it is not ours."""
    text = _text(source)
    found = _claim(source, text, kind)
    if found is None and TRANSFORM in source.data:
        # HCL writes its keys otherwise.
        found = terraform(source, None, False)
    if found is None:
        return None
    # Looking through all of a document for what its text does not hold would take most of the time.
    functions = ("R" in text and "Ref" in text) or "Fn::" in text
    may_be_wire = found.role is None and "Action" in text and any(word in text for word in _OF_WIRE)
    # In their order: to replace fields by their names takes longer than to read a small file.
    return Claim(
        *found[:5],
        "tatement" in text,
        functions,
        may_be_wire and _names_action(text) and _WIRE.search(text) is not None,
        _RESOURCES in text,
        named,
        gaps=may_have_gaps(text),
        others=functions or cloud.may_hold_foreign_value(text),
    )


def _claim(source: Source, text: str, kind: str | None) -> Claim | None:
    if kind is not None:
        role, _, name = kind.partition(":")
        about: Literal["policy", "request"] = "policy" if role.endswith("policy") else "request"
        return Claim(role, name or None, True, about)
    name = os.path.basename(source.path)
    operation = operation_in(name)
    foreign = cloud.is_foreign(text)
    silent = foreign and not cloud.ALIBABA.search(text)
    policy = "tatement" in text and _POLICY.search(text)
    if policy and _EFFECT.search(text):
        meant = cloud.is_meant_for_ram(text)
        if meant or _GRANT.search(text):
            return Claim(None, operation, False, "policy" if meant else None, foreign)
    called = _names_action(text) and (_VERSION.search(text) or _names_operation(text))
    if called or operation:
        ours = called or (operation and _is_spelt(operation, name, text))
        return Claim(None, operation, False, "request" if ours and not silent else None, foreign)
    if policy or _PROJECT.search(text) or _RESOURCES in text:
        return Claim(None, None, False, None, foreign)
    return None


def _names_action(text: str) -> bool:
    # A search for a word costs a small part of one for a pattern.
    return "Action" in text and _ACTION.search(text) is not None


def _is_spelt(operation: str, name: str, text: str) -> bool:
    """Tell whether a file is surely a request by its name: the wire name, or with its parameters."""
    if operation in name:
        return True
    return any(parameter in text for parameter in load().operations[operation].parameter_names)


def code(source: Source, kind: str | None, named: bool) -> Claim | None:
    """Return what code claims to be, or ``None`` if it is not ours."""
    data = source.data
    # Most files have none of these: a search for a text costs a small part of one for a pattern.
    if kind is None and (not source.has_needle or _is_of_sdk(data)):
        return None
    if CALLER.search(data) or (b"2020-09-30" in data and (_IMM.search(data) or _sends_any(source))):
        return Claim(None, None, kind is not None, "code")
    if kind is not None or ((b"tatement" in data or b"olicy" in data) and _WRITER.search(data)):
        return Claim(None, None, False, None)
    return None


def _sends_any(source: Source) -> bool:
    """Tell whether code uses a client of any product, and names an operation of IMM."""
    return _GENERIC.search(source.data) is not None and _names_operation(_text(source))


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a comment in the first two lines declares (PEP 263)."""
    for line in data.split(b"\n", 2)[:2]:
        match = _COOKIE.match(line)
        if match:
            return match[1].decode("ascii").lower()
    return None


def _is_of_sdk(data: bytes) -> bool:
    """Tell whether code is a part of an SDK, by what its generator writes.

    The comment alone does not tell: the portal writes it into the samples that people begin with.
    """
    head = data[:_HEAD]
    if b"# This file is auto-generated, don't edit it. Thanks." in head:
        return b"(DaraModel):" in data or b"(TeaModel):" in data or b"\nclass Client(OpenApiClient):" in data
    return b"from aliyunsdkcore.request import R" in head and b".endpoint import endpoint_data\n" in head


def prose(source: Source, kind: str | None, named: bool) -> Claim | None:
    """Return what a text with fenced blocks claims to be, or ``None`` if none can be ours."""
    fenced = b"```" in source.data or b"~~~" in source.data
    return Claim(None, None, False, None) if fenced and re.search(_HELD, source.data) else None


def notebook(source: Source, kind: str | None, named: bool) -> Claim | None:
    """Return what a notebook claims to be, or ``None`` if none of its cells can be ours."""
    # Quotes are escaped here: of a command, its first word is enough.
    ours = b'"cells"' in source.data and (re.search(_HELD, source.data) or b"aliyun" in source.data)
    return Claim(None, None, False, None) if ours else None


def commands(source: Source, kind: str | None, named: bool) -> Claim | None:
    """Return what a text for a shell claims to be, or ``None`` if no command in it can be ours."""
    policy = b"tatement" in source.data and b"ffect" in source.data
    ours = b"aliyun" in source.data and re.search(_COMMAND, source.data)
    return Claim(None, None, False, None) if policy or ours else None


def terraform(source: Source, kind: str | None, named: bool) -> Claim | None:
    """Return what Terraform claims to be, or ``None`` if nothing in it can be ours."""
    data = source.data
    ours = b"alicloud" in data or b"acs:" in data
    holds = b"tatement" in data or b"olicy" in data or b"alicloud_imm_" in data
    return Claim(None, None, False, None) if ours and holds else None


def template(source: Source, kind: str | None, named: bool) -> Claim | None:
    """Return what a template of Terraform claims to be, or ``None`` if it makes no policy."""
    return data(source, kind, named) if kind is not None or b"tatement" in source.data else None


def workflow(source: Source, kind: str | None, named: bool) -> Claim | None:
    """Return what a workflow claims to be: data, or what has commands."""
    return data(source, kind, named) or commands(source, kind, named)


def _text(source: Source) -> str:
    if source.encoding == "utf-8":
        # Latin-1 keeps every byte: what is looked for is ASCII, and nothing can fail.
        return source.data.decode("latin-1")
    try:
        return source.text
    except UndecodableError:
        return ""


def _names_operation(text: str) -> bool:
    operations = load().operations
    return any(match[0] in operations for match in _WORD.finditer(text))


def operation_in(name: str) -> str | None:
    """Return the operation that stands as its own word in a file name, the longest if several."""
    stem = name.rpartition(".")[0]
    # Dots that a name begins with begin no suffix.
    words = [word.lower() for word in _WORD.findall(stem if stem.strip(".") else name)]
    known, heads = load().words, load().heads
    found: str | None = None
    for start, word in enumerate(words):
        if len(word) >= HEAD and word[:HEAD] not in heads:
            continue
        joined = ""
        for part in words[start : start + 7]:
            joined += part
            meant = known.get(joined)
            if meant is not None and (found is None or len(meant) > len(found)):
                found = meant
    return found
