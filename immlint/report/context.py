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


class Reach(NamedTuple):
    """What policies grant of an action on one kind of resources: the answer in one word, and why."""

    resource: str
    answer: str
    reasons: Sequence[str] = ()


class MappedAction(NamedTuple):
    """An action on an access map, with the places that ask for it.

    ``use`` is ``lacking`` if some place asks for what is not granted, ``unused`` if none asks for what is,
    and empty if nothing is known of what is asked for.
    """

    action: str
    reaches: Sequence[Reach]
    needed: Sequence[str] = ()
    use: str = ""


class AccessMap(NamedTuple):
    """What policies grant, by service; ``left_out`` counts what is neither granted nor asked for."""

    title: str
    services: Mapping[str, Sequence[MappedAction]]
    left_out: Mapping[str, int]


class Context(NamedTuple):
    """What a report is written with.

    ``sources`` are the texts that findings are about, by path; ``describe`` returns what there is to say of
    a rule, by its code. ``width`` is how many columns a terminal shows, if it is one. ``say`` says the words
    of the report itself in ``language``, that of the findings. ``maps`` show what policies of the run grant,
    and ``remarks`` say what is not on them.
    """

    sources: Mapping[str, Source]
    color: bool = False
    describe: Callable[[str], RuleSummary] | None = None
    version: str = ""
    width: int | None = None
    say: Say = str
    language: str = "en"
    maps: Sequence[AccessMap] = ()
    remarks: Sequence[str] = ()


Reporter = Callable[[Sequence[Finding], Context], str]
