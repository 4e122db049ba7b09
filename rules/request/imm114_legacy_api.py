"""The request is one of the old API, version 2017-09-06.

What it does: reports requests with `Version` 2017-09-06, and operations that only that version has.

Why: the two versions have separate projects. A project of the one does not exist for the other,
and the pages of the old version are no longer maintained.

How to fix: use the operation of version 2020-09-30 that does the same.

Source: IMM, FAQ about limits; API reference of 2017-09-06.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.precondition import not_current_api
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Request

LEGACY = "2017-09-06"

SOURCE = "https://help.aliyun.com/zh/imm/support/faq-about-limits"

VALID = (Example('{"Action": "ListProjects", "Version": "2020-09-30"}\n', "request.json"),)
INVALID = (
    Example(
        '{"Action": "PutProject", "Version": "2017-09-06", "Project": "p"}\n',
        "request.json",
        finds=(("/Action", '"PutProject" is of the old API 2017-09-06; expected one of 2020-09-30'),),
    ),
    Example(
        '{"Action": "PutProject", "Version": "2020-09-30"}\n',
        "request.json",
        finds=(("/Action", '"PutProject" is of the old API 2017-09-06; expected one of 2020-09-30'),),
    ),
)


@rule(
    on=Request,
    severity=Severity.WARNING,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    needs=(not_current_api,),
)
def legacy_api(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for a request of the old version."""
    catalog = facts.catalog
    only_old = request.operation in catalog.legacy_actions and request.operation not in catalog.operations
    if request.version == LEGACY or (only_old and request.version in (None, catalog.version)):
        yield issue(
            request.named or Place(request.route),
            "{name} is of the old API {old}; expected one of {new}",
            "projects of the two versions do not see each other",
            name=quoted(request.operation),
            old=LEGACY,
            new=catalog.version,
        )
