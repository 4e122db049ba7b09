"""Parameters of one request contradict each other.

What it does: applies the documented rules between parameters, and between the fields of a structure: exactly
one of two, one only with another or with one value of it, one smaller than another. Two fields that exclude
each other are told in data alone: code may write each in other runs.

Why: the API refuses the request, or ignores one of the two.

How to fix: as the message says.

Source: the page of the operation in the IMM API reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from immlint.catalog.crossfield import (
    CrossField,
    FieldOnForEnding,
    FieldRequiredWith,
    ForbiddenWith,
    GivenWith,
    LessThan,
    NeedsOneOn,
    NoMoreItems,
    OneOf,
    OnlyWith,
    Overrides,
    RequiredAbove,
)
from immlint.catalog.payload import objects, parsed
from immlint.finding import Severity
from immlint.message import either
from immlint.near import misspelt
from immlint.precondition import current_api, has_rules_between
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import UNKNOWN, Request, is_known, is_open

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createfigureclustersmergingtask"

VALID = (
    Example(
        """{
  "ProjectName": "p",
  "SourceURI": "oss://b/a.doc",
  "TargetURI": "oss://b/t",
  "TargetType": "png",
  "FirstPage": "${first}",
  "MaxSheetRow": 0,
  "LongPicture": "${long}"
}
""",
        "CreateOfficeConversionTask.json",
    ),
    Example(
        '{"ProjectName": "p", "SourceURI": "oss://b/a.pdf", "Permission": {}}\n',
        "GenerateWebofficeToken.json",
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "To": "t", "From": "f"}\n',
        "CreateFigureClustersMergingTask.json",
    ),
)
_MEDIA = """{
  "ProjectName": "p",
  "Sources": [{"URI": "oss://b/a.mp4"}],
  "Targets": [{"Container": "mp4", "URI": "oss://b/o", "Video": {"TranscodeVideo": %s}}]
}
"""
_TRANSCODED = "/Targets/0/Video/TranscodeVideo"
INVALID = (
    Example(
        _MEDIA % '{"Bitrate": 900000, "CRF": 23}',
        "CreateMediaConvertTask.json",
        finds=((f"{_TRANSCODED}/CRF", "CRF is given beside Bitrate; expected at most one of them"),),
    ),
    Example(
        _MEDIA % '{"ScaleType": "crop"}',
        "CreateMediaConvertTask.json",
        finds=(
            (
                f"{_TRANSCODED}/ScaleType",
                "ScaleType is given without Resolution; expected Resolution with it",
            ),
        ),
    ),
    Example(
        """{
  "ProjectName": "p",
  "Type": "Concat",
  "Sources": [{"URI": "oss://b/a.mp4"}],
  "Output": {"URI": "oss://b/o.mp4"}
}
""",
        "CreateHighlightTask.json",
        finds=(("/Output", 'Container is missing; expected it where Type is "Concat"'),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "To": "t", "From": "f", "Froms": ["g"]}\n',
        "CreateFigureClustersMergingTask.json",
        finds=(("/Froms", "Froms is given beside From; expected exactly one of them"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d"}\n',
        "SemanticQuery.json",
        finds=(("", "neither Query nor SourceURI is given; expected at least one of them"),),
    ),
    Example(
        """{
  "ProjectName": "p",
  "DatasetName": "d",
  "StoryType": "t",
  "StorySubType": "s",
  "MinFileCount": 9,
  "MaxFileCount": 5
}
""",
        "CreateStory.json",
        finds=(("/MinFileCount", "MinFileCount is not below MaxFileCount; expected it smaller"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Sort": "A", "Order": "asc,desc"}\n',
        "SimpleQuery.json",
        finds=(("/Order", "Order has 2 items and Sort 1; expected no more orders than sort fields"),),
    ),
    Example(
        '{"ProjectName": "p", "SourceURI": "oss://b/a", "Model": "DWT", "OriginalImageURI": "oss://b/o"}\n',
        "CreateDecodeBlindWatermarkTask.json",
        finds=(
            (
                "/OriginalImageURI",
                'OriginalImageURI is given with Model "DWT"; expected it left out',
            ),
        ),
    ),
    Example(
        """{
  "ProjectName": "p",
  "SourceURI": "oss://b/a.doc",
  "TargetURI": "oss://b/t",
  "TargetType": "png",
  "FirstPage": true,
  "Pages": "1",
  "StartPage": 1
}
""",
        "CreateOfficeConversionTask.json",
        finds=(
            ("/FirstPage", "FirstPage is given without LongPicture true; expected both or none"),
            ("/StartPage", "StartPage has no effect beside Pages; expected one of them"),
        ),
    ),
    Example(
        """{
  "ProjectName": "p",
  "SourceURI": "oss://b/a.xls",
  "TargetURIPrefix": "oss://b/t/",
  "TargetType": "pdf",
  "PaperSize": "A4",
  "MaxSheetRow": 5
}
""",
        "CreateOfficeConversionTask.json",
        finds=(
            ("/MaxSheetRow", "MaxSheetRow is given without LongPicture true; expected both or none"),
            (
                "/PaperSize",
                "PaperSize is given without FitToHeight or FitToWidth true; expected both or none",
            ),
        ),
    ),
    Example(
        """{
  "ProjectName": "p",
  "DatasetName": "d",
  "StoryType": "PeopleMemory",
  "StorySubType": "s",
  "Address": {}
}
""",
        "CreateStory.json",
        finds=(
            (
                "/Address",
                'Address is given with StoryType "PeopleMemory"; expected it with "TravelMemory" only',
            ),
        ),
    ),
    Example(
        '{"ProjectName": "p", "SourceURI": "oss://b/a.mp4", "Targets": [{}, {}]}\n',
        "GenerateVideoPlaylist.json",
        finds=(("", "MasterURI is missing; expected it with several Targets"),),
    ),
    Example(
        '{"ProjectName": "p", "SourceURI": "oss://b/a.pdf", "Permission": "{\\"Readonly\\": false}"}\n',
        "GenerateWebofficeToken.json",
        finds=(("/Permission", "Permission does not set Readonly for a PDF; expected Readonly true"),),
    ),
    Example(
        """{
  "ProjectName": "p",
  "SourceURI": "oss://b/a",
  "TargetURI": "oss://b/t",
  "PointCloudFields": ["xyz"],
  "CompressMethod": "octree",
  "KdtreeOption": {}
}
""",
        "CreateCompressPointCloudTask.json",
        finds=(
            ("/KdtreeOption", 'KdtreeOption is given with CompressMethod "octree"; expected it left out'),
        ),
    ),
)


@rule(
    on=Request,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(current_api,),
    needs=(has_rules_between,),
)
def conflicting_parameters(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every documented rule that is broken."""
    for kind in facts.catalog.operations[request.operation].cross_field_rules:
        yield from _BROKEN[type(kind)](kind, request)
    for field in facts.fields(request):
        rules = facts.catalog.structure_rules.get(field.row.structure or "", ())
        for route, given in objects(field.route, field.value) if rules else ():
            inner = Request(request.operation, given, (*request.route, *route))
            for kind in rules:
                if request.call is None or not isinstance(kind, OneOf):
                    yield from _BROKEN[type(kind)](kind, inner)


def _issue(request: Request, name: str, message: str, sure: bool = False, **arguments: Any) -> Issue:
    severity = None if sure else Severity.WARNING
    return issue(request.place((name,)), message, name=name, **arguments, severity=severity)


def _is_off(value: Any) -> bool:
    return value in (None, False, "") or str(value).lower() == "false"


def _are_sent(request: Request, one: str, other: str) -> bool:
    """Tell whether some run surely sends both: what is not known may be None, which is not sent."""
    values = (request.parameters.get(one), request.parameters.get(other))
    return all(v is not None and v is not UNKNOWN for v in values) and request.together(one, other)


def _lacks(request: Request, name: str) -> bool:
    """Tell whether a parameter is surely not given, neither whole nor in the flat form, nor misspelt."""
    if request.parameters.get(name) is not None or request.is_open:
        return False
    return not _is_meant(request, name)


def _is_meant(request: Request, name: str) -> bool:
    """Tell whether a parameter is given in the flat form, or misspelt."""
    given = request.parameters.items()
    return any(
        value is not None and key != name and misspelt(str(key).partition(".")[0], (name,)) is not None
        for key, value in given
    )


def _number(value: Any) -> int | None:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,18}", value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _one_of(kind: OneOf, request: Request) -> Iterator[Issue]:
    one, two = kind.names
    if kind.exclusive and _are_sent(request, one, two):
        message = "{name} is given beside {one}; expected exactly one of them"
        if not kind.needed:
            message = "{name} is given beside {one}; expected at most one of them"
        yield _issue(request, two, message, kind.needed, one=one)
    elif kind.needed and _lacks(request, one) and _lacks(request, two):
        exactly = "neither {one} nor {two} is given; expected exactly one of them"
        some = "neither {one} nor {two} is given; expected at least one of them"
        yield issue(
            request.place(),
            exactly if kind.exclusive else some,
            one=one,
            two=two,
            inferred=kind.inferred,
            about=f"{one} {two}",
        )


def _less_than(kind: LessThan, request: Request) -> Iterator[Issue]:
    least, most = (_number(request.parameters.get(name)) for name in kind)
    if least is not None and most is not None and least >= most:
        message = "{name} is not below {high}; expected it smaller"
        yield _issue(request, kind.low, message, True, high=kind.high)


def _no_more_items(kind: NoMoreItems, request: Request) -> Iterator[Issue]:
    orders, sorts = (request.parameters.get(name) for name in kind)
    if not is_known(orders) or not is_known(sorts):
        return
    count, most = orders.count(",") + 1, sorts.count(",") + 1
    if count > most:
        message = "{name} has {count} items and {other} {most}; expected no more orders than sort fields"
        yield _issue(request, kind.name, message, True, count=count, most=most, other=kind.other)


def _forbidden_with(kind: ForbiddenWith, request: Request) -> Iterator[Issue]:
    value = request.parameters.get(kind.other)
    if _are_sent(request, kind.name, kind.other) and value in kind.values:
        message = "{name} is given with {other} {value}; expected it left out"
        yield _issue(request, kind.name, message, other=kind.other, value=quoted(value))


def _only_with(kind: OnlyWith, request: Request) -> Iterator[Issue]:
    value = request.parameters.get(kind.other)
    if _are_sent(request, kind.name, kind.other) and is_known(value) and value != kind.value:
        message = "{name} is given with {other} {value}; expected it with {wanted} only"
        wanted = quoted(kind.value)
        yield _issue(request, kind.name, message, other=kind.other, value=quoted(value), wanted=wanted)


def _given_with(kind: GivenWith, request: Request) -> Iterator[Issue]:
    value = request.parameters.get(kind.name)
    if value is not None and value is not UNKNOWN and _lacks(request, kind.other):
        message = "{name} is given without {other}; expected {other} with it"
        yield _issue(request, kind.name, message, other=kind.other)


def _field_required_with(kind: FieldRequiredWith, request: Request) -> Iterator[Issue]:
    value = request.parameters.get(kind.other)
    route, struct = parsed((kind.name,), request.parameters.get(kind.name))
    if isinstance(struct, dict) and struct.get(kind.field) is None and value in kind.values:
        yield issue(
            request.place(route),
            "{name} is missing; expected it where {other} is {value}",
            name=kind.field,
            other=kind.other,
            value=quoted(value),
            about=kind.field,
        )


def _needs_one_on(kind: NeedsOneOn, request: Request) -> Iterator[Issue]:
    given = request.parameters
    off = all(_is_off(given.get(other)) and not _is_meant(request, other) for other in kind.others)
    if request.is_open or not off:
        return
    for name in kind.names:
        value = given.get(name)
        if not _is_off(value) and not is_open(value) and not isinstance(value, dict | list):
            message = "{name} is given without {others} true; expected both or none"
            yield _issue(request, name, message, others=either(kind.others))


def _field_on(kind: FieldOnForEnding, request: Request) -> Iterator[Issue]:
    """Yield an issue for a file of the ending where the field is switched off in so many words."""
    given = request.parameters
    source = next((given[name] for name in kind.sources if given.get(name) is not None), None)
    struct = parsed((kind.name,), given.get(kind.name))[1]
    if not isinstance(source, str) or not source.lower().endswith(kind.ending):
        return
    if isinstance(struct, dict) and kind.field in struct and _is_off(struct[kind.field]):
        message = "{name} does not set {field} for a {ending}; expected {field} true"
        yield _issue(request, kind.name, message, field=kind.field, ending=kind.ending[1:].upper())


def _required_above(kind: RequiredAbove, request: Request) -> Iterator[Issue]:
    if not _lacks(request, kind.name):
        return
    for name, most in kind.most:
        items = parsed((name,), request.parameters.get(name))[1]
        if isinstance(items, list) and len(items) > most:
            message = "{name} is missing; expected it with {cause}"
            cause = f"several {name}" if most else name
            yield issue(request.place(), message, name=kind.name, cause=cause, about=kind.name)
            return


def _overrides(kind: Overrides, request: Request) -> Iterator[Issue]:
    for name in kind.others:
        if _are_sent(request, kind.winner, name):
            message = "{name} has no effect beside {winner}; expected one of them"
            yield _issue(request, name, message, winner=kind.winner)


_BROKEN: dict[type[CrossField], Callable[[Any, Request], Iterator[Issue]]] = {
    OneOf: _one_of,
    LessThan: _less_than,
    NoMoreItems: _no_more_items,
    ForbiddenWith: _forbidden_with,
    OnlyWith: _only_with,
    GivenWith: _given_with,
    FieldRequiredWith: _field_required_with,
    NeedsOneOn: _needs_one_on,
    FieldOnForEnding: _field_on,
    RequiredAbove: _required_above,
    Overrides: _overrides,
}
