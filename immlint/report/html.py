"""Findings as one page that needs nothing else: no network, no script, light and dark, on paper too.

What is hidden and folded is so by style sheet and ``details`` alone: nothing of a file that is shown can run,
and every control works from the keyboard. The policy of the page lets nothing in but its own style.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from itertools import groupby

from immlint.finding import Finding
from immlint.message import Message
from immlint.report.chart import STYLE as _MAPS
from immlint.report.chart import charts
from immlint.report.context import Context
from immlint.report.shown import visible
from immlint.report.words import path_of
from immlint.source import Source

_LEVELS = ("error", "warning", "info")
#: Characters shown of a long line, and before what is meant.
_WIDTH = 400
_LEAD = 80
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #57606a; --page: #ffffff; --box: #f6f8fa;
  --line: #d0d7de; --link: #0550ae; --error: #a40e26; --warning: #7d4e00; --info: #0550ae; --mark: #fff1b8;
  --granted: #116329; --undecided: #6639ba; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --dim: #a3acb6; --page: #0d1117;
  --box: #161b22; --line: #3d444d; --link: #79c0ff; --error: #ff9492; --warning: #f0b72f;
  --info: #79c0ff; --mark: #5a4400;
  --granted: #56d364; --undecided: #d2a8ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; }
a { color: var(--link); }
.filter { margin: 0 .25rem 1rem 0; }
.filter + label { margin-right: 1rem; cursor: pointer; }
.error { --level: var(--error); } .warning { --level: var(--warning); } .info { --level: var(--info); }
b { color: var(--level); }
summary { cursor: pointer; padding: .4rem .6rem; background: var(--box); border: 1px solid var(--line);
  overflow-wrap: anywhere; font-weight: 600; }
summary span { color: var(--dim); font-weight: 400; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
details { margin: 0 0 1rem; }
article { border: 1px solid var(--line); border-top: 0; border-left: 4px solid var(--level); padding: .6rem; }
article p { margin: 0 0 .4rem; overflow-wrap: anywhere; }
.place, .more { color: var(--dim); }
pre { margin: 0 0 .4rem; padding: .4rem; background: var(--box); white-space: pre-wrap;
  overflow-wrap: anywhere;
  font: .875rem/1.5 ui-monospace, "Noto Sans Mono", "Noto Sans Mono CJK SC", monospace; }
mark { background: var(--mark); color: var(--ink); }
#show-error:not(:checked) ~ main .error, #show-warning:not(:checked) ~ main .warning,
#show-info:not(:checked) ~ main .info { display: none; }
"""
_PAPER = """
@media print { .filter, .filter + label { display: none; } article { break-inside: avoid; }
  .scroll { overflow: visible; } }
"""
_ALL = _STYLE + _MAPS + _PAPER


def html(findings: Sequence[Finding], context: Context) -> str:
    """Return the page."""
    return "\n".join(_page(findings, context))


def _page(findings: Sequence[Finding], context: Context) -> Iterator[str]:
    allowed = b64encode(sha256(_ALL.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    yield "<!doctype html>"
    yield f'<html lang="{escape(context.language)}">'
    yield '<head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>immlint {escape(context.version)}</title>"
    yield f"<style>{_ALL}</style></head>"
    yield "<body>"
    yield f"<h1>immlint {escape(context.version)}</h1>"
    if not findings:
        yield f"<p>{escape(context.say('no findings'))}</p>"
    for level in _LEVELS:
        count = sum(finding.severity == level for finding in findings)
        if count:
            yield f'<input class="filter" type="checkbox" id="show-{level}" checked>'
            name = f"<b>{escape(context.say(level))}</b> {count}"
            yield f'<label class="{level}" for="show-{level}">{name}</label>'
    yield "<main>"
    for path, group in groupby(findings, path_of):
        inside = list(group)
        levels = " ".join(sorted({finding.severity for finding in inside}))
        yield f'<details open data-levels="{levels}">'
        yield f"<summary>{visible(path)} <span>{len(inside)}</span></summary>"
        for finding in inside:
            yield from _article(finding, context)
        yield "</details>"
    yield from charts(context.maps, context)
    yield "</main></body></html>"


def _article(finding: Finding, context: Context) -> Iterator[str]:
    say = context.say
    place = f"{finding.line}:{finding.column}"
    code = visible(finding.code)
    if finding.url.startswith("https://"):
        code = f'<a href="{escape(finding.url)}" rel="noreferrer">{code}</a>'
    yield f'<article class="{finding.severity}">'
    level = f"<b>{escape(say(finding.severity))}</b>"
    yield f'<p><span class="place">{place}</span> {level} {code} {visible(finding.message)}</p>'
    source = context.sources.get(finding.path)
    if source is not None and not source.is_empty:
        yield f"<pre>{_line(source, finding)}</pre>"
    for related in finding.related:
        there = f"{related.path}:{related.line}:{related.column}"
        yield _more(say(Message("see {place}: {text}", place=there, text=related.message)))
    if finding.help:
        yield _more(say(Message("help: {text}", text=finding.help)))
    if finding.fix:
        yield _more(say(Message("fix: {text}", text=finding.fix.description)))
    yield "</article>"


def _more(text: str) -> str:
    return f'<p class="more">{visible(text)}</p>'


def _line(source: Source, finding: Finding) -> str:
    """Return the line of a finding, with what it is about marked."""
    try:
        line = source.line(finding.line)
    except ValueError:
        return ""
    first = finding.column - 1
    last = finding.end_column - 1 if finding.end_line == finding.line else len(line)
    begin = max(first - _LEAD, 0) if len(line) > _WIDTH else 0
    end = min(len(line), begin + _WIDTH)
    last = min(max(last, first + 1), end)
    before, meant, after = line[begin:first], line[first:last], line[last:end]
    dots = ("..." if begin else "", "..." if end < len(line) else "")
    return f"{dots[0]}{visible(before)}<mark>{visible(meant) or ' '}</mark>{visible(after)}{dots[1]}"
