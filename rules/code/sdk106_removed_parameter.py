"""The SDK had this parameter once, and has no more.

What it does: reports names that earlier versions of alibabacloud_imm20200930 had in a request class, such as
`dataset_config` (4.7.3 to 4.8.4) and `dataset_max_ossbind_count` (1.0.0).

Why: with version 5 a keyword raises TypeError, and an attribute or key is dropped without a word.

How to fix: leave it out, or use what took its place.

Source: alibabacloud_imm20200930, versions 1.0.0 to 5.0.3 compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.near import near
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject.code import FieldGiven, Means

SOURCE = "https://pypi.org/project/alibabacloud-imm20200930/"

VALID = (
    Example(
        """from alibabacloud_imm20200930 import models

models.CreateDatasetRequest(project_name="p", dataset_name="d", dataset_max_bind_count=5)
""",
        "app.py",
    ),
)
INVALID = (
    Example(
        """from alibabacloud_imm20200930 import models

models.CreateDatasetRequest(project_name="p", dataset_name="d", dataset_max_ossbind_count=5)
request = models.UpdateDatasetRequest(project_name="p", dataset_name="d")
request.dataset_config = models.DatasetConfig()
""",
        "app.py",
        finds=(
            (
                "/dataset_max_ossbind_count",
                "CreateDatasetRequest has dataset_max_ossbind_count in old versions of the SDK only; expected dataset_max_bind_count",
            ),
            (
                "/dataset_config",
                "UpdateDatasetRequest has dataset_config in old versions of the SDK only; expected it left out",
            ),
        ),
    ),
)


@rule(on=FieldGiven, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID)
def removed_parameter(given: FieldGiven, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for a name of an earlier version, at the name."""
    row = facts.catalog.classes.get(given.model)
    if row is None or not row.had(given.name):
        return
    hint = "version 5 of the SDK raises TypeError here"
    spelt = {python: python for python in row.fields}
    if given.means is not Means.KEYWORD:
        hint = "version 5 of the SDK drops it without a word"
    if given.means is Means.MAP_KEY:
        spelt = {field.name: field.name for field in row.fields.values()}
    meant = near(given.name, spelt)
    yield issue(
        given.place,
        "{owner} has {name} in old versions of the SDK only; expected {near}"
        if meant
        else "{owner} has {name} in old versions of the SDK only; expected it left out",
        hint,
        owner=given.model,
        name=given.name,
        near="".join(meant[:1]),
    )
