"""The globs of a configuration: ``*`` stays in one folder, ``**`` crosses folders."""

from __future__ import annotations

import os
import re


def below(path: str, folder: str | None) -> str:
    """Return *path* as seen from *folder* if it is in there, else as it is."""
    if folder is not None:
        absolute = os.path.abspath(path)
        root = os.path.abspath(folder).rstrip(os.sep) + os.sep
        if absolute.startswith(root):
            return absolute.removeprefix(root)
    return os.path.normpath(path)


def matches(path: str, glob: str) -> bool:
    """Tell whether a glob names *path*: one without a slash in any folder, as in gitignore files."""
    text = path.replace(os.sep, "/") if "/" in glob else os.path.basename(path)
    return _pattern(glob.removeprefix("./")).fullmatch(text) is not None


def _pattern(glob: str) -> re.Pattern[str]:
    pieces = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]/]+\])", glob)
    # What splits stands at odd places: a bracket that is never closed is text.
    written = ((pieces.get(p) or _set(p)) if at % 2 else re.escape(p) for at, p in enumerate(parts))
    return re.compile("".join(written))


def _set(text: str) -> str:
    body = text[1:-1].replace("\\", "\\\\")
    written = f"[^{body[1:]}]" if body[0] in "!^" and len(body) > 1 else f"[{body}]"
    try:
        re.compile(written)
    except re.error:
        return re.escape(text)
    return written
