"""A list or map holds more than is documented.

What it does: counts the items of lists and maps, and the parts of lists separated by commas.

Why: the API answers with `InvalidArgument`.

How to fix: split the request.

Source: the page of the operation in the IMM API reference.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.payload import fields
from immlint.rule import Example, Facts, Issue
from immlint.subject import PLACEHOLDER, Request

SEVERITY = Severity.WARNING
SUBJECT = Request
SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-simplequery"

VALID = (Example('{"ProjectName": "p", "DatasetName": "d", "Sort": "A,B"}\n', "SimpleQuery.json"),)
INVALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Sort": "A,B,C,D,E,F"}\n',
        "SimpleQuery.json",
        finds=(("/Sort", "Sort has 6 items; expected at most 5"),),
    ),
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "URIs": [' + ", ".join(['"oss://b/a"'] * 101) + "]}\n",
        "BatchGetFileMeta.json",
        finds=(("/URIs", "URIs has 101 items; expected at most 100"),),
    ),
)


def check(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for everything that holds too much."""
    message = "{name} has {count} items; expected at most {limit}"
    for violation in facts.violations(request):
        if violation.kind == "items":
            name = next(step for step in reversed(violation.route) if isinstance(step, str))
            arguments = {"name": name, "count": len(violation.value), "limit": violation.expected}
            yield Issue(request.place(violation.route), message, "", arguments)
    for field in fields(request, facts.catalog):
        limit = field.row.constraints.get("maxItems")
        known = isinstance(field.value, str) and not PLACEHOLDER.search(field.value)
        if limit and field.row.constraints.get("commaSeparated") and known:
            count = field.value.count(",") + 1
            if count > limit:
                arguments = {"name": field.row.name, "count": count, "limit": limit}
                yield Issue(request.place(field.route), message, "", arguments)
