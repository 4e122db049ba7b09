"""An ignore does not hold.

What it does: reports an ignore that names no rule or one that there is not, gives no reason, or whose last day
(`until=2027-01-31`) is over or is no date. Prefixes of codes name no rule here.

Why: it silences nothing. Whoever wrote it believes that it does, or has to look at it again.

How to fix: write `# immlint: ignore[CODE] reason`, or `# immlint: file-ignore[CODE] reason` for the whole file. Several
codes or names stand with commas between them. Give an expired one a later day, or mend what it hid.

Source: immlint.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Ignore, Place
from immlint.subject.ignore import Fault

SOURCE = "https://www.alibabacloud.com/help/en/imm/"

VALID = (
    Example(
        "ProjectName: p\nDatasetName: 1st  # immlint: ignore[IMM104] old, until=9999-12-31\n",
        "GetDataset.yaml",
    ),
)
INVALID = (
    Example(
        "ProjectName: p # immlint: ignore because\n",
        "GetProject.yaml",
        finds=(("", "this names no rule; expected codes or names in brackets, such as ignore[IMM104]"),),
    ),
    Example(
        "ProjectName: p # immlint: ignore[IMM999] because\n",
        "GetProject.yaml",
        finds=(("", "there is no rule IMM999; expected a code or name of one"),),
    ),
    Example(
        "ProjectName: 1p # immlint: ignore[IMM104]\n",
        "GetProject.yaml",
        finds=(("", "this gives no reason; expected one after the brackets"),),
        also=(
            ("IMM104", "/ProjectName", 'ProjectName "1p" begins with "1"; expected a letter or "_" first'),
        ),
    ),
    Example(
        "ProjectName: 1p # immlint: ignore[IMM104] old, until=2020-02-30\n",
        "GetProject.yaml",
        finds=(("", "2020-02-30 is no date; expected one such as 2027-01-31"),),
        also=(
            ("IMM104", "/ProjectName", 'ProjectName "1p" begins with "1"; expected a letter or "_" first'),
        ),
    ),
    Example(
        "ProjectName: 1p # immlint: ignore[IMM104] old, until=2020-02-28\n",
        "GetProject.yaml",
        finds=(("", "this expired on 2020-02-28"),),
        also=(
            ("IMM104", "/ProjectName", 'ProjectName "1p" begins with "1"; expected a letter or "_" first'),
        ),
    ),
)


@rule(on=Ignore, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID)
def invalid_ignore(ignore: Ignore, facts: Facts) -> Iterator[Issue]:
    """Yield why an ignore does not hold."""
    for fault in ignore.faults:
        place = Place(part=fault.span)
        if fault.kind == "blanket":
            yield issue(
                place, "this names no rule; expected codes or names in brackets, such as ignore[IMM104]"
            )
        elif fault.kind == "unknown":
            yield _unknown(place, fault)
        elif fault.kind == "reason":
            yield issue(place, "this gives no reason; expected one after the brackets")
        elif fault.kind == "date":
            yield issue(place, "{text} is no date; expected one such as 2027-01-31", text=fault.text)
        else:
            yield issue(
                place, "this expired on {text}", "give it a later day, or mend what it hid", text=fault.text
            )


def _unknown(place: Place, fault: Fault) -> Issue:
    if fault.near is None:
        return issue(place, "there is no rule {text}; expected a code or name of one", text=fault.text)
    return issue(
        place,
        "there is no rule {text}; expected a code or name of one",
        "did you mean {near}?",
        text=fault.text,
        near=fault.near,
    )
