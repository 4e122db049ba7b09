"""Jupyter notebooks: the code cells of a Python kernel as one module, and what Markdown cells hold.

What cells give to a shell (``!command``, ``%%bash``) is a script by itself.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from typing import Any

from immlint.document import sniff
from immlint.document.composite import Composite, Part
from immlint.document.excerpt import Excerpt
from immlint.document.json.scan import Node, Scan, ScanError
from immlint.document.neighbours import Neighbours
from immlint.document.sniff import Claim
from immlint.document.written import escaped
from immlint.source import Source

#: Cell magics that run the rest of their cell as Python; all others take it for themselves.
_PYTHON = re.compile(r"\s*%%(?:time|timeit|capture|prun)\b")
#: What IPython takes from a line: a magic, a command for a shell or a question, in place of a statement.
_COMMAND = re.compile(
    r"^([ \t]*)((?:[!%](?:[^\r\n]*\\\r?\n)*|\?)[^\r\n]*|[\w.*%]+\?{1,2}(?=[ \t]*\r?$))", re.M
)
_ASSIGNED = re.compile(r"^([ \t]*[\w.,\[\]\"' \t]+=[ \t]*)([!%](?:[^\r\n]*\\\r?\n)*[^\r\n]*)", re.M)
#: Cell magics that give the rest of their cell to a shell.
_SCRIPT = re.compile(r"\s*%%(?:bash|sh|!|script[ \t]+(?:ba|z)?sh\b)[^\r\n]*\r?\n")
_FILLED = re.compile(r"\{[^{}\s\"':,]+\}")
_TARGET = re.compile(r"^\s*([A-Za-z_]\w*)[ \t]*(?::[^=\r\n]*)?=(?!=)", re.M)
_Pieces = list[tuple[str, int, int]]


def notebook(source: Source, neighbours: Neighbours | None) -> Composite:
    """Return what is in the cells of a notebook: nothing, if its kernel is none of Python."""
    try:
        root = Scan(source.text).read()
        cells = _member(root, "cells").items or []
    except (ScanError, LookupError):
        return Composite(source, ())
    return Composite(source, _parts(source, cells, neighbours) if _is_python(root.value) else ())


def _parts(source: Source, cells: list[Node], neighbours: Neighbours | None) -> Iterator[Part]:
    module: _Pieces = []
    for cell in cells:
        try:
            kind, pieces = _member(cell, "cell_type").value, _pieces(source.text, _member(cell, "source"))
        except LookupError:
            continue
        if kind == "code":
            module += _code(pieces)
            yield from _commands(pieces)
        elif kind == "markdown":
            yield from _markdown(Excerpt(pieces, _written))
    excerpt = Excerpt(module, _written)
    code = Source.of(source.path, excerpt.text)
    if sniff.code(code, None, False) is not None:
        from immlint.document.python import PythonDocument

        yield Part(excerpt, PythonDocument(code, Claim(None, None, False, None), neighbours))


def _markdown(excerpt: Excerpt) -> Iterator[Part]:
    source = Source.of("", excerpt.text)
    if sniff.prose(source, None, False) is not None:
        from immlint.document.markdown.document import markdown

        yield Part(excerpt, markdown(source))


def _commands(pieces: _Pieces) -> Iterator[Part]:
    """Yield what a cell gives to a shell."""
    text = "".join(piece for piece, _, _ in pieces)
    if "aliyun" not in text:
        return
    if _SCRIPT.match(text) is None:
        # IPython fills in what Python computes; a variable is as unknown.
        pieces = [*_cut(_FILLED.sub(lambda found: f"${'_' * (len(found[0]) - 1)}", text), pieces)]
    found: _Pieces = []
    for start, end in sorted(_given(text)):
        found += _between(pieces, start, end)
        found += [("\n", found[-1][2], found[-1][2])] if found else []
    excerpt = Excerpt(found, _written)
    source = Source.of("", excerpt.text)
    if sniff.commands(source, None, False) is not None:
        from immlint.document.shell.document import scripts

        yield Part(excerpt, scripts(source, None))


def _given(text: str) -> Iterator[tuple[int, int]]:
    """Yield where commands for a shell stand in a cell."""
    script = _SCRIPT.match(text)
    if script is not None:
        yield script.end(), len(text)
    elif not text.lstrip().startswith("%%") and not _parses(text):
        for pattern in (_ASSIGNED, _COMMAND):
            for match in pattern.finditer(text):
                marks = len(match[2]) - len(match[2].lstrip("!"))
                if marks:
                    yield match.start(2) + marks, match.end(2)


def _between(pieces: _Pieces, first: int, last: int) -> Iterator[tuple[str, int, int]]:
    """Yield what of the pieces stands between two places of their text."""
    at = 0
    for piece, start, end in pieces:
        begin, stop = max(first - at, 0), min(last - at, len(piece))
        if begin < stop:
            is_whole = stop - begin == len(piece)
            yield piece[begin:stop], start if is_whole else start + begin, end if is_whole else start + stop
        at += len(piece)


def _is_python(data: Any) -> bool:
    """Tell whether the kernel is one of Python: where nothing tells of another, it is."""
    metadata = data.get("metadata")
    for section, key in (("language_info", "name"), ("kernelspec", "language"), ("kernelspec", "name")):
        named = metadata.get(section) if isinstance(metadata, dict) else None
        name = named.get(key) if isinstance(named, dict) else None
        if isinstance(name, str):
            return "python" in name.lower()
    return True


def _member(node: Node, key: str) -> Node:
    """Return a member of an object. Raises LookupError."""
    if node.members is None:
        raise LookupError(key)
    return node.member(key)[1]


def _pieces(text: str, source: Node) -> _Pieces:
    """Return what a cell holds, written as a string or a list of them, piece by piece."""
    pieces: _Pieces = []
    for node in [source] if source.items is None else source.items:
        if not isinstance(node.value, str):
            continue
        if "\\" not in text[node.start : node.end]:
            pieces.append((node.value, node.start + 1, node.end - 1))
            continue
        offsets = node.offsets(text)
        pieces += [(char, offsets[i], offsets[i + 1]) for i, char in enumerate(node.value)]
    return pieces


def _written(text: str) -> str:
    return escaped(text, 1)


def _code(pieces: _Pieces) -> _Pieces:
    """Return the Python of a code cell, and a line end behind it."""
    text = "".join(piece for piece, _, _ in pieces)
    end = pieces[-1][2] if pieces else 0
    if text.lstrip().startswith("%%") and not _PYTHON.match(text):
        return []
    if not _parses(text):
        text = _ASSIGNED.sub(lambda found: found[1] + _blank(found[2], "_"), text)
        text = _COMMAND.sub(lambda found: found[1] + _blank(found[2], "0"), text)
        if not _parses(text):
            # What is set there is not known, whatever it was before.
            unknown = "".join(f"{name} = _\n" for name in dict.fromkeys(_TARGET.findall(text)))
            return [(unknown, end, end)] if _parses(unknown) else []
        pieces = [*_cut(text, pieces)]
    return [*pieces, ("\n", end, end)]


def _cut(text: str, pieces: _Pieces) -> Iterator[tuple[str, int, int]]:
    """Yield another text of the same length in the same pieces."""
    at = 0
    for piece, start, end in pieces:
        yield text[at : at + len(piece)], start, end
        at += len(piece)


def _blank(text: str, instead: str) -> str:
    """Return *instead* in place of a text, as long and with as many lines."""
    return instead + re.sub(r"[^\r\n]", " ", text[1:])


def _parses(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
