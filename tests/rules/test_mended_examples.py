"""All that the rules' own examples have fixes for is mended, to the end, and nothing else comes of it."""

from __future__ import annotations

import pytest
from immlint.rules import registry

from immlint.config import Config
from immlint.document import read
from immlint.finding import Applicability
from immlint.fix import Checked, mend
from immlint.input import Input
from immlint.rule import Example, Rule
from immlint.run import run
from immlint.source import Source

RULES = [rule for rule in registry() if any(example.fixed for example in rule.invalid)]
#: What the mended name brings to light does not stand at it.
REFUSED = {"IMM113": "IMM101 would appear at line 1"}


def mending(example: Example, allowed: set[Applicability]) -> str:
    def check(source: Source) -> Checked:
        config = Config(pedantic=True, kinds={example.filename: example.kind} if example.kind else {})
        report = run([Input(source.path, named=True, source=source)], registry(), config)
        assert not report.failed
        return Checked(read(source, example.kind, named=True), report.findings)

    source = Source(example.filename, example.text.encode())
    made = mend(source, check(source), check, allowed)
    assert made.is_changed or made.after is source
    left = [f for f in check(made.after).findings if f.fix and f.fix.applicability in allowed]
    assert made.refused or not left
    return made.refused


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_examples_are_mended_to_the_end(rule: Rule) -> None:
    for example in rule.invalid:
        for allowed in ({"safe"}, {"safe", "unsafe"}):
            refused = mending(example, allowed)  # type: ignore[arg-type]
            assert refused in ("", REFUSED.get(rule.code))
