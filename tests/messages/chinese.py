"""What of a Chinese text is English still."""

from __future__ import annotations

import re

HAN = re.compile(r"[\u4e00-\u9fff]")
#: Two words of English in a row, or one that joins others, outside of quotes and names.
ENGLISH = re.compile(
    r"(?<![\w\"'./:-])[a-z]{2,}(?: [a-z]+)+"
    r"|(?<![\w\"'./:*-])(?:to|most|least|and|or|one|none|a|an)(?![\w\"'./:-])"
)


def english_in(said: str) -> str | None:
    """Return the first English in a text, apart from names and code; all of one that has no Chinese."""
    if not HAN.search(said):
        return said or None
    found = ENGLISH.search(said)
    return found[0] if found else None
