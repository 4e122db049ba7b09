"""A number is outside its documented range.

What it does: compares numbers, also those given as text, with the documented limits. Below a lower
limit, and above the quota of a dataset or project, is an error; above another upper limit a warning,
as these are raised from time to time.

Why: the API answers with `LimitExceededError` or `InvalidArgument`.

How to fix: give a number within the range.

Source: the page of the operation in the IMM API reference.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.catalog.catalog import LONG
from immlint.catalog.check import Violation
from immlint.finding import Severity
from immlint.message import Message, both
from immlint.precondition import current_api
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Request

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


@rule(on=Request, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID, when=(current_api,))
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
