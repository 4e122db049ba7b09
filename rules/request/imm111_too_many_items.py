"""A list or map holds more than is documented.

What it does: counts the items of lists and maps, the parts of lists separated by commas, and how deep
queries nest.

Why: the API answers with `InvalidArgument`.

How to fix: split the request.

Source: the page of the operation in the IMM API reference.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.catalog.payload import Field, elements, parsed
from immlint.catalog.type import Scalar
from immlint.finding import Severity
from immlint.precondition import breaks_or_gives, current_api
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Request, is_known

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-simplequery"

VALID = (Example('{"ProjectName": "p", "DatasetName": "d", "Sort": "A,B"}\n', "SimpleQuery.json"),)
_NESTED = '{"Operation": "and", "SubQueries": [' * 6 + '{"Field": "Size", "Operation": "gt"}' + "]}" * 6
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
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "Query": ' + _NESTED + "}\n",
        "SimpleQuery.json",
        finds=(("/Query" + "/SubQueries/0" * 6, "Query nests more than 5 levels; expected at most 5"),),
    ),
)


def _nesting(request: Request, field: Field, most: int) -> Iterator[Issue]:
    """Yield an issue for the first query below the deepest level that is allowed."""
    stack = [(*parsed(field.route, field.value), 0)]
    while stack:
        route, query, depth = stack.pop()
        if not isinstance(query, dict):
            continue
        if depth > most:
            yield issue(
                request.place(route),
                "{name} nests more than {most} levels; expected at most {most}",
                name=field.row.name,
                most=most,
            )
            return
        inner = query.get("SubQueries")
        for index, item in enumerate(inner if isinstance(inner, list) else ()):
            stack.append(((*route, "SubQueries", index), item, depth + 1))


@rule(
    on=Request,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(current_api,),
    needs=(breaks_or_gives("max_depth", "max_items"),),
)
def too_many_items(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for everything that holds too much."""
    for violation in facts.violations(request):
        if violation.kind == "items":
            name = next(step for step in reversed(violation.route) if isinstance(step, str))
            yield issue(
                request.place(violation.route),
                "{name} has {count} items; expected at most {limit}",
                name=name,
                count=len(violation.value),
                limit=violation.expected,
            )
    for field in facts.fields(request):
        limits = field.row.limits
        if limits.max_depth is not None and len(field.route) == 1:
            yield from _nesting(request, field, limits.max_depth)
        limit = limits.max_items
        if limit and field.row.type is Scalar.STRING:
            # A list that is documented as text: it travels as JSON.
            given = list(elements(field))
            if len(given) > limit:
                yield issue(
                    request.place(field.route),
                    "{name} has {count} items; expected at most {limit}",
                    name=field.row.name,
                    count=len(given),
                    limit=limit,
                )
        if limit and limits.comma_separated and is_known(field.value):
            count = field.value.count(",") + 1
            if count > limit:
                yield issue(
                    request.place(field.route),
                    "{name} has {count} items; expected at most {limit}",
                    name=field.row.name,
                    count=count,
                    limit=limit,
                )
