"""Findings for people: one line each, or with the line they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from immlint.cells import cells, padded
from immlint.finding import Finding
from immlint.message import Message
from immlint.report.context import Context
from immlint.source import Source
from immlint.visible import visible

#: Colours that can be read on black and on white alike: yellow and cyan cannot.
_COLORS = {"error": "31", "warning": "35", "info": "39"}
_FIXES = {"safe": "fix: {text}", "unsafe": "fix (unsafe): {text}", "display": "fix (display): {text}"}
#: Cells of source text shown at most, and before the mark: the lines of minified JSON are long.
_WIDTH = 96
_LEAD = 24
#: Cells of source text shown at least, however narrow the terminal is.
_NARROWEST = 20


def concise(findings: Sequence[Finding], context: Context) -> str:
    """Return ``path:line:col: severity CODE message`` lines."""
    return "\n".join(_head(finding, finding.severity, context.color) for finding in findings)


def full(findings: Sequence[Finding], context: Context) -> str:
    """Return each finding with its line, a caret under the part meant, and the help."""
    return "\n\n".join("\n".join(_block(f, context.sources.get(f.path), context)) for f in findings)


def grouped(findings: Sequence[Finding], context: Context) -> str:
    """Return the findings below the path of their file, in columns."""
    blocks = []
    for path, group in groupby(findings, lambda finding: finding.path):
        inside = list(group)
        places = [f"{finding.line}:{finding.column}" for finding in inside]
        width = max(map(len, places))
        levels = {level: context.say(level) for level in _COLORS}
        level_width = max(map(cells, levels.values()))
        lines = [_paint(visible(path), "1", context.color)]
        for place, finding in zip(places, inside, strict=True):
            level = padded(levels[finding.severity], level_width)
            level = _paint(level, f"1;{_COLORS[finding.severity]}", context.color)
            lines.append(f"  {place:<{width}}  {level}  {finding.code}  {visible(finding.message)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _paint(text: str, code: str, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


def _head(finding: Finding, level: str, color: bool) -> str:
    place = _paint(f"{visible(finding.path)}:{finding.line}:{finding.column}:", "1", color)
    level = _paint(level, f"1;{_COLORS[finding.severity]}", color)
    return f"{place} {level} {finding.code} {visible(finding.message)}"


def _block(finding: Finding, source: Source | None, context: Context) -> Iterator[str]:
    say = context.say
    yield _head(finding, say(finding.severity), context.color)
    if source is not None and not source.is_empty:
        number = str(finding.line)
        margin = " " * len(number)
        line, offset, width = _excerpt(source, finding, _room(context.width, margin))
        mark = _paint("^" * width, f"1;{_COLORS[finding.severity]}", context.color)
        yield f" {margin} |"
        yield f" {number} | {line}"
        yield f" {margin} | {' ' * offset}{mark}"
    for related in finding.related:
        place = f"{visible(related.path)}:{related.line}:{related.column}"
        yield "   = " + say(Message("see {place}: {text}", place=place, text=visible(related.message)))
    if finding.help:
        yield "   = " + say(Message("help: {text}", text=visible(finding.help)))
    if finding.fix:
        template = _FIXES[finding.fix.applicability]
        yield "   = " + say(Message(template, text=visible(finding.fix.description)))


def _room(width: int | None, margin: str) -> int:
    """Return how many cells of source text fit beside its number, with the dots where it is cut."""
    return _WIDTH if width is None else max(width - len(f" {margin} | ......"), _NARROWEST)


def _excerpt(source: Source, finding: Finding, room: int) -> tuple[str, int, int]:
    """Return the line to show, the cell the mark begins at, and how many cells it takes."""
    try:
        line = source.line(finding.line)
    except ValueError:
        return "", 0, 1
    first = finding.column - 1
    last = finding.end_column - 1 if finding.end_line == finding.line else len(line)
    start, prefix = 0, ""
    # Half of what is shown is for what is meant: characters before it may be twice as wide.
    lead = min(_LEAD, room // 4)
    if cells(line) > room and first > lead:
        start, prefix = first - lead, "..."
    shown, suffix = line[start:], ""
    if cells(shown) > room:
        shown, suffix = _cut(shown, room), "..."
    before = prefix + _drawn(line[start:first])
    marked = _drawn(shown[first - start : max(last, first) - start])
    return prefix + _drawn(shown) + suffix, cells(before), max(cells(marked), 1)


def _cut(text: str, room: int) -> str:
    used = 0
    for index, char in enumerate(text):
        used += cells(char)
        if used > room:
            return text[:index]
    return text


def _drawn(text: str) -> str:
    """Return a piece of source text, which has no room for escapes: one cell for one character."""
    return "".join(
        " " if char == "\t" else char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text
    )
