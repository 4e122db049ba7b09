"""Which files a run finds: what a walk over folders by the system's own means finds, too."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from immlint.document.reader import HIDDEN, NAMES, SUFFIXES
from immlint.files import find

NAMED = (
    "a.json",
    "b.py",
    "c.txt",
    "Makefile",
    ".d.json",
    "lost.json",
    "other.json",
    "venv",
    "dir",
    ".github",
)
LINKS = ("a.json", "../a.json", "b.py", "nowhere", "dir", "..", "lost.json")
PLACES = st.lists(st.sampled_from(NAMED), min_size=1, max_size=3).map("/".join)
ENTRIES = st.dictionaries(PLACES, st.none() | st.sampled_from(LINKS), min_size=1, max_size=12)
ROOTS = st.lists(
    st.sampled_from((".", "dir", "./dir", "dir/..", "a.json", "dir/b.py")), min_size=1, max_size=3
)


def expected(roots: list[str]) -> list[tuple[str, bool]]:
    """Return what is found, each file once: by the path that is named, else by one that is no link."""
    seen: dict[str, tuple[str, bool]] = {}
    for path, named in (each for root in roots for each in below(root)):
        key = os.path.realpath(path)
        known = seen.get(key)
        if known is not None:
            is_better = os.path.islink(known[0]) and not os.path.islink(path)
            if not (named if named != known[1] else not named and is_better):
                continue
            del seen[key]
        seen[key] = (path, named)
    return [*seen.values()]


def below(root: str) -> Iterator[tuple[str, bool]]:
    if not os.path.isdir(root):
        yield root, True
    for folder, folders, names in os.walk(root):
        hidden = {name for name in folders if name.startswith(".") and name not in HIDDEN}
        folders[:] = sorted(set(folders) - hidden - {"venv"})
        for name in sorted(names):
            path = os.path.normpath(os.path.join(folder, name))
            is_meant = name.endswith(SUFFIXES) or name.startswith(NAMES)
            if is_meant and leads_somewhere(path):
                yield path, False


def leads_somewhere(path: str) -> bool:
    try:
        return bool(os.stat(path))
    except OSError as error:
        return not isinstance(error, FileNotFoundError)


@given(entries=ENTRIES, roots=ROOTS)
def test_all_files_below_are_found_once(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[str, str | None], roots: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("tree")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, target in entries.items():
            path = Path(name)
            if any(each.is_symlink() or each.is_file() for each in (path, *path.parents)) or path.exists():
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            if target is None:
                path.touch()
            else:
                path.symlink_to(target)
        roots = [root for root in roots if os.path.lexists(root)]
        assert [(item.path, item.named) for item in find(roots)] == expected(roots)
    shutil.rmtree(folder)
