"""A project or dataset name breaks the naming rules.

What it does: holds every `ProjectName` and `DatasetName` against the grammar: 1 to 128 characters,
ASCII letters, digits, `-` and `_`, the first one a letter or `_`. A name with parts that are filled in
later is reported only if no filling can be right.

Why: the API refuses to create such a name, and no request can ever find one.

How to fix: choose a legal name.

Source: IMM, CreateProject and CreateDataset, parameters ProjectName and DatasetName.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.catalog.filled import LONGEST
from immlint.catalog.names import GRAMMAR, LONGEST_NAME, NAME, NAME_FIRST, NAME_REST
from immlint.catalog.payload import text_of
from immlint.finding import Severity
from immlint.language import Language, shortest
from immlint.precondition import current_api, not_plain
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Request, Text, filled, is_known, masked

SOURCE = "https://www.alibabacloud.com/help/en/imm/developer-reference/api-imm-2020-09-30-createdataset"

VALID = (
    Example('{"Action": "GetProject", "ProjectName": "_photos-2026"}\n', "request.json"),
    Example('{"Action": "GetProject", "ProjectName": "${env}-photos"}\n', "request.json"),
    Example('{"Action": "GetProject", "ProjectName": "${env}' + "p" * 128 + '"}\n', "request.json"),
)
INVALID = (
    Example(
        '{"ProjectName": "p", "DatasetName": "1-photos"}\n',
        "GetDataset.json",
        finds=(
            (
                "/DatasetName",
                'DatasetName "1-photos" begins with "1"; expected a letter or "_" first',
            ),
        ),
    ),
    Example(
        '{"ProjectName": "相册", "DatasetName": "a b"}\n',
        "GetDataset.json",
        finds=(
            ("/ProjectName", 'ProjectName "相册" begins with "相"; expected a letter or "_" first'),
            (
                "/DatasetName",
                'DatasetName "a b" holds " "; expected only ASCII letters, digits, "-" and "_"',
            ),
        ),
    ),
    Example(
        '{"ProjectName": "1${env}", "DatasetName": ""}\n',
        "GetDataset.json",
        finds=(
            (
                "/ProjectName",
                'ProjectName "1${env}" begins with "1"; expected a letter or "_" first',
            ),
            ("/DatasetName", "DatasetName is empty; expected 1 to 128 characters"),
        ),
        also=(("IMM116", "/ProjectName", '"${env}" is a placeholder; expected the real value'),),
    ),
    Example(
        """from alibabacloud_imm20200930 import models

for number in range(count):
    models.GetProjectRequest(project_name=f"{number}-photos")
""",
        "app.py",
        finds=(
            (
                "/ProjectName",
                'ProjectName "${number}-photos" never begins with a letter or "_"; '
                "expected one of them first",
            ),
        ),
    ),
    Example(
        '{"ProjectName": "${env}' + "p" * 129 + '"}\n',
        "GetProject.json",
        finds=(("/ProjectName", "ProjectName has 129 characters; expected at most 128"),),
        also=(("IMM116", "/ProjectName", '"${env}" is a placeholder; expected the real value'),),
    ),
)


@rule(
    on=Request,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(current_api,),
    needs=(not_plain,),
)
def invalid_name(request: Request, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every name that cannot be right, at the first wrong character."""
    for field in facts.fields(request):
        name = field.row.name
        if name not in ("ProjectName", "DatasetName") or not _is_wrong(field.value):
            continue
        part = _wrong_part(field.value)
        text = field.value if isinstance(field.value, str) else ""
        yield issue(
            request.place(field.route, part=part),
            _message(field.value, part),
            name=name,
            value=quoted(field.value),
            char=quoted(text[slice(*part)]) if part else "",
            count=len(filled(text, "")),
        )


#: What begins as a name does.
_BEGUN = Language.hole(NAME_FIRST, 1, 1) + Language.hole()


def _is_begun_wrong(value: Text) -> bool:
    """Tell whether no string of a text that begins with something named begins as a name does."""
    return not value.startswith("${...}") and not value.language.meets(_BEGUN)


def _is_wrong(value: object) -> bool:
    if is_known(value):
        return not GRAMMAR.holds(value)
    text = text_of(value)
    return text is not None and not (isinstance(value, Text) and _may_be(value)) and _holds_no_name(text)


def _may_be(value: Text) -> bool:
    """Tell whether a name is made by a letter in each gap, which nearly always shows that one can be."""
    name = filled(value, "a")
    return GRAMMAR.holds(name) and value.language.matches(name)


def _holds_no_name(text: Language) -> bool:
    """Tell for sure that no string of *text* is a name."""
    name, settled = shortest([[text], [NAME]])
    return settled if name is None else len(name) > LONGEST_NAME


def _wrong_part(value: object) -> tuple[int, int] | None:
    """Return where the first character stands that no name has there.

    A longer text than is looked at has no parts that are filled in, and is wrong by its length alone.
    """
    text = masked(value, "_")[:LONGEST] if isinstance(value, str) else ""
    for index, char in enumerate(text):
        if char not in (NAME_REST if index else NAME_FIRST):
            return index, index + 1
    return None


def _message(value: object, part: tuple[int, int] | None) -> str:
    if value == "":
        return "{name} is empty; expected 1 to 128 characters"
    if part == (0, 1):
        return '{name} {value} begins with {char}; expected a letter or "_" first'
    if part is not None:
        return '{name} {value} holds {char}; expected only ASCII letters, digits, "-" and "_"'
    if isinstance(value, Text) and value.is_computed and _is_begun_wrong(value):
        return '{name} {value} never begins with a letter or "_"; expected one of them first'
    if not isinstance(value, str) or (isinstance(value, Text) and value.is_computed):
        return '{name} can be no legal name; expected letters, digits, "-" and "_"'
    return "{name} has {count} characters; expected at most 128"
