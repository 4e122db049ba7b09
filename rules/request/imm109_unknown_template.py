"""There is no such official template.

What it does: looks template ids that begin with `Official:` up in the documented list. Other ids are
an account's own, and are not checked.

Why: the API answers that the template does not exist.

How to fix: use a documented id, or leave it out to inherit that of the project.

Source: IMM, workflow templates and operators.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from immlint.finding import Severity
from immlint.payload import fields
from immlint.rule import Example, Facts, Issue, quoted
from immlint.subject import PLACEHOLDER, Request

SEVERITY = Severity.WARNING
SUBJECT = Request
SOURCE = "https://www.alibabacloud.com/help/en/imm/user-guide/workflow-templates-and-operators"

VALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "TemplateId": "Official:AllFunction"}\n',
        "CreateDataset.json",
    ),
    Example('{"ProjectName": "p", "DatasetName": "d", "TemplateId": "my-own"}\n', "CreateDataset.json"),
)
INVALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "d", "TemplateId": "Official:VideoManagement"}\n',
        "CreateDataset.json",
        finds=(
            (
                "/TemplateId",
                'there is no template "Official:VideoManagement"; expected a documented one',
            ),
        ),
    ),
)


def check(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every official id that is not in the list."""
    templates = list(facts.catalog.templates)
    for field in fields(request, facts.catalog):
        value = field.value
        official = isinstance(value, str) and value.lower().startswith("official:")
        if field.row.constraints.get("format") != "templateId" or not official:
            continue
        if value in templates or PLACEHOLDER.search(value):
            continue
        near = difflib.get_close_matches(value, templates, 1, 0.7)
        yield Issue(
            request.place(field.route),
            "there is no template {value}; expected a documented one",
            "did you mean {near}?" if near else "",
            {"value": quoted(value), "near": near[0] if near else ""},
        )
