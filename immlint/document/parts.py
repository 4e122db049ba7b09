"""What stands inside of other texts to documents: by the notation that it is said to be in, or by content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from immlint.document import sniff
from immlint.document.composite import Part
from immlint.document.contract import Document
from immlint.document.excerpt import Excerpt
from immlint.document.sniff import Claim
from immlint.source import Source

Notation = Literal["JSON", "JSON Lines", "YAML", "Python"]
#: A comment or a lone statement that stands for what a sample leaves out: nobody knows what else it holds.
_ELIDED = re.compile(
    r"^\s*(?:\.\.\.|…)|(?:^|[\s,;{\[])(?://|#|/\*)[^\r\n]*(?:\.\.\.|…|省略|\bomitted\b)", re.M | re.I
)
#: A text that stands for one: as a name that nobody defines, it is unknown and of the same length.
_LEFT_OUT = re.compile(r"""(?<![\w"'])(["'])(?:\.\.\.|…)\1(?!["'])""")


def part(
    excerpt: Excerpt,
    notation: Notation | None = None,
    *,
    is_sample: bool = False,
    kind: str | None = None,
    holes: Mapping[int, int] | None = None,
    is_doubtful: bool = False,
) -> Part | None:
    """Return what an excerpt holds, if it is ours.

    *notation* and *kind* are told by what stands around it. *holes* are what is filled in later, which may be
    any value: the ends, by the beginnings. *is_doubtful* tells that it may be a program that looks like data.
    """
    source = Source.of("", excerpt.text)
    if is_sample and is_elided(excerpt.text):
        return None
    for each in _guessed(source) if notation is None else (notation,):
        claim = (sniff.code if each == "Python" else sniff.data)(source, kind, False)
        if claim is None:
            continue
        claim = claim._replace(sample=is_sample, computed=bool(holes))
        # What is filled in may make right what cannot be read, and what is only guessed may be anything.
        if holes or is_doubtful or (notation is None and each != "JSON"):
            claim = claim._replace(about=None)
        document = _read(source, claim, each, holes or {})
        if document.subjects or document.ambiguous:
            return Part(excerpt, document, is_sample)
    return None


def is_elided(text: str) -> bool:
    """Tell whether a sample leaves out what nobody knows."""
    return _ELIDED.search(text) is not None


def _guessed(source: Source) -> Iterator[Notation]:
    """Yield what a text may be written in that nothing tells of."""
    if source.text.lstrip()[:1] in ("{", "["):
        yield "JSON"
    elif sniff.code(source, None, False) is not None:
        yield "Python"
    else:
        yield "YAML"


def _read(source: Source, claim: Claim, notation: Notation, holes: Mapping[int, int]) -> Document:
    if notation == "YAML":
        from immlint.document.yaml.document import YamlDocument

        return YamlDocument(source, claim)
    if notation != "Python":
        from immlint.document.json.document import JsonDocument

        return JsonDocument(source, claim, lines=notation == "JSON Lines", holes=holes)
    from immlint.document.python import PythonDocument

    if claim.sample:
        source = Source.of("", _LEFT_OUT.sub(lambda text: "_" * len(text[0]), source.text))
    return PythonDocument(source, claim)
