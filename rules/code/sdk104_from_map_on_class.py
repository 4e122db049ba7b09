"""The method from_map is called on a class.

What it does: reports `CreateDatasetRequest.from_map({...})`, without an object in front.

Why: `from_map` fills the object it is called on. On a class it raises AttributeError, or gives the dict
back as it was.

How to fix: make an object first: `CreateDatasetRequest().from_map({...})`.

Source: alibabacloud_imm20200930, `from_map` of its models.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject.code import CalledOnClass

SOURCE = "https://pypi.org/project/alibabacloud-imm20200930/"

VALID = (
    Example(
        """from alibabacloud_imm20200930 import models

models.GetProjectRequest().from_map({"ProjectName": "p"})
""",
        "app.py",
    ),
)
INVALID = (
    Example(
        """from alibabacloud_imm20200930 import models

models.GetProjectRequest.from_map({"ProjectName": "p"})
""",
        "app.py",
        finds=(
            ("", "from_map is called on the class GetProjectRequest; expected GetProjectRequest().from_map"),
        ),
    ),
)


@rule(on=CalledOnClass, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def from_map_on_class(call: CalledOnClass, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for the call, at the call."""
    if call.name == "from_map":
        yield issue(
            call.place,
            "from_map is called on the class {owner}; expected {owner}().from_map",
            "it fills the object it is called on",
            owner=call.model,
        )
