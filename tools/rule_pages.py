"""Write the pages of the rules, which the site is built with: ``python -m tools.rule_pages``.

They are made of the rules, so they are not committed; a finding's ``url`` leads to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from immlint.rules import registry

from immlint.example import with_messages
from immlint.message import Say
from immlint.messages.catalogue import load
from immlint.page import markdown
from immlint.rule import Rule

ROOT = Path(__file__).parents[1]
#: The rules of a row of a table, and what they are about.
_ROW = re.compile(r"^\| (\w{3}\d{3}) - (\w{3}\d{3}) \| (.+) \|$", re.M)


class Edition(NamedTuple):
    """The pages in one language: where, with what words, and the page whose table tells of the families."""

    folder: str
    table: str
    say: Say
    title: str
    back: str
    stop: str


EDITIONS = (
    Edition("rules", "README.md", str, "Rules", "All rules", "."),
    Edition("zh/rules", "docs/zh/index.md", load("zh"), "规则", "全部规则", "。"),
)


def write(docs: Path) -> None:
    """Write a page for each rule, and one that lists them, in all languages."""
    for edition in EDITIONS:
        rules = list(registry())
        if edition.say is not str:
            rules = [with_messages(rule, registry()) for rule in rules]
        folder = docs / edition.folder
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.md"):
            old.unlink()
        pages = {"index": _index(rules, edition), **{rule.code: _page(rule, edition) for rule in rules}}
        for name, text in pages.items():
            (folder / f"{name}.md").write_text(text, "utf-8")


def _page(rule: Rule, edition: Edition) -> str:
    head = f"---\ntitle: {rule.code} {rule.name}\n---\n"
    return f"{head}{markdown(rule, edition.say).removeprefix('#')}\n[{edition.back}](index.md)\n"


def _index(rules: list[Rule], edition: Edition) -> str:
    return "\n".join([f"# {edition.title}", "", *_families(rules, edition)]) + "\n"


def _families(rules: list[Rule], edition: Edition) -> Iterator[str]:
    for first, last, about in _ROW.findall((ROOT / edition.table).read_text("utf-8")):
        yield from (f"## {first} - {last}", "", about[0].upper() + about[1:] + edition.stop, "")
        for rule in rules:
            if first <= rule.code <= last:
                level, summary = edition.say(rule.severity.label), edition.say(rule.summary)
                yield f"- [{rule.code} {rule.name}]({rule.code}.md) ({level}): {summary}"
        yield ""


if __name__ == "__main__":
    write(ROOT / "docs")
