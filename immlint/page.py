"""The page of a rule, from the rule itself: what it does, why, how to fix what it finds, and examples."""

from __future__ import annotations

import os
import re

from immlint.rule import Example, Rule

_LANGUAGES = {".py": "python", ".yaml": "yaml", ".yml": "yaml", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_TITLE = re.compile(r"^(What it does|Why|How to fix|Source): ", re.M)
_MARKUP = re.compile(r"[\\`*_\[\]]")


def text(rule: Rule) -> str:
    """Return the page for a terminal, with two examples of each kind."""
    lines = [f"{rule.code} {rule.name} ({rule.severity.label})", "", rule.summary, ""]
    lines += [rule.explanation, *(["", f"See {rule.source}"] if rule.source else [])]
    for title, examples in (("Right", rule.valid), ("Wrong", rule.invalid)):
        for example in examples[:2]:
            lines += ["", f"{title} ({example.filename}):", ""]
            lines += [f"    {line}" for line in example.text.rstrip("\n").split("\n")]
            if example.policy:
                lines += [f"    with --policy {example.policy.strip()}"]
            lines += [f"    -> {message}" for _, message in example.finds]
            lines += [f"    -> {code} {message}" for code, _, message in example.also]
    return "\n".join(lines) + "\n"


def markdown(rule: Rule) -> str:
    """Return the page as Markdown, with all examples."""
    lines = [f"## {rule.code} {rule.name}", "", f"{rule.summary} Severity: {rule.severity.label}."]
    lines += ["", _titled(rule.explanation), "", *([f"<{rule.source}>", ""] if rule.source else [])]
    for title, examples in (("Wrong", rule.invalid), ("Right", rule.valid)):
        lines += [f"### {title}", ""] if examples else []
        for example in examples:
            lines += _example(example)
    return "\n".join(lines)


def _example(example: Example) -> list[str]:
    """Return an example with what is found in it, and what it is once it is mended."""
    kind = f", as `{example.kind}`" if example.kind else ""
    lines = [f"`{example.filename}`{kind}:", "", *_fenced(example.text, example.filename)]
    if example.policy:
        lines += ["with `--policy policy.json`:", "", *_fenced(example.policy, "policy.json")]
    lines += [f"- `{pointer or '/'}`: {_plain(message)}" for pointer, message in example.finds]
    lines += [f"- `{pointer or '/'}`: {code} {_plain(told)}" for code, pointer, told in example.also]
    lines += [""] if example.finds or example.also else []
    if example.fixed is not None:
        lines += ["mended:", "", *_fenced(example.fixed, example.filename)]
    return lines


def _fenced(text: str, filename: str) -> list[str]:
    return [f"```{language_of(filename)}", text.strip("\n"), "```", ""]


def _titled(explanation: str) -> str:
    """Return paragraphs that begin with a title with that in bold."""
    return _TITLE.sub(r"**\1:** ", explanation)


def _plain(message: str) -> str:
    """Return a message so that nothing of it is taken for Markdown, or for HTML."""
    return _MARKUP.sub(r"\\\g<0>", message).replace("&", "&amp;").replace("<", "&lt;")


def language_of(filename: str) -> str:
    """Return the language of a file, as Markdown names it behind its fences."""
    return _LANGUAGES.get(os.path.splitext(filename)[1], "json")
