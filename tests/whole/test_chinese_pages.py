"""Each page of the documentation is there in Chinese, and says of every section what the English one says.

What can be compared without reading is: sections, code, commands, files, numbers, links, rows and items.
A page that was changed in one language only fails here; the assertion names what the other one lacks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.command import ROOT
from tests.documentation import Block, blocks, steps
from tests.messages.chinese import HAN

DOCS = ROOT / "docs"
#: The Chinese one holds the table of rules, too, which stands in the README in English.
INDEX = "index.md"
PAGES = sorted(page.name for page in DOCS.glob("*.md"))

_BLOCK = re.compile(r"^```.*?^```$", re.M | re.S)
_HEADING = re.compile(r"^(#+) ", re.M)
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
_LINK = re.compile(r"\]\(([^)]*)\)")
_NUMBER = re.compile(r"(?<![A-Za-z\d.])\d(?:[\d.,]*\d)?")

_HAN, _MARK = r"[\u4e00-\u9fff]", "[，。；：？！、（）“”…]"
#: Ends of lines that are shown as a blank where Chinese has none: beside its marks, and between its letters.
_BLANK = re.compile(
    rf"(?:.*{_MARK}\n *(?=[^\s|#-])|.+\n *(?={_MARK})|.*{_HAN}\n *(?={_HAN})).*",
)


class Section(NamedTuple):
    """What a section says that is the same in every language."""

    level: int
    code: Counter[str]
    numbers: Counter[str]
    links: Counter[str]
    rows: int
    items: int


def prose(page: Path) -> str:
    return _BLOCK.sub("", page.read_text("utf-8"))


def sections(page: Path) -> list[Section]:
    parts = _HEADING.split(prose(page))[1:]
    return [_section(len(level), text) for level, text in zip(parts[::2], parts[1::2], strict=True)]


def _section(level: int, text: str) -> Section:
    code = Counter(" ".join(match[2].split()) for match in _CODE.finditer(text))
    rest = _CODE.sub("", text)
    links = Counter(_LINK.findall(rest))
    numbers = Counter(_NUMBER.findall(_LINK.sub("]", rest)))
    rows, items = (len(re.findall(rf"^ *{mark}", text, re.M)) for mark in (r"\|", "- "))
    return Section(level, code, numbers, links, rows, items)


def differences(english: Section, chinese: Section) -> Iterator[tuple[str, object, object]]:
    """Yield what only one of two sections has, each with what it is."""
    for what, one, other in zip(Section._fields, english, chinese, strict=True):
        if isinstance(one, Counter) and isinstance(other, Counter):
            one, other = one - other, other - one
        if one != other:
            yield what, one, other


def without_output(block: Block) -> tuple[object, ...]:
    """A block; of a session its commands, as what they write is in the language of the reader."""
    shown = [step.command for step in steps(block.text)] if block.language == "console" else block.text
    return block.language, block.title, shown


def test_every_page_has_its_twin() -> None:
    assert {*PAGES, "glossary.md"} == {page.name for page in (DOCS / "zh").glob("*.md")}


@pytest.mark.parametrize("name", sorted({*PAGES} - {INDEX}))
def test_a_page_says_the_same_in_chinese(name: str) -> None:
    english, chinese = sections(DOCS / name), sections(DOCS / "zh" / name)
    assert [each.level for each in chinese] == [each.level for each in english]
    pairs = enumerate(zip(english, chinese, strict=True))
    assert [(number, *told) for number, pair in pairs for told in differences(*pair)] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_the_same_code_in_chinese(name: str) -> None:
    english, chinese = (list(map(without_output, blocks(page))) for page in (DOCS / name, DOCS / "zh" / name))
    assert chinese == english


@pytest.mark.parametrize("name", [*PAGES, "glossary.md"])
def test_lines_break_where_a_blank_is_right(name: str) -> None:
    assert _BLANK.findall(prose(DOCS / "zh" / name)) == []


@pytest.mark.parametrize("name", [*PAGES, "glossary.md"])
def test_paragraphs_are_chinese(name: str) -> None:
    for paragraph in prose(DOCS / "zh" / name).split("\n\n"):
        words = _LINK.sub("", _CODE.sub("", paragraph))
        assert HAN.search(words) or len(re.findall(r"[A-Za-z]{2,}", words)) < 8, paragraph
