"""The arrows between the rooms, and the files that must say the same."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import immlint

ROOT = Path(__file__).parents[1]
#: What each room may know. A room is a module or package right below ``immlint``.
ALLOWED: dict[str, set[str]] = {
    "source": set(),
    "language": set(),
    "subject": {"language"},
    "finding": set(),
    "catalog": {"rules.catalog"},
    "obvious": set(),
    "near": set(),
    "schema": {"obvious", "catalog", "language", "subject", "rule"},
    "ram": {"language", "subject", "catalog", "finding"},
    "payload": {"catalog", "language", "subject"},
    "access": {"catalog", "language", "ram", "rule", "subject"},
    "rule": {"finding", "language", "subject", "catalog", "schema"},
    "registry": {"rule"},
    "select": {"finding", "registry"},
    "config": set(),
    "document": {"source", "subject", "language", "catalog"},
    "engine": {"document", "finding", "registry", "rule", "select", "source", "subject"},
    "run": {
        "ram",
        "catalog",
        "config",
        "document",
        "engine",
        "finding",
        "registry",
        "rule",
        "select",
        "source",
        "subject",
    },
    "files": {"config", "run"},
    "report": {"finding", "source"},
    "cli": {
        "access",
        "catalog",
        "config",
        "files",
        "finding",
        "ram",
        "registry",
        "report",
        "rule",
        "rules",
        "run",
        "source",
        "document",
        "subject",
    },
    "__init__": {"config", "files", "finding", "registry", "rules", "run", "source"},
    "__main__": {"cli", "rules.catalog", "__init__"},
    "rules": {
        "access",
        "near",
        "payload",
        "catalog",
        "finding",
        "language",
        "ram",
        "registry",
        "rule",
        "subject",
        "schema",
    },
}


def rooms() -> list[tuple[str, Path]]:
    found = [(path.stem, path) for path in (ROOT / "immlint").glob("*.py")]
    for package in ("cli", "document", "language", "ram", "report", "subject"):
        found += [(package, path) for path in (ROOT / "immlint" / package).rglob("*.py")]
    found += [("rules", path) for path in (ROOT / "rules").rglob("*.py")]
    return found


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            if node.module == "immlint":
                names |= {f"immlint.{alias.name}" for alias in node.names}
            else:
                names.add(node.module)
    return {n.removeprefix("immlint.") for n in names if n.startswith("immlint.")}


@pytest.mark.parametrize(("room", "path"), rooms(), ids=lambda v: str(v).removeprefix(str(ROOT)))
def test_arrows_run_one_way(room: str, path: Path) -> None:
    for name in imports(path):
        if name in ("__version__", "lint_text", "lint_paths"):
            continue
        target = name if name.startswith("rules.catalog") else name.split(".")[0]
        if room == target or (room == "rules" and name.startswith("rules")):
            continue
        assert target in ALLOWED[room], f"{path.name} must not know {name}"


def test_each_parser_is_known_to_one_module() -> None:
    for parser, home in {"ruamel": "yaml.py", "jsonschema": "schema.py"}.items():
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
    assert users == {"immlint/document/python"}


def test_both_manifests_are_the_same() -> None:
    hidden = (ROOT / ".pre-commit-hooks.yaml").read_bytes()
    assert hidden == (ROOT / "pre-commit-hooks.yaml").read_bytes()
    assert not (ROOT / "pre-commit-hooks.yaml").is_symlink()


def test_importing_the_package_loads_no_third_party_parser() -> None:
    code = (
        "import sys, immlint, immlint.language\n"
        "print([m for m in ('click', 'libcst', 'jsonschema', 'ruamel') if m in sys.modules])"
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
    assert done.stdout == f"immlint {immlint.__version__} (IMM data of {meta['date']})\n"
