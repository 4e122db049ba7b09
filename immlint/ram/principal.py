"""Who a trust policy names, and which name includes which.

``acs:ram::<account-id>:root`` is every user and role of an account that may assume roles there; who is named
alone needs that permission as well. Source: RAM, "Edit the trust policy of a RAM role".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from immlint.language import Language, shortest
from immlint.subject import is_open


class Principal(NamedTuple):
    """One principal: its kind (``RAM``, ``Service``, ``Federated``) and its name or pattern."""

    kind: str
    text: str


_ACCOUNT = re.compile(r"acs:ram:\*?:([^:]*):(.*)", re.S)


def language(principal: Principal) -> Language | None:
    """Return all that a principal names, ``None`` if part of it is filled in later or masked."""
    text = principal.text
    if is_open(text) or re.search(r"\d[xX*]{2,}", text):
        return None
    named = _ACCOUNT.fullmatch(text) if principal.kind == "RAM" else None
    if named:
        text = f"acs:ram::{named[1]}:{'*' if named[2] == 'root' else named[2]}"
    return Language.glob(text)


def are_principals_within(ours: Sequence[Principal] | None, theirs: Sequence[Principal] | None) -> bool:
    """Tell whether whoever *ours* name is surely named by *theirs*; ``None`` is whoever asks."""
    if theirs is None:
        return True
    return ours is not None and all(is_named(one, theirs) for one in ours)


def is_named(principal: Principal, others: Sequence[Principal]) -> bool:
    """Tell whether all that a principal names is surely named by others of its kind together."""
    if principal in others:
        return True
    own = language(principal)
    named = [found for other in others if other.kind == principal.kind and (found := language(other))]
    return own is not None and bool(named) and shortest([[own]], named) == (None, True)
