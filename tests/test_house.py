"""The arrows between the floors of the house, and the files that must say the same."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import immlint

ROOT = Path(__file__).parents[1]
#: What each floor may know. A floor is a module or package of ``immlint``, named without that; a module
#: belongs to the longest name that it begins with. From outside, a package stands for all of its floors.
_KNOWS = {
    "record": "",
    "derived": "",
    "needles": "",
    "bloom": "",
    "outcome": "document finding input source",
    "finding": "message",
    "source": "message needles",
    "language": "",
    "cloud": "",
    "config": "input message near",
    "near": "",
    "message": "",
    "messages": "message",
    "cells": "",
    "visible": "",
    "save": "",
    "state": "",
    "cache": "config document finding input language message outcome save source state subject",
    "site": "",
    "rules.catalog": "",
    "rules.services": "",
    "document.comments": "source",
    "document.imports": "",
    "document.disk": "document.imports state",
    "document.neighbours": "document.disk document.imports document.sniff source",
    "document.asked": "document.neighbours source",
    "input": "message source",
    "report": "cells finding message source visible",
    "subject.value": "language",
    "catalog": "catalog.row catalog.services rules.catalog",
    "catalog.names": "language",
    "catalog.row": "",
    "catalog.services": "catalog.row near rules.services",
    "subject.place": "",
    "document.brackets": "source",
    "document.sniff": "catalog cloud source subject",
    "subject": "subject.place subject.value",
    "document.template": "message document.sniff subject",
    "document.encoding": "message document.sniff source subject",
    "catalog.filled": "language subject",
    "catalog.check": "catalog catalog.filled near subject",
    "catalog.payload": "catalog catalog.filled language subject",
    "catalog.plain_object": "catalog catalog.check catalog.names subject",
    "ram": "cloud derived language message subject",
    "ram.decide": "message language ram subject",
    "ram.prove": "finding language ram ram.decide repair subject",
    "document.lookalike": "message",
    "document.written": "subject",
    "document.json.clean": "",
    "document.json.scan": "message document.json.clean document.lookalike document.template source subject",
    "document.recognise": (
        "message catalog cloud document.json.clean document.json.scan document.sniff subject near"
    ),
    "document.yaml": (
        "message document.brackets document.comments document.contract document.encoding document.excerpt "
        "document.json.scan document.lookalike document.recognise document.sniff document.template "
        "document.written source subject"
    ),
    "document.python.syntax": "message",
    "document.python.domain": "document.python.syntax language subject",
    "document.python.context": "document.python.domain",
    "document.python.journal": (
        "catalog document.python.context document.python.domain document.python.syntax subject"
    ),
    "document.python.library": (
        "catalog cloud document.json.scan document.python.context document.python.domain "
        "document.python.journal document.recognise document.shell.client document.shell.split "
        "document.shell.words near subject"
    ),
    "document.python.interpret": (
        "catalog document.imports document.python.context document.python.domain document.python.journal "
        "document.python.library document.python.syntax subject"
    ),
    "document.python": (
        "catalog document.asked document.brackets document.comments document.json.scan document.neighbours "
        "document.python.domain document.python.interpret document.python.library "
        "document.python.syntax document.sniff "
        "document.written source subject"
    ),
    "document.json": (
        "message document.again document.brackets document.contract document.encoding document.json.clean "
        "document.json.scan document.recognise document.sniff document.template document.written source "
        "subject"
    ),
    "document.again": "",
    "document.contract": "document.asked document.comments source subject",
    "document.excerpt": "source",
    "document.composite": "document.comments document.contract document.excerpt source subject",
    "document.parts": (
        "document.composite document.contract document.excerpt document.json document.python document.sniff "
        "document.yaml source"
    ),
    "document.markdown": (
        "document.composite document.excerpt document.parts document.shell document.shell.scripts "
        "document.sniff document.terraform document.terraform.syntax source"
    ),
    "document.shell.words": "document.excerpt",
    "document.shell.split": "document.shell.words",
    "document.shell.client": "catalog",
    "document.shell.scripts": "document.excerpt document.json.scan document.shell.split",
    "document.shell": (
        "catalog document.comments document.composite document.excerpt document.json.scan document.parts "
        "document.shell.client document.shell.split document.shell.words document.written source subject"
    ),
    "document.transformed": (
        "document.composite document.contract document.excerpt document.json.scan document.terraform "
        "document.terraform.syntax document.written document.yaml source"
    ),
    "document.terraform.syntax": "source",
    "document.terraform.texts": "document.terraform.syntax document.written",
    "document.terraform": (
        "document.brackets document.comments document.composite document.excerpt document.json.scan "
        "document.neighbours document.parts document.recognise document.sniff document.terraform.syntax "
        "document.terraform.texts document.written source subject"
    ),
    "document.workflow": (
        "document.composite document.excerpt document.shell document.sniff document.yaml source"
    ),
    "document.notebook": (
        "document.composite document.excerpt document.json.scan document.markdown document.neighbours "
        "document.python document.shell document.sniff document.written source"
    ),
    "document.reader": (
        "message document.contract document.json document.markdown document.neighbours document.notebook "
        "document.python document.shell document.sniff document.terraform document.terraform.syntax "
        "document.transformed document.workflow document.yaml "
        "source subject"
    ),
    "files": "config document input",
    "document": "document.contract document.reader",
    "precondition": "derived facts ram subject",
    "questions": "derived facts rule",
    "repair": "finding message subject",
    "issue": "document finding message repair subject",
    "facts": "catalog subject",
    "member": "document subject",
    "rule": "facts finding issue member site",
    "sift": "cache document input",
    "crew": "message",
    "project": "cache message config document input member ram sift source subject",
    "page": "cells message rule",
    "example": "config input outcome project registry rule run source",
    "registry": "message rule near",
    "access": "message catalog language near ram ram.decide subject",
    "access.need": "message access catalog document subject",
    "access.held": "message access catalog issue member ram ram.decide subject",
    "select": "message config finding registry",
    "rules": (
        "access bloom catalog finding language message near precondition ram registry repair rule subject"
    ),
    "edit": "document finding repair",
    "fingerprint": "document finding source subject",
    "engine": (
        "message document edit facts finding fingerprint issue member questions registry repair rule select "
        "source subject"
    ),
    "refusal": (
        "message access catalog document engine facts finding ram ram.decide registry rules select source"
    ),
    "run": (
        "outcome cache refusal catalog config document engine facts fingerprint input message near project "
        "registry "
        "finding select source suppress"
    ),
    "fix": "message document finding ram ram.prove source subject",
    "baseline": "message config finding fingerprint input save",
    "suppress": "message config document engine finding input member near registry select source subject",
    "custom": (
        "access catalog catalog.payload config document facts finding input issue language message near "
        "precondition ram ram.decide registry rule source subject"
    ),
    "schema": "catalog catalog.check config custom finding ram site",
    "linter": (
        "config custom document finding fingerprint input message project rules run select source subject"
    ),
    "arrow": "finding linter",
    "__init__": "config custom files finding linter rules run",
    "server.completion": (
        "access catalog cloud document.recognise document.sniff document.yaml message ram source subject"
    ),
    "server": (
        "outcome "
        "__init__ baseline config custom document engine example files finding fix input message page "
        "project registry report rules run server.completion source suppress"
    ),
    "cli": (
        "needles outcome "
        "__init__ access cache cells crew message messages baseline catalog config custom document "
        "example files finding fix input page project ram ram.decide refusal "
        "registry report rule rules run save schema select server source subject suppress near visible"
    ),
    "__main__": "message __init__ cli messages near",
}
HOUSE = {name: set(known.split()) for name, known in _KNOWS.items()}
#: What classes are made with, on all floors.
EVERYWHERE = {"record"}
#: Public doors hand out what stands above them: what they import is nobody's floor.
DOORS = ("ram",)


def modules() -> dict[str, Path]:
    """Every module of the machine and of the rules, by its dotted name without ``immlint``."""
    found: dict[str, Path] = {}
    for folder, prefix in ((ROOT / "immlint", ""), (ROOT / "rules", "rules")):
        for path in sorted(folder.rglob("*.py")):
            parts = [prefix, *path.relative_to(folder).with_suffix("").parts]
            if len(parts) > 2 or parts[-1] != "__init__" or prefix:
                parts = parts[:-1] if parts[-1] == "__init__" else parts
            found[".".join(filter(None, parts))] = path
    return found


MODULES = modules()


def imports(name: str) -> set[str]:
    """The modules that a module imports, wherever it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{name} imports by dots"
            # What is imported from a package may be a module of it.
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return (
        {_module(n.partition(".")[2]) for n in found if n.partition(".")[0] == "immlint"}
        - {name}
        - EVERYWHERE
    )


def _module(name: str) -> str:
    while name and name not in MODULES:
        name = name.rpartition(".")[0]
    return name or "__init__"


@cache
def floor(name: str) -> str:
    return max((f for f in HOUSE if f == name or name.startswith(f"{f}.")), key=len, default="")


def arrows() -> dict[tuple[str, str], list[str]]:
    """From one floor to another, with the modules that go there."""
    found: dict[tuple[str, str], list[str]] = {}
    for name in MODULES:
        for target in () if name in DOORS else imports(name):
            if floor(target) != floor(name):
                found.setdefault((floor(name), floor(target)), []).append(f"{name} -> {target}")
    return found


def allowances(one: str, other: str) -> list[str]:
    """What in the table lets *one* know *other*."""
    return [
        name
        for name in HOUSE[one]
        if name == other or (other.startswith(f"{name}.") and not one.startswith(f"{name}."))
    ]


def test_every_module_has_a_floor() -> None:
    assert [name for name in MODULES if not floor(name)] == []
    assert HOUSE.keys() == {floor(name) for name in MODULES}


def test_arrows_run_one_way() -> None:
    found = arrows()
    assert not {arrow: who for arrow, who in found.items() if not any(allowances(*arrow))}
    known: dict[str, set[str]] = {}
    for one, other in found:
        known.setdefault(one, set()).add(other)
    # Raises CycleError for a circle.
    assert list(TopologicalSorter(known).static_order())


def test_no_allowance_is_unused() -> None:
    used = {(one, name) for one, other in arrows() for name in allowances(one, other)}
    assert {(one, name) for one, names in HOUSE.items() for name in names} - used == set()


def test_no_hint_is_given_as_an_empty_text() -> None:
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "issue":
                empty = [a for a in node.args if isinstance(a, ast.Constant) and a.value == ""]
                assert not empty, f"{name}:{node.lineno}"


def test_what_is_said_to_contributors_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = {name for name in re.findall(r"`([\w./-]+)", text) if "/" in name}
    assert len(named) > 20
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_each_parser_is_known_to_one_module() -> None:
    for parser, home in {
        "ruamel": "compose.py",
        "jsonschema": "schema.py",
        "pathspec": "gitignore.py",
        "pyarrow": "arrow.py",
    }.items():
        users = [
            path.name
            for folder in ("immlint", "rules")
            for path in (ROOT / folder).rglob("*.py")
            if re.search(rf"^\s*(from|import) {parser}\b", path.read_text("utf-8"), re.M)
        ]
        assert set(users) <= {home}


def test_libcst_is_known_to_the_python_room_only() -> None:
    users = {
        path.parent.relative_to(ROOT).as_posix()
        for folder in ("immlint", "rules")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"^\s*(from|import) libcst\b", path.read_text("utf-8"), re.M)
    }
    assert users == {
        f"immlint/document/python{floor}" for floor in ("", "/domain", "/interpret", "/library", "/syntax")
    }


def test_the_protocol_of_editors_is_known_to_the_server_only() -> None:
    users = {
        path.parent.relative_to(ROOT).as_posix()
        for folder in ("immlint", "rules")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"^\s*(from|import) (pygls|lsprotocol)\b", path.read_text("utf-8"), re.M)
    }
    assert users == {"immlint/server"}


def test_caches_are_few() -> None:
    """What is worked out belongs to the object it is worked out of; a cache by arguments is the exception."""
    cached = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for folder in ("immlint", "rules")
        for path in (ROOT / folder).rglob("*.py")
        for match in re.finditer(r"^ *@(?:functools\.)?(?:lru_)?cache\b.*", path.read_text("utf-8"), re.M)
    ]
    assert len(cached) < 10, cached


def test_both_manifests_are_the_same() -> None:
    hidden = (ROOT / ".pre-commit-hooks.yaml").read_bytes()
    assert hidden == (ROOT / "pre-commit-hooks.yaml").read_bytes()
    assert not (ROOT / "pre-commit-hooks.yaml").is_symlink()


def test_importing_the_package_loads_no_third_party_parser() -> None:
    code = (
        "import sys, immlint, immlint.language\n"
        "print([m for m in ('click', 'libcst', 'jsonschema', 'pathspec', 'ruamel') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_package_is_installed() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    for path in (ROOT / "rules").iterdir():
        if (path / "__init__.py").exists():
            assert f'"immlint.rules.{path.name}"' in text
    for path in (ROOT / "immlint").rglob("__init__.py"):
        name = ".".join(path.parent.relative_to(ROOT).parts)
        assert f'"{name}"' in text


def test_version_names_the_date_of_the_data() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "immlint", "--version"], capture_output=True, text=True, check=True
    )
    meta = json.loads((ROOT / "rules/catalog/meta.json").read_text("utf-8"))
    dates = f"data of IMM {meta['date']}, of other services {meta['services']}"
    assert done.stdout == f"immlint {immlint.__version__} ({dates})\n"


#: Who may take a text apart at its colons: each kind of such texts has one home.
_COLONS = {
    "immlint/ram/arn.py": "ARNs",
    "immlint/ram/pattern.py": "actions",
    "immlint/ram/key.py": "condition keys",
    "immlint/ram/condition.py": "operators with a set prefix, and keys as canonical text",
    "immlint/config/model.py": "kinds of files",
    "immlint/document/sniff.py": "kinds of files, below the configuration",
    "immlint/run.py": "kinds of files, for their operation",
}


def test_texts_are_taken_apart_at_colons_in_their_own_rooms() -> None:
    found = set()
    for path in (p for top in ("immlint", "rules") for p in (ROOT / top).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                at = node.args[0]
                parts = node.func.attr in ("split", "rsplit", "partition", "rpartition")
                if parts and isinstance(at, ast.Constant) and at.value == ":":
                    found.add(path.relative_to(ROOT).as_posix())
    assert found == set(_COLONS)
