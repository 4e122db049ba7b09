"""A class of the SDK is given values by position.

What it does: reports positional arguments of requests and their parts, and names the fields they become.
For a class with one field this is a warning.

Why: the fields stand in alphabetical order, which no one has in mind: the first value given to
`CreateDatasetRequest` is its `dataset_max_bind_count`. A new field of a new version moves them.

How to fix: give each value by its name.

Source: alibabacloud_imm20200930, constructors of its models.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject.code import PositionalGiven

SOURCE = "https://pypi.org/project/alibabacloud-imm20200930/"

VALID = (
    Example(
        """from alibabacloud_imm20200930 import models

models.GetProjectRequest(project_name="p")
""",
        "app.py",
    ),
)
INVALID = (
    Example(
        """from alibabacloud_imm20200930 import models

models.CreateDatasetRequest("photos", project_name="p")
""",
        "app.py",
        finds=(
            (
                "",
                "the value given by position becomes dataset_max_bind_count of CreateDatasetRequest; expected keywords",
            ),
        ),
    ),
    Example(
        """from alibabacloud_imm20200930 import models

models.GetDatasetRequest("p", "photos")
""",
        "app.py",
        finds=(
            (
                "",
                "the values given by position become dataset_name, project_name of GetDatasetRequest; expected keywords",
            ),
        ),
    ),
)


@rule(on=PositionalGiven, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def positional_argument(given: PositionalGiven, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for positional arguments, at the first of them."""
    row = facts.catalog.classes.get(given.model)
    if row is None:
        return
    taken = list(row.fields)[: given.count]
    if given.count > 1:
        message = "the values given by position become {fields} of {owner}; expected keywords"
    else:
        message = "the value given by position becomes {fields} of {owner}; expected keywords"
    severity = Severity.WARNING if len(row.fields) == 1 else None
    yield issue(
        given.place,
        message,
        "fields stand in alphabetical order",
        owner=given.model,
        fields=", ".join(taken),
        severity=severity,
    )
