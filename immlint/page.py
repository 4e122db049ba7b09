"""The page of a rule, from the rule itself: what it does, why, how to fix what it finds, and examples."""

from __future__ import annotations

import os

from immlint.rule import Rule

_LANGUAGES = {".py": "python", ".yaml": "yaml", ".yml": "yaml", ".jsonl": "jsonl", ".ndjson": "jsonl"}


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
    lines += ["", rule.explanation, "", *([f"<{rule.source}>", ""] if rule.source else [])]
    for title, examples in (("Right", rule.valid), ("Wrong", rule.invalid)):
        for example in examples:
            lines += [f"{title}, `{example.filename}`:", "", f"```{language_of(example.filename)}"]
            lines += [example.text.rstrip("\n"), "```", ""]
            if example.policy:
                lines += ["with `--policy policy.json`:", "", "```json", example.policy.strip(), "```", ""]
            lines += [f"- `{pointer or '/'}`: {message}" for pointer, message in example.finds]
            lines += [f"- `{pointer or '/'}`: {code} {message}" for code, pointer, message in example.also]
            lines += [""] if example.finds else []
    return "\n".join(lines)


def language_of(filename: str) -> str:
    """Return the language of a file, as Markdown names it behind its fences."""
    return _LANGUAGES.get(os.path.splitext(filename)[1], "json")
