"""Realistic files, all right, each with the token that makes it wrong when it is another."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import immlint
from immlint.config import Config
from immlint.finding import Finding

FOLDER = Path(__file__).parent


class Twin(NamedTuple):
    """A file, the token that is put in place of another, and the code of what is found then."""

    file: str
    right: str
    wrong: str
    code: str

    def texts(self, kind: str) -> tuple[str, str]:
        """Return the right text and the wrong one, which differ in just that token."""
        text = (FOLDER / kind / self.file).read_bytes().decode("utf-8")
        assert text.count(self.right) == 1, self
        return text, text.replace(self.right, self.wrong)


def found(text: str, filename: str) -> list[Finding]:
    """Return what is more than information."""
    return immlint.lint_text(text, filename=filename, config=Config(severity="warning"))


def check(kind: str, twin: Twin) -> Finding:
    """Hold a right file to silence and its wrong twin to one finding, which stands at the token."""
    right, wrong = twin.texts(kind)
    assert found(right, twin.file) == []
    (finding,) = found(wrong, twin.file)
    assert finding.code == twin.code
    start = wrong.index(twin.wrong, right.index(twin.right))
    assert finding.start <= start + len(twin.wrong)
    assert finding.end >= start
    return finding


def all_are_held(kind: str, twins: list[Twin]) -> bool:
    """Tell whether every file of a folder has a twin."""
    return {twin.file for twin in twins} == {
        path.relative_to(FOLDER / kind).as_posix() for path in (FOLDER / kind).rglob("*") if path.is_file()
    }
