"""A configuration among the other files of its folder, which give its names their values."""

from __future__ import annotations

from collections.abc import Iterator

from immlint.document.composite import Composite
from immlint.document.neighbours import Neighbours, read
from immlint.document.terraform.document import terraform
from immlint.document.terraform.syntax import Syntax
from immlint.source import Source

SUFFIXES = (".tf", ".tofu")


def configuration(source: Source, neighbours: Neighbours | None) -> Composite:
    """Return what is in a file, with what the others of its folder say."""
    if neighbours is None:
        return terraform(source)
    known = neighbours

    def around() -> Iterator[Syntax]:
        for path in known.beside(source.path, SUFFIXES):
            if path not in known.walked:
                other = read(path)
                known.walked[path] = Syntax(other.text if other is not None else "")
            syntax = known.walked[path]
            assert isinstance(syntax, Syntax)
            yield syntax

    def followed(path: str, kind: str, is_template: bool) -> None:
        known.follow(source.path, path, kind, is_template=is_template)

    return terraform(source, around, followed)
