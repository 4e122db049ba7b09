"""A file cannot be read.

What it does: reports a path that does not exist, may not be opened, leads nowhere, or is larger
than any request or policy.

Why: what is in it was not checked. If the path was named on the command line, the exit code is 2.

How to fix: name a file that is there, or leave it out with `exclude`.

Source: immlint; a RAM policy has at most 6144 characters.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, reported, rule
from immlint.subject import Problem

SOURCE = "https://www.alibabacloud.com/help/en/ram/product-overview/limits"

VALID = (Example('{"Version": "1", "Statement": []}\n', "policy.json"),)
#: Needs a file that cannot be read: the tests of runs make some.
INVALID: tuple[Example, ...] = ()


@rule(on=Problem, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def unreadable_file(problem: Problem, facts: Facts) -> Iterator[Issue]:
    """Yield the problem if it is one of the file, not of its text."""
    if problem.kind == "unreadable":
        yield reported(problem)
