"""The request names an operation that IMM does not have.

What it does: looks `Action` up among the operations of API version 2020-09-30.

Why: the API answers an unknown action with `InvalidAction.NotFound`.

How to fix: use the name of the operation as documented; names are case-sensitive.

Source: IMM API reference, list of operations. The catalogue is dated: a name that is near no known
one is a warning only, it may be newer.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.near import nearest
from immlint.precondition import not_current_api
from immlint.repair import Repair
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Request

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-overview"

VALID = (
    Example('{"Action": "ListProjects", "Version": "2020-09-30"}\n', "request.json"),
    Example('{"Action": "PutProject", "Version": "2017-09-06"}\n', "request.json"),
)
INVALID = (
    Example(
        '{"Action": "CreateDatset", "Version": "2020-09-30"}\n',
        "request.json",
        finds=(
            (
                "/Action",
                '"CreateDatset" is no operation of IMM 2020-09-30; expected "CreateDataset"',
            ),
        ),
    ),
    Example(
        '{"Action": "PaintPicture", "Version": "2020-09-30"}\n',
        "request.json",
        finds=(
            (
                "/Action",
                '"PaintPicture" is no operation of IMM 2020-09-30 that is known here',
            ),
        ),
    ),
)


@rule(
    on=Request,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    needs=(not_current_api,),
)
def unknown_operation(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue if the operation is unknown in the current API version."""
    catalog = facts.catalog
    if request.version not in (None, catalog.version) or request.operation in catalog.operations:
        return
    if request.operation in catalog.legacy_actions:
        return
    place = request.named or Place(request.route)
    same = [name for name in catalog.operations if name.lower() == request.operation.lower()]
    near = same[0] if same else nearest(request.operation, catalog.operations, exact=True)
    if near:
        yield issue(
            place,
            "{name} is no operation of IMM {version}; expected {near}",
            "did you mean {near}?",
            name=quoted(request.operation),
            version=catalog.version,
            near=quoted(near),
            repair=Repair.renaming(place, request.operation, [near]) if request.named else None,
        )
        return
    yield issue(
        place,
        "{name} is no operation of IMM {version} that is known here",
        name=quoted(request.operation),
        version=catalog.version,
        severity=Severity.WARNING,
    )
