"""The SDK drops a value without a word.

What it does: looks each attribute that is assigned to a request or a part of one, and each key given to
`from_map`, up among the fields of its class. A request of the old core SDK has setters and no fields.

Why: any attribute can be assigned, and `from_map` takes any key, but only the fields are sent; the core SDK
sends what its setters were given. The request goes out without the value.

How to fix: use the name of the field; attributes have Python's names, `from_map` takes those of the API. With the
core SDK call the setter.

Source: alibabacloud_imm20200930, `to_map` and `from_map` of its models; aliyun-python-sdk-core, `AcsRequest`.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.catalog import Catalog
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

request = models.CreateDatasetRequest(project_name="p")
request.dataset_name = "photos"
""",
        "app.py",
    ),
    Example(
        """from alibabacloud_imm20200930 import models

sent = {"Action": "GetDataset", "Version": "2020-09-30", "ProjectName": "p", "DatasetName": "d"}
models.GetDatasetRequest().from_map(sent)
""",
        "app.py",
    ),
)
INVALID = (
    Example(
        """from alibabacloud_imm20200930 import models

request = models.CreateDatasetRequest(project_name="p", dataset_name="d")
request.templateId = "Official:ImageManagement"
""",
        "app.py",
        finds=(("/templateId", "CreateDatasetRequest never sends templateId; expected template_id"),),
        fixed="""from alibabacloud_imm20200930 import models

request = models.CreateDatasetRequest(project_name="p", dataset_name="d")
request.template_id = "Official:ImageManagement"
""",
    ),
    Example(
        """from alibabacloud_imm20200930 import models

models.GetDatasetRequest().from_map({"ProjectName": "p", "dataset_name": "d"})
""",
        "app.py",
        finds=(
            ("/dataset_name", "GetDatasetRequest takes no dataset_name from a map; expected DatasetName"),
        ),
        fixed="""from alibabacloud_imm20200930 import models

models.GetDatasetRequest().from_map({"ProjectName": "p", "DatasetName": "d"})
""",
    ),
    Example(
        """from alibabacloud_imm20200930 import models

request = models.CreateDatasetRequest(project_name="p", dataset_name="d")
request.colour = "red"
""",
        "app.py",
        finds=(("/colour", "CreateDatasetRequest never sends colour; expected one of its fields"),),
    ),
    Example(
        """from aliyunsdkimm.request.v20200930.CreateDatasetRequest import CreateDatasetRequest

request = CreateDatasetRequest()
request.set_ProjectName("p")
request.DatasetName = "photos"
""",
        "app.py",
        finds=(
            (
                "/DatasetName",
                "CreateDatasetRequest never sends DatasetName; expected set_DatasetName(...)",
            ),
        ),
    ),
)


_NEVER = "{owner} never sends {name}; expected {near}"
_NEVER_AT_ALL = "{owner} never sends {name}; expected one of its fields"


@rule(on=FieldGiven, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def lost_attribute(given: FieldGiven, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for an attribute or a key that is no field, at its name."""
    if given.means is Means.CORE_ATTRIBUTE:
        yield from _without_setter(given, facts.catalog)
        return
    row = facts.catalog.classes.get(given.model)
    if row is None or given.means is Means.KEYWORD or row.had(given.name):
        return
    fields = row.spellings
    known = set(row.fields)
    is_map = given.means is Means.MAP_KEY
    if given.means is Means.MAP_KEY:
        fields = {spelling: row.fields[python].name for spelling, python in fields.items()}
        known = set(fields.values())
    if given.name in known or given.name.startswith("_") or (is_map and row.operation and _adds(given.name)):
        return
    meant = near(given.name, fields)
    repair = Repair.renaming(given.place, given.name, meant)
    message = "{owner} takes no {name} from a map; expected {near}" if is_map else _NEVER
    if not meant:
        message = (
            "{owner} takes no {name} from a map; expected one of its fields" if is_map else _NEVER_AT_ALL
        )
    yield issue(
        given.place,
        message,
        "the SDK drops it without a word",
        owner=given.model,
        name=given.name,
        near=either(meant),
        repair=repair,
    )


def _adds(name: str) -> bool:
    """Tell whether the SDK sends a parameter with each request: the wire form of one has them, too."""
    return name in ("Action", "Version", "Format", "Timestamp") or name.startswith("Signature")


def _without_setter(given: FieldGiven, catalog: Catalog) -> Iterator[Issue]:
    """Yield an issue for an attribute of a request of the core SDK, at its name."""
    operation = catalog.operations[given.model.removesuffix("Request")]
    meant = near(given.name.removeprefix("set_"), operation.core_spellings)
    yield issue(
        given.place,
        _NEVER if meant else "{owner} never sends {name}; expected one of its setters",
        "the core SDK sends what its setters are given",
        owner=given.model,
        name=given.name,
        near=either(f"set_{name}(...)" for name in meant),
        severity=None if meant else Severity.WARNING,
    )
