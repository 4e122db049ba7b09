"""Ignores for all that stands: comments where a text has them, else entries of a configuration."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from immlint.config import ConfigError, Settings
from immlint.config.glob import below
from immlint.document import Document
from immlint.document.comments import NONE, Comments
from immlint.finding import Finding
from immlint.message import Message
from immlint.source import Source

REASON = "existing, to be reviewed"
#: What tells of ignores, of rules that crash, and of files that cannot be read, is not ignored.
NEVER = ("LNT901", "LNT902", "LNT904", "LNT905")


def with_comments(
    document: Document, findings: Iterable[Finding], reread: Callable[[Source], Document | None]
) -> tuple[Source, list[Finding]]:
    """Return the text with a comment for each finding, and the findings for which there is no place.

    A line may end within a text or be joined with the next one: whether a comment is one is read back.
    """
    source, comments = document.source, document.comments()
    if comments is NONE:
        return source, list(findings)
    places = {finding.key(): (finding, _places(source, finding, comments)) for finding in findings}
    while True:
        by_line: dict[int, set[str]] = {}
        for finding, lines in places.values():
            if lines:
                by_line.setdefault(lines[0], set()).add(finding.code)
        made, starts = _inserted(source, by_line)
        after = reread(made)
        spans = after.comments().spans if after is not None else ()
        wrong = [line for line, at in starts.items() if not any(s.start <= at < s.end for s in spans)]
        if not wrong:
            return made, [finding for finding, lines in places.values() if not lines]
        # After the first that is none, nothing may be read as it is: the others keep their places.
        for _, lines in places.values():
            if lines and lines[0] == min(wrong):
                del lines[0]


def configured(findings: Mapping[str, Sequence[Finding]], settings: Settings, top: str) -> dict[str, bytes]:
    """Return the texts of configurations with entries for findings, which are given by the paths of files.

    Each is the one nearest to the file, or a new one: in *top*, or beside a file that is not in there.
    Raises :class:`~immlint.config.ConfigError`.
    """
    by_config: dict[str, list[dict[str, str | list[str]]]] = {}
    for path, found in findings.items():
        outside = os.path.relpath(path, top).startswith(os.pardir)
        new = os.path.join(os.path.dirname(path) if outside else top, "immlint.toml")
        config = settings.of(path).path or new
        added = _entries(path, os.path.dirname(os.path.abspath(config)), found)
        by_config.setdefault(config, []).extend(added)
    texts: dict[str, bytes] = {}
    for config, added in by_config.items():
        data = b""
        if os.path.exists(config):
            with open(config, "rb") as file:
                data = file.read()
        within = os.path.basename(config) == "pyproject.toml"
        texts[config] = _appended(config, data, added, within_tool=within)
    return texts


def _entries(path: str, root: str, findings: Sequence[Finding]) -> list[dict[str, str | list[str]]]:
    """Return the entries of a configuration in *root* that ignore findings of the file *path*."""
    seen = re.sub(r"[*?\[#\ud800-\udfff]", "?", below(path, root).replace("\\", "/"))
    glob = seen if "/" in seen else f"./{seen}"
    by_pointer: dict[str, set[str]] = {}
    for finding in findings:
        pointer = "" if re.search(r"[\ud800-\udfff]", finding.pointer) else finding.pointer
        by_pointer.setdefault(pointer, set()).add(finding.code)
    return [
        {"file": f"{glob}#{pointer}" if pointer else glob, "rules": sorted(codes), "reason": REASON}
        for pointer, codes in by_pointer.items()
    ]


def _appended(
    path: str, data: bytes, added: Iterable[dict[str, str | list[str]]], *, within_tool: bool
) -> bytes:
    """Return the text of a configuration with more entries. Raises :class:`~immlint.config.ConfigError`."""
    import tomllib

    header = "[[tool.immlint.ignores]]" if within_tool else "[[ignores]]"
    end = "\r\n" if b"\r\n" in data else "\n"
    blocks = [end.join([header, *(f"{k} = {_toml(v)}" for k, v in entry.items()), ""]) for entry in added]
    gap = "" if not data else end if data.endswith(b"\n") else end * 2
    made = data + (gap + end.join(blocks)).encode("utf-8")
    try:
        tomllib.loads(made.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError:
        raise ConfigError(
            Message("{path}: 'ignores' is written in one line; expected tables to add to", path=path)
        ) from None
    return made


def _places(source: Source, finding: Finding, comments: Comments) -> list[int]:
    """Return the lines at which a comment covers a finding, the nearest first; a joined one takes none."""
    joined = [(first, last) for first, last in comments.joined if first <= finding.line <= last]
    lines = [finding.line, *(last for _, last in joined), *(first for first, _ in joined)]
    return [line for line in dict.fromkeys(lines) if not source.line(line).endswith("\\")]


def _inserted(source: Source, codes: dict[int, set[str]]) -> tuple[Source, dict[int, int]]:
    """Return the text with comments at the ends of lines, and where each begins."""
    pieces: list[str] = []
    starts: dict[int, int] = {}
    at = shift = 0
    for line in sorted(codes):
        end = source.offset(line, 0) + len(source.line(line))
        comment = f"  # immlint: ignore[{', '.join(sorted(codes[line]))}] {REASON}"
        pieces += [source.text[at:end], comment]
        starts[line] = end + shift + 2
        at, shift = end, shift + len(comment)
    data = "".join([*pieces, source.text[at:]]).encode(source.encoding)
    return Source(source.path, source.mark + data, source.declared), starts


def _toml(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
