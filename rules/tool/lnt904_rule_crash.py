"""A rule itself failed.

What it does: reports a rule that ended with an error of its own, where the subject begins. All
other rules still ran.

Why: the input may hold what this rule would have found. The exit code is 2.

How to fix: please report it with the input; until then leave the rule out with `--ignore`.

Source: immlint.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, rule
from immlint.subject import Problem

SOURCE = "https://www.alibabacloud.com/help/en/imm/"

VALID = (Example('{"Version": "1", "Statement": []}\n', "policy.json"),)
#: Made by the engine: its test holds what a crash looks like.
INVALID: tuple[Example, ...] = ()


@rule(on=Problem, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def rule_crash(problem: Problem, facts: Facts) -> Iterator[Issue]:
    """Yield nothing: the engine reports crashes where they happen."""
    return iter(())
