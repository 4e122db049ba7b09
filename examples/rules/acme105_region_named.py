"""A request names no region.

What it does: looks for `RegionId` in requests that stand as data; code names the region of its client.

Why: which region is asked depends on the machine that sends the request.

How to fix: name the region.

Source: the handbook of the platform team.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place, Request

VALID = (Example('{"Action": "GetProject", "ProjectName": "p", "RegionId": "cn-beijing"}\n', "request.json"),)
INVALID = (
    Example(
        '{"Action": "GetProject", "ProjectName": "p"}\n',
        "request.json",
        finds=(("", "GetProject names no region; expected RegionId"),),
    ),
)


@rule(on=Request, severity=Severity.WARNING, source="", valid=VALID, invalid=INVALID)
def region_named(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for a request without a region."""
    if request.call is None and not request.is_open and "RegionId" not in request.parameters:
        message = "{operation} names no region; expected RegionId"
        yield issue(Place(request.route), message, operation=request.operation, about="RegionId")
