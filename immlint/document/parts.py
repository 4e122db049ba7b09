"""What stands inside of other texts to documents: by the notation that it is said to be in, or by content."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


def part(excerpt: Excerpt, notation: Notation | None, *, is_sample: bool = False) -> Part | None:
    """Return what an excerpt holds, if it is ours; *notation* is told by what stands around it."""
    source = Source.of("", excerpt.text)
    if is_sample and _ELIDED.search(excerpt.text):
        return None
    for each in _guessed(source) if notation is None else (notation,):
        document = _read(source, each, is_sample=is_sample)
        if document is not None and (document.subjects or document.ambiguous):
            return Part(excerpt, document, is_sample)
    return None


def _guessed(source: Source) -> Iterator[Notation]:
    """Yield what a text may be written in that nothing tells of."""
    if source.text.lstrip()[:1] in ("{", "["):
        yield "JSON"
    elif sniff.code(source, None, False) is not None:
        yield "Python"
    else:
        yield "YAML"


def _read(source: Source, notation: Notation, *, is_sample: bool) -> Document | None:
    tell = sniff.code if notation == "Python" else sniff.data
    claim = tell(source, None, False)
    if claim is None:
        return None
    claim = claim._replace(sample=is_sample)
    if notation != "Python":
        return _data(source, claim, notation)
    if is_sample:
        source = Source.of("", _LEFT_OUT.sub(lambda text: "_" * len(text[0]), source.text))
    return _python(source, claim)


def _data(source: Source, claim: Claim, notation: Notation) -> Document:
    if notation == "YAML":
        from immlint.document.yaml.document import YamlDocument

        return YamlDocument(source, claim)
    from immlint.document.json.document import JsonDocument

    return JsonDocument(source, claim, lines=notation == "JSON Lines")


def _python(source: Source, claim: Claim) -> Document:
    from immlint.document.python import PythonDocument

    return PythonDocument(source, claim)
