"""Which modules import a caller: told by the files that their imports lead to."""

from __future__ import annotations

import contextlib
import os
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint import lint_paths
from immlint.document import dependent, read
from immlint.document.neighbours import Neighbours
from immlint.document.python.modules import walks_of
from immlint.source import Source

FORMS = (
    "import pkg.client\n",
    "import os, pkg.client as sender\n",
    "from pkg import client\n",
    "from pkg.client import create as made, other\n",
    "from pkg import (\n    models,  # of ours\n    client as c,\n)\n",
    "def late():\n    from pkg.client import *\n",
    "try:\n\tfrom pkg.client import (create)\nexcept ImportError: ...\n",
)


def project(folder: Path, text: str, name: str = "main.py") -> tuple[Neighbours, str, str]:
    """A package with a caller and a module with *text*, as neighbours with both paths."""
    caller, module = folder / "pkg/client.py", folder / name
    for path in (caller, module, folder / "pkg/__init__.py", folder / "other/client.py"):
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text if path == module else "", encoding="utf-8")
    paths = [str(path) for path in folder.rglob("*.py")]
    return Neighbours(paths), str(caller), str(module)


@pytest.mark.parametrize("text", FORMS)
def test_an_import_of_a_caller_is_found_in_every_form(tmp_path: Path, text: str) -> None:
    neighbours, caller, module = project(tmp_path, text)
    assert [*neighbours.importing([module], [caller])] == [module]


@pytest.mark.parametrize("text", ["from . import client\n", "from .client import create\n"])
def test_dots_lead_to_what_stands_beside(tmp_path: Path, text: str) -> None:
    neighbours, caller, module = project(tmp_path, text, "pkg/send.py")
    assert [*neighbours.importing([module], [caller])] == [module]
    assert not [*neighbours.importing([module], [str(tmp_path / "other/client.py")])]


@pytest.mark.parametrize(
    "text",
    [
        "from other import client\n",
        "from django.db import client\n",
        "from pkg.models import client\n",
        "client = 1\n# import client\n",
        "text = 'from pkg import client'\n",
    ],
)
def test_the_word_alone_is_no_import_of_it(tmp_path: Path, text: str) -> None:
    neighbours, caller, module = project(tmp_path, text)
    assert not [*neighbours.importing([module], [caller])]


def test_names_of_modules_may_be_chinese(tmp_path: Path) -> None:
    (tmp_path / "相册.py").write_text("", encoding="utf-8")
    (tmp_path / "main.py").write_text("import 相册\n", encoding="utf-8")
    paths = [str(path) for path in tmp_path.iterdir()]
    assert [*Neighbours(paths).importing(paths, [str(tmp_path / "相册.py")])] == [str(tmp_path / "main.py")]


def test_what_a_caller_hands_on_is_used_under_an_import_of_several_lines(tmp_path: Path) -> None:
    (tmp_path / "sdk.py").write_text("from alibabacloud_imm20200930 import models\n", encoding="utf-8")
    text = "from sdk import (\n    models,\n)\nmodels.CreateDatasetRequest(project_nam='p')\n"
    (tmp_path / "main.py").write_text(text, encoding="utf-8")
    assert ("main.py", "SDK102") in [(Path(f.path).name, f.code) for f in lint_paths(tmp_path)]


SDKS = (
    "alibabacloud_imm20200930/client.py",
    "alibabacloud_imm20200930/models/_add_image_mosaic_request.py",
    "alibabacloud_ram20150501/client.py",
    "aliyunsdkimm/request/v20200930/CreateDatasetRequest.py",
    "aliyunsdkram/request/v20150501/CreatePolicyRequest.py",
)


@pytest.mark.parametrize("path", SDKS)
def test_what_the_generator_of_an_sdk_wrote_calls_nothing(path: str) -> None:
    package, _, inside = path.partition("/")
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    data = (Path(spec.submodule_search_locations[0]) / inside).read_bytes()
    assert read(Source(inside, data)) is None


def test_a_sample_of_the_portal_is_a_caller() -> None:
    text = (
        "# -*- coding: utf-8 -*-\n# This file is auto-generated, don't edit it. Thanks.\nimport sys\n"
        "from alibabacloud_imm20200930.client import Client\nfrom alibabacloud_imm20200930 import models\n"
        "class Sample:\n    @staticmethod\n    def main(client: Client) -> None:\n"
        "        client.get_project(models.GetProjectRequest(project_name='9'))\n"
    )
    assert read(Source("sample.py", text.encode())) is not None


STARS = {
    "names": "from base import *\n",
    "names of names": "from middle import *\n",
    "names that are listed": "from listed import *\n",
}


@pytest.mark.parametrize("text", STARS.values(), ids=STARS)
def test_names_that_are_taken_all_together_lead_to_their_values(tmp_path: Path, text: str) -> None:
    modules = {
        "base.py": "PROJECT = '1bad'\nOTHER = open('x')\n\ndef unused():\n    PROJECT = 'p'\n",
        "middle.py": "from base import *\n\nclass Other: ...\n",
        "listed.py": "from base import *\n\n__all__ = ['PROJECT']\n",
        "main.py": text
        + "from alibabacloud_imm20200930 import models\n\nmodels.GetProjectRequest(project_name=PROJECT)\n",
    }
    for name, code in modules.items():
        (tmp_path / name).write_text(code, encoding="utf-8")
    assert [(Path(f.path).name, f.code, f.line) for f in lint_paths(tmp_path)] == [("main.py", "IMM104", 4)]


def test_what_is_not_listed_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "listed.py").write_text(
        "PROJECT = '1bad'\n__all__ = ['OTHER']\nOTHER = 1\n", encoding="utf-8"
    )
    code = (
        "from listed import *\nfrom alibabacloud_imm20200930 import models\n\n"
        "models.GetProjectRequest(project_name=PROJECT)\n"
    )
    (tmp_path / "main.py").write_text(code, encoding="utf-8")
    assert not lint_paths(tmp_path)


def test_of_another_module_only_what_bears_on_a_name_is_walked(tmp_path: Path) -> None:
    modules = {
        "settings.py": "import names\n\ndef other():\n    return names.make()\n\n"
        "STAGE = 'x'\nPROJECT = f'1bad-{STAGE}'\n",
        "names.py": "def make():\n    return 'p'\n",
        "main.py": "from settings import PROJECT\nfrom alibabacloud_imm20200930 import models\n\n"
        "models.GetProjectRequest(project_name=PROJECT)\n",
    }
    for name, code in modules.items():
        (tmp_path / name).write_text(code, encoding="utf-8")
    neighbours = Neighbours(str(tmp_path / name) for name in modules)
    source = Source(str(tmp_path / "main.py"), modules["main.py"].encode())
    document = read(source, neighbours=neighbours)
    depending = dependent(document) if document is not None else None
    assert depending is not None
    assert depending.asked is not None
    # The settings, without what their function asks for, and nothing else.
    starts = [modules["settings.py"].index(line) for line in ("STAGE", "PROJECT")]
    assert walks_of(depending.asked).parts == [(str(tmp_path / "settings.py"), *starts)]


@pytest.mark.parametrize(("count", "found"), [(10, ["IMM104"]), (30_000, [])])
def test_a_value_that_costs_too_much_is_not_known(tmp_path: Path, count: int, found: list[str]) -> None:
    table = f"PROJECT = '1bad'\nTABLE = [{'0, ' * count}PROJECT]\n"
    (tmp_path / "settings.py").write_text(table, encoding="utf-8")
    code = "from settings import TABLE\nfrom alibabacloud_imm20200930 import models\n\n"
    code += "models.GetProjectRequest(project_name=TABLE[-1])\n"
    (tmp_path / "main.py").write_text(code, encoding="utf-8")
    assert [f.code for f in lint_paths(tmp_path)] == found


#: Where a module is run from, what it is called there, and how it imports a name from one beside it.
WITHIN = [
    (folder, path, text)
    for folder, path in (
        ("", "."),
        ("pkg", "."),
        ("pkg", "inner"),
        ("pkg/inner", "."),
        ("pkg/inner", "app.py"),
        ("pkg/inner", "../inner"),
        ("other", "../pkg"),
    )
    for text in (
        "from .names import NAME",
        "from ..in_names import NAME",
        "from pkg.inner.names import NAME",
        "from pkg import in_names\nNAME = in_names.NAME",
    )
]


@pytest.mark.parametrize(("folder", "path", "text"), WITHIN)
def test_from_within_a_package_its_names_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, path: str, text: str
) -> None:
    code = (
        f"{text}\nfrom alibabacloud_imm20200930 import models\nmodels.GetProjectRequest(project_name=NAME)\n"
    )
    modules = {
        "pkg/__init__.py": "",
        "pkg/inner/__init__.py": "",
        "pkg/in_names.py": "NAME = '1'\n",
        "pkg/names.py": "NAME = 'p'\n",
        "pkg/inner/names.py": "NAME = '1'\n",
        "pkg/inner/app.py": code,
    }
    for name, written in modules.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(written, encoding="utf-8")
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / folder)
    found = lint_paths(path)
    assert [(Path(f.path).name, f.code) for f in found] == [("app.py", "IMM104")]


@pytest.mark.parametrize(
    ("inner", "text", "is_found"),
    [
        ("names.py", "from .names import NAME", True),
        ("names.py", "from . import names\nNAME = names.NAME", True),
        ("names.py", "from ..names import NAME", False),
        ("names.py", "from .. import names\nNAME = names.NAME", False),
        ("names.py", "from ...names import NAME", False),
        ("other.py", "from .names import NAME", False),
    ],
)
@pytest.mark.parametrize("is_package", [True, False])
@pytest.mark.parametrize("is_alone", [True, False])
def test_dots_lead_to_one_folder_alone(
    tmp_path: Path, inner: str, text: str, is_found: bool, is_package: bool, is_alone: bool
) -> None:
    (tmp_path / "outer/inner").mkdir(parents=True)
    (tmp_path / "outer/names.py").write_text("NAME = 'p'\n" if inner == "names.py" else "NAME = '1'\n")
    (tmp_path / "outer/inner" / inner).write_text("NAME = '1'\n")
    if is_package:
        (tmp_path / "outer/inner/__init__.py").touch()
    module = tmp_path / "outer/inner/app.py"
    module.write_text(
        f"{text}\nfrom alibabacloud_imm20200930 import models\nmodels.GetProjectRequest(project_name=NAME)\n"
    )
    found = lint_paths(module if is_alone else tmp_path)
    assert [f.code for f in found] == ["IMM104"] * is_found


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_among_modules_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    code = "from pipe import NAME\nfrom alibabacloud_imm20200930 import models\n"
    (tmp_path / "main.py").write_text(f"{code}models.GetProjectRequest(project_name='1')\n")
    assert [f.code for f in lint_paths(tmp_path / "main.py")] == ["IMM104"]
    assert [f.code for f in lint_paths(tmp_path)] == ["IMM104", "LNT905"]


_FOLDERS = ("", "a/", "a/b/", "c/", "c/a/")
_FILES = tuple(f"{folder}{name}.py" for folder in _FOLDERS for name in ("a", "b", "d", "__init__"))


def _found(path: str, dotted: str, run: set[str], there: set[str]) -> str | None:
    """Return what a name leads to: in the run from any folder above, beside it within packages only."""
    names = [f"{dotted.replace('.', '/')}.py", f"{dotted.replace('.', '/')}/__init__.py"]
    above = [path.rpartition("/")[0]]
    while above[-1]:
        above.append(above[-1].rpartition("/")[0])
    for folder in above:
        for name in names:
            if (inside := f"{folder}/{name}".removeprefix("/")) in run:
                return inside
    for folder in above:
        for name in names:
            if (inside := f"{folder}/{name}".removeprefix("/")) in there:
                return inside
        if f"{folder}/__init__.py" not in there:
            return None
    return None


@settings(max_examples=100, deadline=None)
@given(
    there=st.sets(st.sampled_from(_FILES[:3] + _FILES[4:]), min_size=1),
    part=st.data(),
    names=st.lists(
        st.sampled_from(["a", "b", "d", "a.b", "a.d", "c.a", "c.a.d", "d.x", "e", "e.a"]), max_size=12
    ),
)
def test_what_was_found_before_is_not_what_is_found_next(
    there: set[str], part: st.DataObject, names: list[str]
) -> None:
    run = part.draw(st.sets(st.sampled_from(sorted(there)), min_size=1))
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for path in there:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).touch()
        neighbours = Neighbours(sorted(run))
        for path in sorted(run):
            for dotted in names:
                assert neighbours.find(path, dotted) == _found(path, dotted, run, there), (path, dotted)


def test_words_are_found_whenever_they_are_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (
        ("pkg/__init__.py", ""),
        ("pkg/client.py", "import os, sys\n"),
        ("pkg/a.py", "from . import client\n"),
        ("pkg/b.py", "from .a import x\nimport json\n"),
        ("main.py", "import pkg.b\n"),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = [str(path) for path in sorted(tmp_path.rglob("*.py"))]
    for waiting in (0, 1, 5, 1000):
        monkeypatch.setattr("immlint.document.imports._WAITING", waiting)
        for module, importing in (("client", ["a"]), ("a", ["b"]), ("b", ["main"])):
            found = Neighbours(paths).importing(paths, [str(tmp_path / f"pkg/{module}.py")])
            assert [Path(path).stem for path in found] == importing
