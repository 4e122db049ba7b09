"""The values that regions, accounts and names of IMM can have.

Source: RAM, "Policy elements", Resource; IMM, CreateProject and CreateDataset, naming rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from immlint.language import Chars, Language, Run

#: Characters of a region, and of an account.
REGION_CHARS = Chars.between("az", "09", "--")
ACCOUNT_CHARS = Chars.between("09")
REGION = Language.hole(REGION_CHARS, 1)
ACCOUNT = Language.hole(ACCOUNT_CHARS, 16, 16)
#: What the name of a project or dataset begins with, and what follows.
NAME_FIRST = Chars.between("az", "AZ", "__")
NAME_REST = Chars.between("az", "AZ", "__", "09", "--")
# Names end at 128 characters; without that bound every search is a hundred times smaller, and no
# pattern of a policy can tell the difference.
NAME = Language.hole(NAME_FIRST, 1, 1) + Language.hole(NAME_REST)


def names_in(language: Language) -> Language:
    """Return the strings of a language that are names of projects or datasets, exactly."""
    return Language([tail for branch in language.branches for tail in _begun(branch)])


def _begun(branch: Sequence[Run]) -> Iterable[list[Run]]:
    runs = [Run(run.chars & NAME_REST, run.least, run.most) for run in branch]
    if any(not run.chars.ranges and run.least for run in runs):
        return
    runs = [run for run in runs if run.chars.ranges]
    # The first character is of another set: it is one of the first run, or, where that may be empty,
    # of the next.
    for index, run in enumerate(runs):
        first = run.chars & NAME_FIRST
        if first.ranges and run.most != 0:
            most = None if run.most is None else run.most - 1
            rest = [Run(run.chars, max(run.least - 1, 0), most)] if most != 0 else []
            yield [Run(first), *rest, *runs[index + 1 :]]
        if run.least:
            return
