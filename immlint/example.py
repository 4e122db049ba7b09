"""What is found in the examples of rules, by running them."""

from __future__ import annotations

from immlint.config import Config, Settings
from immlint.input import Input
from immlint.outcome import Report
from immlint.project import held
from immlint.record import replace
from immlint.registry import Registry
from immlint.rule import Example, Rule
from immlint.run import run
from immlint.source import Source


def checked(example: Example, rules: Registry, config: Config) -> Report:
    """Check an example as the kind that it says, with the policy that it holds."""
    if example.kind:
        config = replace(config, kinds={example.filename: example.kind})
    policies = [_source("policy.json", example.policy)] if example.policy else []
    item = Input(example.filename, named=True, source=_source(example.filename, example.text))
    return run([item], rules, config, granting=held(policies, Settings(config)))


def with_messages(rule: Rule, rules: Registry) -> Rule:
    """Return a rule whose examples name messages as they are found: other languages have these, too."""
    valid, invalid = (
        tuple(_with_messages(example, rules) for example in examples)
        for examples in (rule.valid, rule.invalid)
    )
    return replace(rule, valid=valid, invalid=invalid)


def _with_messages(example: Example, rules: Registry) -> Example:
    if not example.finds and not example.also:
        return example
    report = checked(example, rules, Config(pedantic=True))
    found = {finding.message: finding.message for finding in report.findings}
    finds = tuple((pointer, found.get(told, told)) for pointer, told in example.finds)
    also = tuple((code, pointer, found.get(told, told)) for code, pointer, told in example.also)
    return replace(example, finds=finds, also=also)


def _source(name: str, text: str) -> Source:
    return Source(name, text.encode("utf-8", "surrogatepass"))
