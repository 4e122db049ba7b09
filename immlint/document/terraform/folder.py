"""A configuration among the other files of its folder, which give its names their values."""

from __future__ import annotations

from collections.abc import Iterator

from immlint.document.composite import Composite, Part
from immlint.document.neighbours import Neighbours, read
from immlint.document.terraform.document import terraform
from immlint.document.terraform.json_syntax import as_hcl
from immlint.document.terraform.syntax import Syntax
from immlint.source import Source

SUFFIXES = (".tf", ".tofu")
IN_JSON = (".tf.json", ".tofu.json")


def configuration(source: Source, neighbours: Neighbours | None) -> Composite:
    """Return what is in a file, with what the others of its folder say."""
    hcl = as_hcl(source.text) if source.path.endswith(IN_JSON) else None
    if hcl is not None:
        inner = _read(Source.of(source.path, hcl.text), neighbours)
        return Composite(source, [Part(hcl, inner)])
    return _read(source, neighbours)


def _read(source: Source, neighbours: Neighbours | None) -> Composite:
    if neighbours is None:
        return terraform(source)
    known = neighbours

    def around() -> Iterator[Syntax]:
        for path in known.beside(source.path, (*SUFFIXES, *IN_JSON, ".tfvars")):
            if path not in known.syntax:
                known.syntax[path] = _syntax(path)
            syntax = known.syntax[path]
            assert isinstance(syntax, Syntax)
            yield syntax

    def followed(path: str, kind: str, is_template: bool) -> None:
        known.follow(source.path, path, kind, is_template=is_template)

    return terraform(source, around, followed)


def _syntax(path: str) -> Syntax:
    """Return another file of the folder, as HCL; an empty one if it cannot be read."""
    source = read(path)
    text = source.text if source is not None else ""
    hcl = as_hcl(text) if path.endswith(IN_JSON) else None
    return Syntax(hcl.text if hcl is not None else text)
