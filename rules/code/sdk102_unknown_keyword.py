"""A class of the SDK takes no such keyword.

What it does: looks each keyword given to a request or a part of one up among the fields of its class.
Names that earlier versions of the SDK had are left to SDK106.

Why: Python raises TypeError when the line runs.

How to fix: use the name of the field. It is not always what one would expect: `ossbucket`, `uris`, `from_`.

Source: alibabacloud_imm20200930, constructors of its models.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.message import either
from immlint.near import near
from immlint.repair import Repair
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject.code import FieldGiven, Means

SOURCE = "https://pypi.org/project/alibabacloud-imm20200930/"

VALID = (
    Example(
        """from alibabacloud_imm20200930 import models

models.AttachOSSBucketRequest(project_name="p", ossbucket="b")
""",
        "app.py",
    ),
)
INVALID = (
    Example(
        """from alibabacloud_imm20200930 import models

models.AttachOSSBucketRequest(project_name="p", oss_bucket="b")
""",
        "app.py",
        finds=(("/oss_bucket", "AttachOSSBucketRequest takes no keyword oss_bucket; expected ossbucket"),),
        fixed="""from alibabacloud_imm20200930 import models

models.AttachOSSBucketRequest(project_name="p", ossbucket="b")
""",
    ),
    Example(
        """from alibabacloud_imm20200930 import models

models.GetProjectRequest(**{"project_name": "p", "colour": "red"})
""",
        "app.py",
        finds=(("/colour", "GetProjectRequest takes no keyword colour; expected one of its fields"),),
    ),
)


@rule(on=FieldGiven, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def unknown_keyword(given: FieldGiven, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for a keyword that is no field, at the keyword."""
    row = facts.catalog.classes.get(given.model)
    if row is None or given.means is not Means.KEYWORD or given.name in row.fields or row.had(given.name):
        return
    meant = near(given.name, row.spellings)
    repair = Repair.renaming(given.place, given.name, meant)
    yield issue(
        given.place,
        "{owner} takes no keyword {name}; expected {near}"
        if meant
        else "{owner} takes no keyword {name}; expected one of its fields",
        "Python raises TypeError here",
        owner=given.model,
        name=given.name,
        near=either(meant),
        repair=repair,
    )
