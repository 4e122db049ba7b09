"""Notebooks: code cells are one module, Markdown cells are Markdown, each found at its place in the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import immlint
from immlint.config import Config
from tests.document.twins import Twin, all_are_held, check

TWINS = [
    Twin("01-first-steps.ipynb", "holidays", "2holidays", "IMM104"),
    Twin("02-magics.ipynb", "project_name", "projectname", "SDK102"),
    Twin("03-question.ipynb", "dataset_name", "datasetname", "SDK102"),
    Twin("04-broken-cell.ipynb", "request.dataset_name", "request.datasetname", "SDK101"),
    Twin("05-markdown-policy.ipynb", "/dataset/*", "", "RAM303"),
    Twin("06-policy-dict.ipynb", "project/photos", "dataset/photos", "RAM303"),
    Twin("07-string-source.ipynb", "(project_name=", "(", "SDK103"),
    Twin("08-chinese.ipynb", "album", "2album", "IMM104"),
    Twin("09-escaped-chinese.ipynb", "album", "2album", "IMM104"),
    Twin("10-outputs.ipynb", "client.get_project", "client.get_projekt", "SDK110"),
    Twin("11-await.ipynb", "album", "my album", "IMM104"),
    Twin("12-functions.ipynb", "(project_name=", "(", "SDK103"),
    Twin("13-bash-cell.ipynb", "photos", "2photos", "IMM104"),
    Twin("14-assigned-command.ipynb", "project_name", "projectname", "SDK102"),
    Twin("15-crlf.ipynb", "album", "2album", "IMM104"),
    Twin("16-compact.ipynb", "album", "2album", "IMM104"),
    Twin("17-fstring.ipynb", "album_", "2album_", "IMM104"),
    Twin("18-trust.ipynb", "Principal", "Principle", "RAM202"),
    Twin("19-subprocess.ipynb", "--DatasetName", "--DatasetNam", "IMM102"),
    Twin("20-no-metadata.ipynb", "Allow", "allow", "RAM206"),
]
CORPUS = Path(__file__).parent / "python" / "corpus"


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.file)
def test_one_token_makes_the_difference(twin: Twin) -> None:
    check("notebook", twin)


def test_every_file_has_a_twin() -> None:
    assert all_are_held("notebook", TWINS)


def _cell(kind: str, text: str, *, listed: bool = True) -> dict[str, Any]:
    # JSON's own lines: a cell may hold other characters that end lines.
    lines = [f"{line}\n" for line in text.split("\n")]
    return {"cell_type": kind, "source": [*lines[:-1], lines[-1][:-1]] if listed else text}


def _notebook(*cells: dict[str, Any], language: str = "python", ascii: bool = False) -> str:
    whole = {"cells": cells, "metadata": {"language_info": {"name": language}}, "nbformat": 4}
    return json.dumps(whole, ensure_ascii=ascii, indent=1)


def _told(text: str, filename: str = "x.ipynb") -> list[tuple[Any, ...]]:
    findings = immlint.lint_text(text, filename=filename, config=Config(pedantic=True))
    assert not [f for f in findings if f.code == "LNT904"], findings
    return [(f.code, f.message, f.pointer, f.start, f.end) for f in findings]


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.py")), ids=lambda path: path.name)
def test_a_module_is_told_as_the_file_it_is(path: Path, listed: bool) -> None:
    """The same findings as those of the bare module: each span, cut out and decoded, is the same text."""
    module = path.read_text("utf-8")
    bare = [told for told in _told(module, "x.py") if told[0] != "LNT903"]
    text = _notebook(_cell("markdown", "# Title"), _cell("code", module, listed=listed), ascii=listed)
    nested = _told(text)
    assert [told[:3] for told in nested] == [told[:3] for told in bare]
    for (*_, start, end), (*_, inner, outer) in zip(nested, bare, strict=True):
        # Lines of a list are strings of their own.
        cut = text[start:end].replace('\\n",\n    "', "\\n")
        assert json.loads(f'"{cut}"') == module[inner:outer]


def test_cells_are_one_module() -> None:
    first = "from alibabacloud_imm20200930 import models\n"
    second = 'models.GetProjectRequest(project_name="1p")'
    assert [told[0] for told in _told(_notebook(_cell("code", first), _cell("code", second)))] == ["IMM104"]
    assert _told(_notebook(_cell("code", second))) == []


@pytest.mark.parametrize(
    "cell",
    ["%%bash\necho", "%%html\n<b>", "def (", "not python at all", "name = 'q'\nname = (", "x = 'a\n"],
)
def test_a_cell_that_is_no_python_is_left_out(cell: str) -> None:
    head = "from alibabacloud_imm20200930 import models\nname = '1p'\n"
    use = "models.GetProjectRequest(project_name=name)"
    told = _told(_notebook(_cell("code", head), _cell("code", cell), _cell("code", use)))
    # What a cell sets that cannot be read, nobody knows.
    assert [code for code, *_ in told] == ([] if "name =" in cell else ["IMM104"])


@pytest.mark.parametrize(
    "line",
    [
        "%time 1",
        "!ls",
        "  !ls -l \\\n  -a",
        "name?",
        "name.x??",
        "?name",
        "n = !ls",
        "n = %env HOME",
        "%%time",
    ],
)
def test_lines_for_ipython_are_blanked(line: str) -> None:
    head = "from alibabacloud_imm20200930 import models"
    body = f"if True:\n  pass\n{line}\n" if line.startswith(" ") else f"{line}\n"
    use = f"{body}models.GetProjectRequest(project_name='1p')"
    text = _notebook(_cell("code", head), _cell("code", use))
    ((code, _, _, start, end),) = _told(text)
    assert (code, text[start:end]) == ("IMM104", "1")


_CREATE = "aliyun imm CreateDataset --ProjectName p --DatasetName"


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (f"x = 1\n!{_CREATE} 1d\ny = 2", ["1"]),
        (f"for x in (1, 2):\n    !{_CREATE} 1d", ["1"]),
        (f"!!{_CREATE} 1d\nout = !{_CREATE} 2d", ["1", "2"]),
        (f"!{_CREATE} \\\n  1d \\\n  --DatasetMaxBindCount 5\nz = 1", ["1"]),
        (f"%%bash\nset -e\n{_CREATE} 1d\n{_CREATE} ok\n{_CREATE} 3d", ["1", "3"]),
        (f"%%script bash\n{_CREATE} '1d'", ["1"]),
        (f"!{_CREATE} 1é相", ["1"]),
        (f"name = 'd'\n!{_CREATE} {{name}}\n!{_CREATE} $name\n!{_CREATE} {{name}}-{{x}}", []),
        (f'text = """\n!{_CREATE} 1d\n"""', []),
        (f"%%html\n{_CREATE} 1d", []),
        (f"# !{_CREATE} 1d\n!ls", []),
    ],
)
def test_commands_for_a_shell_are_checked(cell: str, names: list[str], listed: bool) -> None:
    text = _notebook(_cell("markdown", "# Title"), _cell("code", cell, listed=listed), _cell("code", "x = 1"))
    assert [(code, text[start:end]) for code, *_, start, end in _told(text)] == [("IMM104", n) for n in names]


def test_percent_signs_of_python_are_kept() -> None:
    cell = (
        "from alibabacloud_imm20200930 import models\nmodels.GetProjectRequest(\nproject_name=('%s'\n% '1p'))"
    )
    assert [told[0] for told in _told(_notebook(_cell("code", cell)))] == ["IMM104"]


def test_a_name_set_by_a_command_is_unknown() -> None:
    cell = "from alibabacloud_imm20200930 import models\nname = '1p'\nname = !cat name\n"
    assert _told(_notebook(_cell("code", f"{cell}models.GetProjectRequest(project_name=name)"))) == []


@pytest.mark.parametrize("language", ["R", "julia", "scala"])
def test_other_kernels_are_foreign(language: str) -> None:
    cell = "from alibabacloud_imm20200930 import models\nmodels.GetProjectRequest(project_name='1p')"
    assert _told(_notebook(_cell("code", cell), language=language)) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"cells": [',
        '{"cells": 1, "x": "Statement"}',
        '["cells", "Statement"]',
        '{"cells": [1, {"cell_type": "code"}, {"cell_type": "code", "source": 1}, {"source": [1]}], "Statement": 1}',  # noqa: E501
        '{"cells": [], "metadata": {"language_info": [], "kernelspec": {"name": 1}}, "x": "Statement"}',
    ],
)
def test_what_is_no_notebook_is_foreign(text: str) -> None:
    assert _told(text) == []


def test_fixes_are_written_as_the_cell_is() -> None:
    cell = "from alibabacloud_imm20200930 import models as m\nm.GetProjectRequest(projectname='p')"
    text = _notebook(_cell("code", cell))
    fixes = [f.fix for f in immlint.lint_text(text, filename="x.ipynb") if f.fix]
    for fix in fixes:
        for edit in fix.edits:
            text = text[: edit.start] + edit.text + text[edit.end :]
    assert "project_name='p'" in json.loads(text)["cells"][0]["source"][1]
