"""Markdown as a document: what its fenced blocks hold, all of it samples."""

from __future__ import annotations

import re
from collections.abc import Iterator

from immlint.document import sniff
from immlint.document.composite import Composite, Part
from immlint.document.excerpt import Excerpt
from immlint.document.markdown.fences import fences
from immlint.document.parts import Notation, part
from immlint.source import Source

#: By the label of a fence. What has another one is foreign; what has none is told by its content.
NOTATIONS: dict[str, Notation] = {
    "json": "JSON",
    "jsonc": "JSON",
    "json5": "JSON",
    "jsonl": "JSON Lines",
    "ndjson": "JSON Lines",
    "yaml": "YAML",
    "yml": "YAML",
    "python": "Python",
    "python3": "Python",
    "py": "Python",
}
CONFIGURATIONS = ("terraform", "tf", "hcl", "opentofu", "tofu")
#: A resource of Terraform, in a block without a label.
_RESOURCE = re.compile(r'^\s*(?:resource|data)\s+"alicloud_\w+"\s+"', re.M)
SHELLS = ("sh", "bash", "shell", "zsh", "console", "shellsession", "shell-session")


def markdown(source: Source) -> Composite:
    """Return what is in the fenced blocks of a text."""
    return Composite(source, _parts(source.text))


def _parts(text: str) -> Iterator[Part]:
    for label, excerpt in fences(text):
        commands = (
            sniff.commands(Source.of("", excerpt.text), None, False) if label not in NOTATIONS else None
        )
        # What begins with a brace is data, whatever else it names.
        if commands and (label in SHELLS or (label is None and excerpt.text.lstrip()[:1] not in ("{", "["))):
            yield from _commands(excerpt)
        if label in CONFIGURATIONS or (label is None and _RESOURCE.search(excerpt.text)):
            yield from _configuration(excerpt)
        elif label is None or label in NOTATIONS:
            found = part(excerpt, NOTATIONS[label] if label is not None else None, is_sample=True)
            if found is not None:
                yield found


def _configuration(excerpt: Excerpt) -> Iterator[Part]:
    source = Source.of("", excerpt.text)
    if sniff.terraform(source, None, False) is not None:
        from immlint.document.terraform.document import terraform
        from immlint.document.terraform.syntax import is_installed

        if is_installed():
            yield Part(excerpt, terraform(source, is_sample=True), is_sample=True)


def _commands(excerpt: Excerpt) -> Iterator[Part]:
    from immlint.document.shell.document import scripts
    from immlint.document.shell.scripts import session

    source = Source.of("", excerpt.text)
    yield Part(excerpt, scripts(source, session(excerpt.text)), is_sample=True)
