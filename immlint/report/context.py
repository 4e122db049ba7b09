"""What a report may know beside the findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from immlint.finding import Finding
from immlint.message import Say
from immlint.source import Source


class RuleSummary(NamedTuple):
    """What a report says of a rule."""

    code: str
    name: str
    severity: str
    summary: str
    explanation: str
    url: str


class Context(NamedTuple):
    """What a report is written with.

    ``sources`` are the texts that findings are about, by path; ``describe`` returns what there is to say of
    a rule, by its code. ``width`` is how many columns a terminal shows, if it is one. ``say`` says the words
    of the report itself in ``language``, that of the findings.
    """

    sources: Mapping[str, Source]
    color: bool = False
    describe: Callable[[str], RuleSummary] | None = None
    version: str = ""
    width: int | None = None
    say: Say = str
    language: str = "en"


Reporter = Callable[[Sequence[Finding], Context], str]
