"""Everything that rules tell is said in Chinese: no English is left in it but names and code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from immlint.rules import registry

from immlint import page
from immlint.config import Config
from immlint.example import with_messages
from immlint.finding import Finding
from immlint.input import Input
from immlint.message import Message
from immlint.messages.catalogue import load
from immlint.rule import Example, Rule
from immlint.run import run
from immlint.source import Source
from tests.messages.chinese import english_in


def found(rule: Rule, folder: Path) -> Iterator[Finding]:
    for number, example in enumerate((*rule.invalid, *rule.valid)):
        yield from run([_input(example)], registry(), _config(example, folder / str(number))).findings


def _input(example: Example) -> Input:
    source = Source(example.filename, example.text.encode("utf-8", "surrogatepass"))
    return Input(example.filename, named=True, source=source)


def _config(example: Example, held: Path) -> Config:
    kinds = {example.filename: example.kind} if example.kind else {}
    if example.policy is None:
        return Config(pedantic=True, kinds=kinds)
    policy = held.with_suffix(".json")
    policy.write_text(example.policy, "utf-8")
    return Config(pedantic=True, kinds=kinds, policies=(str(policy),))


def texts(finding: Finding) -> list[str]:
    return [finding.message, finding.help, *(r.message for r in finding.related)] + (
        [finding.fix.description] if finding.fix else []
    )


@pytest.mark.parametrize("rule", list(registry()), ids=lambda r: r.code)
def test_pages_say_in_chinese_what_is_found_in_their_examples(rule: Rule) -> None:
    say = load("zh")
    for shown in (page.text, page.markdown):
        told = re.findall(
            r"^ *(?:-> |- `.*?`(?:: |：))(.+)$", shown(with_messages(rule, registry()), say), re.M
        )
        assert len(told) == len(re.findall(r"^ *(?:-> |- `.*?`: )", shown(rule), re.M))
        assert [line for line in told if english_in(line.replace("\\", ""))] == []


@pytest.mark.parametrize("rule", [rule for rule in registry() if rule.code != "LNT904"], ids=lambda r: r.code)
def test_all_that_a_rule_tells_is_chinese(rule: Rule, tmp_path: Path) -> None:
    say = load("zh")
    for finding in found(rule, tmp_path):
        assert finding.code != "LNT904"
        for text, said in zip(texts(finding), texts(finding.said(say)), strict=True):
            assert isinstance(text, Message), text
            assert english_in(said) is None, said
