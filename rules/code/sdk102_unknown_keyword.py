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
from immlint.near import near
from immlint.repair import Repair
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Call

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


@rule(on=Call, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def unknown_keyword(call: Call, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for a keyword that is no field, at the keyword."""
    row = facts.catalog.classes.get(call.owner)
    if row is None or call.use != "keyword" or call.name in row.fields or row.had(call.name):
        return
    meant = near(call.name, row.spellings)
    repair = Repair.renaming("rename it to", call.place, call.name, meant)
    yield issue(
        call.place,
        "{owner} takes no keyword {name}; expected {near}",
        "Python raises TypeError here",
        owner=call.owner,
        name=call.name,
        near=" or ".join(meant) or "one of its fields",
        repair=repair,
    )
