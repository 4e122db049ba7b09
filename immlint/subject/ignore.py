"""What silences findings, as rules see it once all findings are known."""

from __future__ import annotations

from typing import Literal, NamedTuple

from immlint.record import record

Range = tuple[int, int]


class Unused(NamedTuple):
    """A rule that is ignored where nothing is found; ``cut`` is what to take out, if the text has it."""

    rule: str
    span: Range
    cut: Range | None = None


class Fault(NamedTuple):
    """Why an ignore does not hold; *text* is what is written, *near* what may be meant."""

    kind: Literal["blanket", "unknown", "reason", "date", "expired"]
    span: Range
    text: str = ""
    near: str | None = None


@record(eq=False)
class Ignore:
    """A comment, or an entry of the configuration, that silences findings."""

    unused: tuple[Unused, ...] = ()
    faults: tuple[Fault, ...] = ()
