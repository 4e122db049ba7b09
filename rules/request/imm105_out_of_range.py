"""A number is outside its documented range.

What it does: compares numbers, also those given as text, with the documented limits, and so the ratios
of `AspectRatios` and the sides of a `Resolution`. Below a lower limit, and above the quota of a dataset
or project, is an error; above another upper limit a warning, as these are raised from time to time.

Why: the API answers with `LimitExceededError` or `InvalidArgument`.

How to fix: give a number within the range.

Source: the page of the operation in the IMM API reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from immlint.catalog.catalog import LONG
from immlint.catalog.check import Violation
from immlint.catalog.limits import Ratio
from immlint.catalog.payload import Field, elements
from immlint.finding import Severity
from immlint.message import Message, both
from immlint.precondition import breaks_or_gives, current_api
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Request, is_known

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createdataset"

VALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "DatasetMaxBindCount": 10}\n',
        "CreateDataset.json",
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "MaxResults": 2000, "Aggregations": []}\n',
        "SimpleQuery.json",
    ),
)
INVALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "DatasetMaxBindCount": 50}\n',
        "CreateDataset.json",
        finds=(("/DatasetMaxBindCount", "DatasetMaxBindCount is 50; expected 1 to 10"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "MaxResults": 2001, "Aggregations": []}\n',
        "SimpleQuery.json",
        finds=(("/MaxResults", "MaxResults is 2001; expected 0 to 2000"),),
    ),
    Example(
        '{"ProjectName": "p", "MaxResults": "-1"}\n',
        "ListDatasets.json",
        finds=(("/MaxResults", "MaxResults is -1; expected 0 to 200"),),
    ),
    Example(
        '{"ProjectName": "p", "SourceURI": "oss://b/a.jpg", "AspectRatios": "[\\"16:9\\", \\"21:9\\"]"}\n',
        "DetectImageCropping.json",
        finds=(
            (
                "/AspectRatios/1",
                'AspectRatios is "21:9"; expected whole numbers from 1 to 19, and a ratio from 0.5 to 2',
            ),
        ),
    ),
    Example(
        """{
  "ProjectName": "p",
  "Sources": [{"URI": "oss://b/a.mp4"}],
  "Targets": [
    {"Container": "mp4", "URI": "oss://b/o", "Video": {"TranscodeVideo": {"Resolution": "7680x4320"}}}
  ]
}
""",
        "CreateMediaConvertTask.json",
        finds=(
            (
                "/Targets/0/Video/TranscodeVideo/Resolution",
                'Resolution is "7680x4320"; expected sides of 1 to 4096',
            ),
        ),
    ),
    Example(
        '{"ProjectName": "p", "DatasetMaxTotalFileSize": 1' + "0" * 60 + "}\n",
        "UpdateProject.json",
        finds=(
            (
                "/DatasetMaxTotalFileSize",
                "DatasetMaxTotalFileSize has too many digits; expected at most 9223372036854775807",
            ),
        ),
    ),
)
#: Digits of a number that a message shows.
_READABLE = 40
#: A ratio as in ``4:3``; what is not written so is not judged.
_RATIO = re.compile(r"(\d{1,9}(?:\.\d{1,9})?):(\d{1,9}(?:\.\d{1,9})?)", re.ASCII)
#: The sides of a picture, one of which may be left out.
_SIDES = re.compile(r"(\d{0,9})x(\d{0,9})", re.ASCII)


@rule(
    on=Request,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(current_api,),
    needs=(breaks_or_gives("item_ratio", "longest_side"),),
)
def out_of_range(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every number outside its range."""
    for violation in facts.violations(request):
        if violation.kind != "range":
            continue
        name = next(step for step in reversed(violation.route) if isinstance(step, str))
        quota = violation.expected == LONG or name.startswith(("DatasetMax", "ProjectMax"))
        drifts = violation.keyword in ("maximum", "exclusiveMaximum") and not quota
        if violation.keyword == "anyOf":
            yield issue(
                request.place(violation.route),
                "{name} is {value}; expected whole pixels, or a ratio of at most 1",
                name=name,
                value=violation.value,
                severity=Severity.WARNING,
            )
            continue
        if _is_long(violation.value):
            yield issue(
                request.place(violation.route),
                "{name} has too many digits; expected {range}",
                name=name,
                range=_range(violation, request),
                severity=Severity.WARNING if drifts else None,
            )
            continue
        yield issue(
            request.place(violation.route),
            "{name} is {value}; expected {range}",
            name=name,
            value=violation.value,
            range=_range(violation, request),
            severity=Severity.WARNING if drifts else None,
        )
    for field in facts.fields(request):
        limits = field.row.limits
        if limits.item_ratio is not None:
            yield from _ratios(request, field, limits.item_ratio)
        if limits.longest_side is not None:
            yield from _sides(request, field, limits.longest_side)


def _ratios(request: Request, field: Field, ratio: Ratio) -> Iterator[Issue]:
    """Yield an issue for each item that is a ratio, and none that the API takes."""
    for route, item in elements(field):
        found = _RATIO.fullmatch(item) if is_known(item) else None
        if found is None or _is_allowed(ratio, found[1], found[2]):
            continue
        yield issue(
            request.place(route),
            "{name} is {value}; expected whole numbers from 1 to {largest}, and a ratio from {least} to {most}",
            name=field.row.name,
            value=quoted(item),
            largest=ratio.below - 1,
            least=ratio.least,
            most=ratio.most,
        )


def _is_allowed(ratio: Ratio, width: str, height: str) -> bool:
    if not (width.isdigit() and height.isdigit()):
        return False
    sides = int(width), int(height)
    return min(sides) > 0 and max(sides) < ratio.below and ratio.least <= sides[0] / sides[1] <= ratio.most


def _sides(request: Request, field: Field, most: int) -> Iterator[Issue]:
    """Yield an issue for a width or height that is too large, or nothing."""
    found = _SIDES.fullmatch(field.value) if is_known(field.value) else None
    if found is not None and not all(0 < int(side) <= most for side in found.groups() if side):
        yield issue(
            request.place(field.route),
            "{name} is {value}; expected sides of 1 to {most}",
            name=field.row.name,
            value=quoted(field.value),
            most=most,
            severity=Severity.WARNING,
        )


def _is_long(value: object) -> bool:
    if isinstance(value, str):
        return len(value) > _READABLE
    # Python refuses to write an integer of some thousand digits.
    return isinstance(value, int) and abs(value) >= 10**_READABLE


def _range(violation: Violation, request: Request) -> Message:
    limits = violation.limits
    assert limits is not None
    most = limits.maximum
    if limits.most_aggregated is not None and "Aggregations" in request.parameters:
        most = limits.most_aggregated
    if most == LONG and violation.keyword != "maximum":
        # That an integer ends is told to who is beyond it.
        most = None
    if limits.minimum is not None and most is not None:
        return Message("{least} to {most}", least=limits.minimum, most=most)
    bounds = []
    if limits.above is not None:
        bounds.append(Message("more than {least}", least=limits.above))
    elif limits.minimum is not None:
        bounds.append(Message("at least {least}", least=limits.minimum))
    if limits.below is not None:
        bounds.append(Message("less than {most}", most=limits.below))
    elif most is not None:
        bounds.append(Message("at most {most}", most=most))
    return both(bounds)
