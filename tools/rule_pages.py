"""Write the pages of the rules, which the site is built with: ``python -m tools.rule_pages``.

They are made of the rules, so they are not committed; a finding's ``url`` leads to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from immlint.rules import registry

from immlint.page import markdown
from immlint.rule import Rule

ROOT = Path(__file__).parents[1]
#: The rules of a row of the README's table, and what they are about.
_ROW = re.compile(r"^\| (\w{3}\d{3}) - (\w{3}\d{3}) \| (.+) \|$", re.M)


def write(folder: Path) -> None:
    """Write a page for each rule, and one that lists them."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        old.unlink()
    rules = list(registry())
    pages = {"index": _index(rules), **{rule.code: _page(rule) for rule in rules}}
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, "utf-8")


def _page(rule: Rule) -> str:
    head = f"---\ntitle: {rule.code} {rule.name}\n---\n"
    return f"{head}{markdown(rule).removeprefix('#')}\n[All rules](index.md)\n"


def _index(rules: list[Rule]) -> str:
    return "\n".join(["# Rules", "", *_families(rules)]) + "\n"


def _families(rules: list[Rule]) -> Iterator[str]:
    for first, last, about in _ROW.findall((ROOT / "README.md").read_text("utf-8")):
        yield from (f"## {first} - {last}", "", about[0].upper() + about[1:] + ".", "")
        for rule in rules:
            if first <= rule.code <= last:
                level = rule.severity.label
                yield f"- [{rule.code} {rule.name}]({rule.code}.md) ({level}): {rule.summary}"
        yield ""


if __name__ == "__main__":
    write(ROOT / "docs" / "rules")
