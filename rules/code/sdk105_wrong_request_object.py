"""A method of the client is given something else than its request.

What it does: compares the class of what a method is given with the request class of its operation. What
is not known is let pass.

Why: the method reads the fields of its own request class from the object, and raises AttributeError for a
dict, for another request, and for the `ShrinkRequest` that it makes by itself.

How to fix: give it an object of its request class.

Source: alibabacloud_imm20200930, methods of its client.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Call

SOURCE = "https://pypi.org/project/alibabacloud-imm20200930/"

VALID = (
    Example(
        """from alibabacloud_imm20200930 import client, models

imm = client.Client(config)
imm.get_project(models.GetProjectRequest(project_name="p"))
""",
        "app.py",
    ),
)
INVALID = (
    Example(
        """from alibabacloud_imm20200930 import models

request = models.IndexFileMetaRequest(project_name="p", dataset_name="d", file={"URI": "oss://b/k"})
""",
        "app.py",
        finds=(("", "file of IndexFileMetaRequest is given a dict; expected an object of InputFile"),),
    ),
    Example(
        """from alibabacloud_imm20200930 import client, models

imm = client.Client(config)
imm.get_project({"ProjectName": "p"})
imm.create_dataset(models.GetDatasetRequest(project_name="p", dataset_name="d"))
imm.create_dataset(models.CreateDatasetShrinkRequest(project_name="p", dataset_name="d"))
""",
        "app.py",
        finds=(
            ("", "get_project is given a dict; expected a GetProjectRequest"),
            ("", "create_dataset is given a GetDatasetRequest; expected a CreateDatasetRequest"),
            ("", "create_dataset is given a CreateDatasetShrinkRequest; expected a CreateDatasetRequest"),
        ),
    ),
)


@rule(on=Call, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def wrong_request_object(call: Call, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for an argument that is no request of the method, at the argument."""
    if call.use == "part":
        yield issue(
            call.place,
            "{field} of {owner} is given a dict; expected an object of {kind}",
            "{kind}().from_map takes a dict",
            field=call.name,
            owner=call.owner,
            kind=call.value,
        )
        return
    operation = facts.catalog.operations.get(call.value) if call.use == "argument" else None
    if operation is None:
        return
    wanted = operation.python["requestClass"]
    if call.name == wanted:
        return
    hint = ""
    if call.name == operation.python.get("shrinkRequestClass"):
        hint = "the method makes the ShrinkRequest by itself"
    elif call.name == "dict":
        hint = "{wanted}().from_map takes a dict"
    message = "{method} is given {given}; expected a {wanted}"
    if wanted[0] in "AEIOU":
        message = "{method} is given {given}; expected an {wanted}"
    yield issue(
        call.place,
        message,
        hint,
        method=call.owner,
        given=_NOUNS.get(call.name, f"a {call.name}"),
        wanted=wanted,
    )


_NOUNS = {
    "keywords": "keywords",
    "NoneType": "None",
    "str": "text",
    "int": "a number",
    "bool": "a truth value",
}
