"""A method of the client is given something else than its request.

What it does: compares the class of what a method is given with the request class of its operation, and what a
field is given with the class, the list or the dict that belongs there. What is not known is let pass.

Why: the method reads the fields of its own request class from the object, and raises AttributeError for a
dict, for another request, and for the `ShrinkRequest` that it makes by itself. A field that wants an object raises
for a dict and for JSON text; of text or a tuple in place of a list nothing but `null` is sent.

How to fix: give it an object of its request class; fields take objects and lists, which the SDK encodes by itself.

Source: alibabacloud_imm20200930, methods of its client.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.message import A_LIST, A_NUMBER, Message, Term
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject.code import ObjectGiven

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
        """import json

from alibabacloud_imm20200930 import models

models.BatchGetFileMetaRequest(project_name="p", dataset_name="d", uris=json.dumps(["oss://b/k"]))
""",
        "app.py",
        finds=(("", "uris of BatchGetFileMetaRequest is given JSON text; expected a list"),),
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


@rule(on=ObjectGiven, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def wrong_request_object(given: ObjectGiven, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for what stands where an object of a class of the SDK belongs, at the argument."""
    if given.field is not None:
        yield _field(given)
        return
    if given.given == given.wanted:
        return
    hint = ""
    if given.given == facts.catalog.methods[given.owner].python.get("shrinkRequestClass"):
        hint = "the method makes the ShrinkRequest by itself"
    elif given.given == "dict":
        hint = "{wanted}().from_map takes a dict"
    message = "{method} is given {given}; expected a {wanted}"
    if given.wanted[0] in "AEIOU":
        message = "{method} is given {given}; expected an {wanted}"
    yield issue(
        given.place,
        message,
        hint,
        method=given.owner,
        given=_noun(given.given),
        wanted=given.wanted,
    )


def _field(given: ObjectGiven) -> Issue:
    """Return the issue for a field that is given something else than its own kind."""
    message = "{field} of {owner} is given {given}; expected an object of {kind}"
    hint = "{kind}().from_map takes a dict" if given.given == "dict" else ""
    if given.wanted == "list":
        message = "{field} of {owner} is given {given}; expected a list"
    elif given.wanted == "dict":
        message = "{field} of {owner} is given {given}; expected a dict"
    if given.given == "json":
        hint = "the SDK encodes it by itself"
    return issue(
        given.place,
        message,
        hint,
        field=str(given.field),
        owner=given.owner,
        given=_noun(given.given),
        kind=given.wanted,
    )


def _noun(given: str) -> str:
    if given in _NOUNS:
        return _NOUNS[given]
    return Message("an {kind}" if given[0] in "AEIOU" else "a {kind}", kind=given)


_NOUNS = {
    "json": Term("JSON text"),
    "keywords": Term("keywords"),
    "NoneType": "None",
    "str": Term("text"),
    "int": A_NUMBER,
    "bool": Term("a truth value"),
    "dict": Term("a dict"),
    "list": A_LIST,
}
