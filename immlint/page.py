"""The page of a rule, from the rule itself: what it does, why, how to fix what it finds, and examples."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from immlint.cells import wrapped
from immlint.message import Message, Say, Term
from immlint.rule import Example, Rule

#: Cells of a line of text.
_WIDTH = 100
#: The titles of paragraphs, in English and as they are translated.
_TITLE = re.compile(r"^((?:What it does|Why|How to fix|Source):|(?:作用|原因|修复方法|来源)：) ?", re.M)
_MARKUP = re.compile(r"[\\`*_\[\]]")
_LANGUAGES = {".py": "python", ".yaml": "yaml", ".yml": "yaml", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def text(rule: Rule, say: Say = str) -> str:
    """Return the page for a terminal, with two examples of each kind."""
    level = Term(rule.severity.label)
    head = Message("{code} {name} ({level})", code=rule.code, name=rule.name, level=level)
    lines = [say(head), "", say(rule.summary), ""]
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
            held = say(Message("with --policy {policy}", policy=example.policy.strip()))
            yield from (f"    {line}" for line in held.split("\n"))
        yield from (f"    -> {say(message)}" for _, message in example.finds)
        yield from (f"    -> {code} {say(message)}" for code, _, message in example.also)


def markdown(rule: Rule, say: Say = str) -> str:
    """Return the page as Markdown, with all examples."""
    level = Term(rule.severity.label)
    summary = say(Message("{summary} Severity: {level}.", summary=Term(rule.summary), level=level))
    lines = [f"## {rule.code} {rule.name}", "", summary, "", _titled(explanation(rule, say)), ""]
    lines += [f"<{rule.source}>", ""] if rule.source else []
    for title, examples in ((say("Wrong"), rule.invalid), (say("Right"), rule.valid)):
        lines += [f"### {title}", ""] if examples else []
        for example in examples:
            lines += _example(example, say)
    return "\n".join(lines)


def _example(example: Example, say: Say) -> list[str]:
    """Return an example with what is found in it, and what it is once it is mended."""
    named = Message("`{file}`:", file=example.filename)
    if example.kind:
        named = Message("`{file}`, as `{kind}`:", file=example.filename, kind=example.kind)
    lines = [say(named), "", *_fenced(example.text, example.filename)]
    if example.policy:
        lines += [say("with `--policy policy.json`:"), "", *_fenced(example.policy, "policy.json")]
    found = [(pointer, _plain(say(message))) for pointer, message in example.finds]
    found += [(pointer, f"{code} {_plain(say(told))}") for code, pointer, told in example.also]
    lines += [
        "- " + say(Message("`{pointer}`: {message}", pointer=pointer or "/", message=told))
        for pointer, told in found
    ]
    lines += [""] if example.finds or example.also else []
    if example.fixed is not None:
        lines += [say("mended:"), "", *_fenced(example.fixed, example.filename)]
    return lines


def _fenced(text: str, filename: str) -> list[str]:
    return [f"```{language_of(filename)}", text.strip("\n"), "```", ""]


def _titled(explanation: str) -> str:
    """Return paragraphs that begin with a title with that in bold."""
    return _TITLE.sub(r"**\1** ", explanation)


def _plain(message: str) -> str:
    """Return a message so that nothing of it is taken for Markdown, or for HTML."""
    return _MARKUP.sub(r"\\\g<0>", message).replace("&", "&amp;").replace("<", "&lt;")


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
