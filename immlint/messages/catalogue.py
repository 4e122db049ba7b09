"""What is said in another language: the translated template, filled with the arguments of the English one.

A catalogue is read from gettext's own ``.po``: nothing has to be built of it, and nothing can be stale. All
strings of these files are written on one line or more, with the escapes that JSON has too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from immlint.message import Message, Term

_ENTRY = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n)+)', re.M)


class Catalogue:
    """Says texts in one language; what has no translation is said in English."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def __call__(self, text: str) -> str:
        """Return *text* in this language: a message, a term, or a constant."""
        if not isinstance(text, Message):
            return self._texts.get(text, text)
        template = self._texts.get(text.template)
        if template is None:
            template = text.template
        said = {
            name: self(value) if isinstance(value, Message | Term) else value
            for name, value in text.arguments.items()
        }
        return template.format_map(said)


def load(language: str) -> Catalogue:
    """Return the catalogue of a language: messages, command line and the pages of rules."""
    texts: dict[str, str] = {}
    for domain in ("messages", "pages"):
        texts |= parse((Path(__file__).parent / language / f"{domain}.po").read_text("utf-8"))
    return Catalogue(texts)


def parse(text: str) -> dict[str, str]:
    """Return the translations in the text of a ``.po`` file; those that are still missing are left out."""
    pairs = ((_joined(key), _joined(value)) for key, value in _ENTRY.findall(text))
    return {key: value for key, value in pairs if key and value}


def _joined(lines: str) -> str:
    return "".join(json.loads(line) for line in lines.splitlines())
