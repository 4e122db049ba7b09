"""An ignore silences nothing.

What it does: reports an ignore, in a comment or in `[[ignores]]` of the configuration, of a rule that finds nothing where
it holds. It is told only where the rule was asked: not for rules that are off, nor for those that look at the files
of a run together (IMM112, GNT), nor in a file that cannot be read. An entry of the configuration is told at its
line there, once a file that it names was checked.

Why: it hides the next finding of that rule, which nobody has looked at.

How to fix: take it out; `--fix` does so for comments.

Source: immlint.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.repair import Repair, Write
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Ignore, Place

SOURCE = "https://www.alibabacloud.com/help/en/imm/"

VALID = (
    Example(
        "ProjectName: p\nDatasetName: 1st  # immlint: ignore[IMM104] made before names were checked\n",
        "GetDataset.yaml",
    ),
    Example(
        'import json\ntext = "# immlint: ignore[IMM104] a text, no comment"\n'
        "from alibabacloud_imm20200930 import models\nmodels.GetProjectRequest(project_name='p')\n",
        "a.py",
    ),
)
INVALID = (
    Example(
        "ProjectName: p\nDatasetName: first  # immlint: ignore[IMM104] made before names were checked\n",
        "GetDataset.yaml",
        finds=(("", "nothing to ignore here: no IMM104 is found"),),
        fixed="ProjectName: p\nDatasetName: first\n",
    ),
    Example(
        "ProjectName: p\n# immlint: ignore[invalid-name, IMM106] made before names were checked\nDatasetName: 1st\n",
        "GetDataset.yaml",
        finds=(("", "nothing to ignore here: no IMM106 is found"),),
        fixed="ProjectName: p\n# immlint: ignore[invalid-name] made before names were checked\nDatasetName: 1st\n",
    ),
)


@rule(on=Ignore, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID)
def unused_ignore(ignore: Ignore, facts: Facts) -> Iterator[Issue]:
    """Yield each rule that is ignored and finds nothing."""
    for unused in ignore.unused:
        cut = unused.cut and Repair("take it out", (Write(unused.cut, ""),), "safe")
        yield issue(
            Place(part=unused.span),
            "nothing to ignore here: no {rule} is found",
            "take it out",
            repair=cut,
            rule=unused.rule,
        )
