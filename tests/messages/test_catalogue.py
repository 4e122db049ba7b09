"""The Chinese catalogue: whole, nothing in it is stale, and each text says what its original says."""

from __future__ import annotations

import ast
import copy
import io
import pickle
import re

import pytest
from babel.messages.pofile import read_po

from immlint.message import Message, Term
from immlint.messages import UnknownLanguageError, Wanted, wanted
from immlint.messages.catalogue import Catalogue, load, parse
from tests.messages.extract import ROOT, ZH, Found, messages, pages, written

HOW = "python -m tests.messages.extract, then fill the empty msgstr"
HAN = re.compile(r"[\u4e00-\u9fff]")
OPTION = re.compile(r"--[\w-]+")
ARGUMENT = re.compile(r"\{\w+[^{}]*\}")

DOMAINS = {"messages": messages, "pages": pages}


@pytest.fixture(params=list(DOMAINS))
def domain(request: pytest.FixtureRequest) -> tuple[str, Found, dict[str, str]]:
    name: str = request.param
    text = (ZH / f"{name}.po").read_text("utf-8")
    return text, DOMAINS[name](), parse(text)


def fields(template: str) -> list[str]:
    """The arguments of a template, with how each is shown."""
    return sorted(ARGUMENT.findall(template.replace("{{", "")))


def test_nothing_is_missing_or_stale(domain: tuple[str, Found, dict[str, str]]) -> None:
    text, found, known = domain
    assert sorted(found.keys() - known.keys()) == [], HOW
    assert text == written(found, known), HOW


def test_each_text_is_chinese(domain: tuple[str, Found, dict[str, str]]) -> None:
    _, _, known = domain
    for text, said in known.items():
        # Options, and what stands between arguments, may be the same.
        if any(map(str.isalpha, OPTION.sub("", ARGUMENT.sub("", text)))):
            assert HAN.search(said), text
            assert said != text


def test_the_same_arguments_are_named() -> None:
    known = parse((ZH / "messages.po").read_text("utf-8"))
    assert {text: fields(text) for text in known} == {text: fields(said) for text, said in known.items()}


def test_babel_reads_the_same(domain: tuple[str, Found, dict[str, str]]) -> None:
    text, _, known = domain
    catalogue = read_po(io.StringIO(text), locale="zh_CN")
    assert {m.id: m.string for m in catalogue if m.id} == known


#: Two words, or one that joins what stands around it. What people read is a template: it can be translated.
PROSE = re.compile(r"[a-z]{2,} [a-z]{2,}|^ ?(?:and|or|if|by|on|in) | (?:and|or|if|by|on|in) ?$")
#: What patches have in every language.
NO_PROSE = "\\ No newline at end of file"


@pytest.mark.parametrize("floor", ["cli", "config", "custom", "server", "suppress"])
def test_what_people_read_is_put_together_by_templates(floor: str) -> None:
    found = [
        (path.name, str(part.value))
        for path in sorted((ROOT / "immlint" / floor).rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        for part in (text.values if isinstance(text, ast.JoinedStr) else ())
        if isinstance(part, ast.Constant) and PROSE.search(str(part.value))
    ]
    assert [row for row in found if NO_PROSE not in row[1]] == []


def test_a_message_is_said_with_its_arguments() -> None:
    template = "{name} is {what}; expected {much!r}"
    say = Catalogue({template: "{name} 是{what}；应为 {much!r}", "a list": "列表"})
    message = Message(template, name="a list", what=Term("a list"), much="x")
    assert message == "a list is a list; expected 'x'"
    # A name of the user's that reads like a term is none.
    assert say(message) == "a list 是列表；应为 'x'"
    assert say(Message("{count} left", count=1)) == "1 left"
    assert say(Message("{text}", text=message)) == "a list 是列表；应为 'x'"


def test_a_message_outlives_what_carries_it() -> None:
    say = load("zh")
    message = Message("{name} is empty; expected at least one", name="Action")
    (error,) = ValueError(str(ValueError(message))).args
    for copied in (error, pickle.loads(pickle.dumps(message)), copy.deepcopy(message)):
        assert copied == message
        assert say(copied) == "Action 为空；至少应有一项"


@pytest.mark.parametrize(
    ("arguments", "environ", "left", "language"),
    [
        (["check", "--lang", "zh", "x"], {"IMMLINT_LANG": "en"}, ["check", "x"], Wanted("zh", True)),
        (["--lang=zh-CN", "x"], {}, ["x"], Wanted("zh", True)),
        (["x", "--lang=zh", "--lang", "en"], {"LANG": "zh_CN.UTF-8"}, ["x"], Wanted("en", True)),
        (["--", "--lang", "zh"], {}, ["--", "--lang", "zh"], Wanted()),
        (["x", "--lang"], {}, ["x", "--lang"], Wanted()),
        ([], {"IMMLINT_LANG": "zh", "LC_ALL": "C"}, [], Wanted("zh")),
        ([], {"IMMLINT_LANG": "", "LC_ALL": "zh_CN.UTF-8", "LANG": "en_US"}, [], Wanted("zh")),
        ([], {"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, [], Wanted()),
        ([], {"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "C"}, [], Wanted("zh")),
        ([], {"LANG": "fr_FR.UTF-8"}, [], Wanted()),
        ([], {}, [], Wanted()),
    ],
)
def test_the_language_that_is_wanted(
    arguments: list[str], environ: dict[str, str], left: list[str], language: Wanted
) -> None:
    assert wanted(arguments, environ) == language
    assert arguments == left


@pytest.mark.parametrize("arguments", [["--lang", "fr"], ["--lang="], ["--lang", "中文"]])
def test_a_language_without_texts_is_refused(arguments: list[str]) -> None:
    with pytest.raises(UnknownLanguageError, match="expected one of en, zh"):
        wanted(arguments, {})
    with pytest.raises(UnknownLanguageError, match="IMMLINT_LANG"):
        wanted([], {"IMMLINT_LANG": "klingon"})
