"""How often each rule found something, instead of the findings."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from immlint.cells import padded
from immlint.finding import Finding
from immlint.message import Message
from immlint.report.context import Context


class Count(NamedTuple):
    """The findings of one rule at one level, and how many of them have a fix."""

    number: int
    code: str
    name: str
    severity: str
    fixable: int


def counted(findings: Sequence[Finding]) -> list[Count]:
    """Return the counts, the largest first."""
    keys = [(finding.code, finding.name, finding.severity) for finding in findings]
    fixable = Counter(
        key
        for key, finding in zip(keys, findings, strict=True)
        if finding.fix and finding.fix.applicability != "display"
    )
    rows = [Count(count, *key, fixable[key]) for key, count in Counter(keys).items()]
    return sorted(rows, key=lambda row: (-row.number, row.code, row.severity))


def as_text(findings: Sequence[Finding], context: Context) -> str:
    """Return a line for each rule and level: ``count severity CODE name (n fixable)``."""
    rows = counted(findings)
    wide = max((len(str(row.number)) for row in rows), default=0)
    return "\n".join(
        f"{row.number:>{wide}}  {padded(context.say(row.severity), 7)}  {row.code}  {row.name}"
        + (" " + context.say(Message("({count} fixable)", count=row.fixable)) if row.fixable else "")
        for row in rows
    )


def as_json(findings: Sequence[Finding], context: Context) -> str:
    """Return a JSON array, one object for each rule and level; an empty run is ``[]``."""
    return json.dumps([_object(row) for row in counted(findings)], indent=2)


def _object(row: Count) -> dict[str, Any]:
    own = row._asdict()
    return {"count": own.pop("number"), **own}
