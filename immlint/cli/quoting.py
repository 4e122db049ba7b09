"""Names of files on one line, as git writes them in patches and lists."""

from __future__ import annotations

import os
import re

# Control characters, what ends a line, what quotes, and bytes that are no text.
_QUOTED = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029"\\\\\ud800-\udfff]')
_SHORT = {"\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", '"': '"', "\\": "\\"}


def quoted(path: str) -> str:
    """Return a path as it is, or in quotes with escapes where a line could not hold it as it is."""
    return f'"{_QUOTED.sub(_escaped, path)}"' if _QUOTED.search(path) else path


def _escaped(found: re.Match[str]) -> str:
    short = _SHORT.get(found[0])
    return f"\\{short}" if short else "".join(f"\\{byte:03o}" for byte in os.fsencode(found[0]))
