"""Parameters of one request contradict each other.

What it does: applies the documented rules between parameters: exactly one of two, one only with
another or with one value of it, one smaller than another.

Why: the API refuses the request, or ignores one of the two.

How to fix: as the message says.

Source: the page of the operation in the IMM API reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from immlint.catalog.payload import parsed
from immlint.finding import Severity
from immlint.precondition import current_api
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import UNKNOWN, Request, is_open

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
INVALID = (
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


@rule(on=Request, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(current_api,))
def conflicting_parameters(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every documented rule that is broken."""
    given = {name: value for name, value in request.parameters.items() if value is not None}
    for row in facts.catalog.operations[request.operation].cross_field_rules:
        test = _TESTS.get(row["rule"])
        if test is not None:
            yield from test(request, row, given)


_Given = Mapping[str, Any]
_Row = Mapping[str, Any]


def _issue(request: Request, name: str, message: str, sure: bool = False, **arguments: Any) -> Issue:
    severity = None if sure else Severity.WARNING
    return issue(request.place((name,)), message, name=name, **arguments, severity=severity)


def _is_off(value: Any) -> bool:
    return value in (None, False, "") or str(value).lower() == "false"


def _are_sent(request: Request, given: _Given, one: str, other: str) -> bool:
    """Tell whether some run surely sends both: what is not known may be None, which is not sent."""
    known = all(name in given and given[name] is not UNKNOWN for name in (one, other))
    return known and request.together(one, other)


def _lacks(request: Request, given: _Given, name: str) -> bool:
    """Tell whether a parameter is surely not given, neither whole nor in the flat form."""
    flat = any(key.startswith(f"{name}.") for key in given)
    return name not in given and not flat and not request.is_open


def _number(value: Any) -> int | None:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,18}", value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _exactly_one(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    one, two = row["params"]
    if _are_sent(request, given, one, two):
        yield _issue(
            request, two, "{name} is given beside {one}; expected exactly one of them", True, one=one
        )
    else:
        yield from _at_least_one(request, row, given, "exactly")


def _at_least_one(request: Request, row: _Row, given: _Given, count: str = "at least") -> Iterator[Issue]:
    one, two = row["params"]
    if _lacks(request, given, one) and _lacks(request, given, two):
        yield issue(
            request.place(),
            "neither {one} nor {two} is given; expected {count} one of them",
            one=one,
            two=two,
            count=count,
        )


def _less_than(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    low, high = row["params"]
    least, most = _number(given.get(low)), _number(given.get(high))
    if least is not None and most is not None and least >= most:
        yield _issue(request, low, "{name} is not below {high}; expected it smaller", True, high=high)


def _length_at_most(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    orders, sorts = (given.get(name) for name in row["params"])
    if not isinstance(orders, str) or not isinstance(sorts, str) or is_open(orders) or is_open(sorts):
        return
    count, most = orders.count(",") + 1, sorts.count(",") + 1
    if count > most:
        message = "{name} has {count} items and Sort {most}; expected no more orders than sort fields"
        yield _issue(request, "Order", message, True, count=count, most=most)


def _forbidden_if(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    match = re.fullmatch(r"(\w+) in \((.+)\)", row["if"])
    name = row["param"]
    if match and _are_sent(request, given, name, match[1]) and given[match[1]] in match[2].split(","):
        message = "{name} is given with {other} {value}; expected it left out"
        yield _issue(request, name, message, other=match[1], value=quoted(given[match[1]]))


def _only_if(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    other, _, wanted = row["if"].partition("=")
    name, value = row["param"], given.get(other)
    if (
        _are_sent(request, given, name, other)
        and isinstance(value, str)
        and value != wanted
        and not is_open(value)
    ):
        message = "{name} is given with {other} {value}; expected it with {wanted} only"
        yield _issue(request, name, message, other=other, value=quoted(value), wanted=quoted(wanted))


def _requires(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    if row["if"] == "PDF source":
        yield from _read_only(request, row, given)
        return
    needed = [row["then"]] if isinstance(row["then"], str) else row["then"]
    others = [name.partition("=")[0] for name in needed]
    for name in row["if"].split("|"):
        if _is_off(given.get(name)) or is_open(given[name]) or request.is_open:
            continue
        if all(_is_off(given.get(other)) for other in others):
            message = "{name} is given without {others} true; expected both or none"
            yield _issue(request, name, message, others=" or ".join(others))


def _read_only(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    """Yield an issue for a PDF that is opened for editing, in so many words."""
    struct, field = row["then"].partition("=")[0].split(".")
    source = given.get("Filename", given.get("SourceURI"))
    permission = parsed((struct,), given.get(struct))[1]
    if isinstance(source, str) and source.lower().endswith(".pdf") and isinstance(permission, dict):
        value = permission.get(field)
        if field in permission and _is_off(value):
            message = "{name} does not set {field} for a PDF; expected {field} true"
            yield _issue(request, struct, message, field=field)


def _required_if(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    name = row["param"]
    targets = parsed(("Targets",), given.get("Targets"))[1]
    subtitles = parsed(("SourceSubtitles",), given.get("SourceSubtitles"))[1]
    cause = "several Targets" if isinstance(targets, list) and len(targets) > 1 else ""
    if not cause and isinstance(subtitles, list) and subtitles:
        cause = "SourceSubtitles"
    if cause and _lacks(request, given, name):
        yield issue(request.place(), "{name} is missing; expected it with {cause}", name=name, cause=cause)


def _overrides(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    (winner,) = row["params"]
    for name in row["over"]:
        if _are_sent(request, given, winner, name):
            yield _issue(
                request, name, "{name} has no effect beside {winner}; expected one of them", winner=winner
            )


def _matches(request: Request, row: _Row, given: _Given) -> Iterator[Issue]:
    """Yield an issue for the options of the one compression method beside the other."""
    method = given.get("CompressMethod")
    for other, option in (("octree", "KdtreeOption"), ("kdtree", "OctreeOption")):
        if method == other and _are_sent(request, given, "CompressMethod", option):
            message = "{name} is given with CompressMethod {method}; expected it left out"
            yield _issue(request, option, message, method=quoted(method))


_TESTS: dict[str, Callable[[Request, _Row, _Given], Iterator[Issue]]] = {
    "exactlyOneOf": _exactly_one,
    "atLeastOneOf": _at_least_one,
    "lessThan": _less_than,
    "lenLE": _length_at_most,
    "forbiddenIf": _forbidden_if,
    "requires": _requires,
    "overrides": _overrides,
    "onlyIf": _only_if,
    "requiredIf": _required_if,
    "matches": _matches,
}
