"""The page of a rule, from the rule itself: what it does, why, how to fix what it finds, and examples."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from immlint.cells import wrapped
from immlint.message import Message, Say, Term
from immlint.rule import Example, Rule

#: Cells of a line of text.
_WIDTH = 100
_LANGUAGES = {".py": "python", ".yaml": "yaml", ".yml": "yaml", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def text(rule: Rule, say: Say = str) -> str:
    """Return the page for a terminal, with two examples of each kind."""
    lines = [f"{rule.code} {rule.name} ({say(rule.severity.label)})", "", say(rule.summary), ""]
    lines += [explanation(rule, say, width=_WIDTH)]
    if rule.source:
        lines += ["", say(Message("See {address}", address=rule.source))]
    lines += _shown("Right ({file}):", rule.valid[:2], say)
    lines += _shown("Wrong ({file}):", rule.invalid[:2], say)
    return "\n".join(lines) + "\n"


def _shown(title: str, examples: Sequence[Example], say: Say) -> Iterator[str]:
    for example in examples:
        yield from ("", say(Message(title, file=example.filename)), "")
        yield from (f"    {line}" for line in example.text.rstrip("\n").split("\n"))
        if example.policy:
            yield "    " + say(Message("with --policy {policy}", policy=example.policy.strip()))
        yield from (f"    -> {message}" for _, message in example.finds)
        yield from (f"    -> {code} {message}" for code, _, message in example.also)


def markdown(rule: Rule, say: Say = str) -> str:
    """Return the page as Markdown, with all examples."""
    level = Term(rule.severity.label)
    summary = say(Message("{summary} Severity: {level}.", summary=Term(rule.summary), level=level))
    lines = [f"## {rule.code} {rule.name}", "", summary, "", explanation(rule, say), ""]
    lines += [f"<{rule.source}>", ""] if rule.source else []
    lines += _in_markdown("Right, `{file}`:", rule.valid, say)
    lines += _in_markdown("Wrong, `{file}`:", rule.invalid, say)
    return "\n".join(lines)


def _in_markdown(title: str, examples: Sequence[Example], say: Say) -> Iterator[str]:
    for example in examples:
        yield from (say(Message(title, file=example.filename)), "")
        yield from (f"```{language_of(example.filename)}", example.text.rstrip("\n"), "```", "")
        if example.policy:
            yield from (say("with `--policy policy.json`:"), "", "```json", example.policy.strip(), "```", "")
        yield from (f"- `{pointer or '/'}`: {message}" for pointer, message in example.finds)
        yield from (f"- `{pointer or '/'}`: {code} {message}" for code, pointer, message in example.also)
        if example.finds:
            yield ""


def explanation(rule: Rule, say: Say = str, *, width: int | None = None) -> str:
    """Return what a rule says of itself, paragraph by paragraph; translated ones fill lines of a *width*."""
    said = []
    for paragraph in rule.explanation.split("\n\n"):
        text = say(" ".join(paragraph.split()))
        # Lines of the original stay as they are.
        is_said = text != " ".join(paragraph.split())
        said.append(("\n".join(wrapped(text, width)) if width else text) if is_said else paragraph)
    return "\n\n".join(said)


def language_of(filename: str) -> str:
    """Return the language of a file, as Markdown names it behind its fences."""
    return _LANGUAGES.get(os.path.splitext(filename)[1], "json")
