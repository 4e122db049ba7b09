"""Templates of ROS that hold Terraform: ``Transform: Aliyun::Terraform-v1.5``, with its files by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from posixpath import dirname
from typing import NamedTuple

from immlint.document.composite import Composite, Part
from immlint.document.contract import Document
from immlint.document.excerpt import Excerpt
from immlint.document.json.scan import Node as JsonNode
from immlint.document.json.scan import Scan, ScanError
from immlint.document.terraform.document import terraform
from immlint.document.terraform.folder import SUFFIXES
from immlint.document.terraform.syntax import Syntax
from immlint.document.written import escaped
from immlint.document.yaml.compose import MappingNode, Node, ScalarNode, compose
from immlint.document.yaml.document import LONGEST
from immlint.document.yaml.excerpt import excerpt_of
from immlint.document.yaml.spans import name_of, under
from immlint.source import Source

_FILES = "Workspace"


class _File(NamedTuple):
    """A file of the workspace: its path there, and its text."""

    path: str
    excerpt: Excerpt


def transformed(document: Document) -> Composite:
    """Return what is in a template, and in the configurations that it, and those of nested stacks, hold."""
    source = document.source
    text = source.text
    find = _of_json if text.lstrip().startswith("{") else _of_yaml
    whole = Part(Excerpt([(text, 0, len(text))]), document)
    parts = [part for files in (find(text) if len(text) <= LONGEST else ()) for part in _parts(files)]
    return Composite(source, [whole, *parts])


def _parts(files: Sequence[_File]) -> Iterator[Part]:
    read = [(file, Syntax(file.excerpt.text)) for file in files if file.path.endswith(SUFFIXES)]
    for file, _ in read:
        folder = dirname(file.path)
        around = [syntax for other, syntax in read if other is not file and dirname(other.path) == folder]
        inner = terraform(Source.of("", file.excerpt.text), partial(iter, around))
        yield Part(file.excerpt, inner)


def _of_yaml(text: str) -> Iterator[list[_File]]:
    """Yield the files of each workspace."""
    roots, _ = compose(text)
    for root in roots:
        for files in under(root, _is_workspace) if root is not None else ():
            found = ((name_of(name), file) for name, file in files.value if isinstance(file, ScalarNode))
            excerpts = ((name, excerpt_of(text, file)) for name, file in found)
            yield [_File(name, excerpt) for name, excerpt in excerpts if excerpt is not None]


def _is_workspace(name: str, value: Node) -> bool:
    return name == _FILES and isinstance(value, MappingNode)


def _of_json(text: str) -> Iterator[list[_File]]:
    try:
        stack = [Scan(text).read()]
    except ScanError:
        return
    while stack:
        for key, value in stack.pop().members or ():
            if key.value == _FILES:
                files = [
                    (name.value, file) for name, file in value.members or () if isinstance(file.value, str)
                ]
                yield [_File(name, Excerpt(_characters(text, file), _written)) for name, file in files]
            else:
                stack += [value, *(value.items or ())]


def _characters(text: str, node: JsonNode) -> Iterator[tuple[str, int, int]]:
    offsets = node.offsets(text)
    for index, char in enumerate(node.value):
        yield char, offsets[index], offsets[index + 1]


def _written(text: str) -> str:
    return escaped(text, 1)
