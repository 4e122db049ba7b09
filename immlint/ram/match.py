"""Patterns held against single actions and resources, and against each other, as plain text.

What the languages of ``arn`` answer in general is answered here at once for the questions that are asked
most; where an answer is not exact, its name or documentation says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from immlint.language import Language
from immlint.ram import arn
from immlint.subject import PLACEHOLDER


@lru_cache(maxsize=16384)
def _action(text: str) -> re.Pattern[str]:
    parts = re.split(r"([*?])", text)
    return re.compile("".join({"*": ".*", "?": "."}.get(p) or re.escape(p) for p in parts), re.S)


def matches_action(text: str, action: str, *, generous: bool | None = None) -> bool:
    """Tell whether a pattern of a policy matches an action; case does not matter.

    A placeholder stands for anything if *generous*, for nothing if that is false.
    """
    if generous is not None and arn.has_hole(text):
        if not generous:
            return False
        text = PLACEHOLDER.sub("*", text)
    if "*" not in text and "?" not in text:
        return text.lower() == action.lower()
    # A regular expression of many stars may take very long; a language never does.
    if text.count("*") > 3:
        return _slow(text.lower()).matches(action.lower())
    return text == "*" or _action(text.lower()).fullmatch(action.lower()) is not None


@lru_cache(maxsize=1024)
def _slow(text: str) -> Language:
    return Language.glob(text)


def typical(text: str) -> str:
    """Return a string of a pattern that few other patterns hold: odd characters for its wildcards."""
    return text.replace("*", "\x01").replace("?", "\x02")


def names(text: str, resource: str) -> bool:
    """Tell whether a pattern names one resource, field by field."""
    if text == "*":
        return True
    own, wanted = fields(text), fields(resource)
    return bool(own and wanted) and fields_hold(own, wanted)


@lru_cache(maxsize=16384)
def fields(text: str) -> tuple[str, ...]:
    """Return the five fields of a pattern or name; none if it has fewer."""
    found = text.split(":", 4)
    if len(found) < 5:
        return ()
    found[1] = found[1].lower()
    found[2] = found[2] if found[2] or found[1] not in arn.GLOBAL else "*"
    return tuple(found)


def fields_hold(patterns: Sequence[str], values: Sequence[str]) -> bool:
    """Tell whether each pattern holds the value at its place."""
    # Most names differ at their end.
    return all(map(_holds, patterns[::-1], values[::-1]))


def _holds(text: str, value: str) -> bool:
    if "*" not in text and "?" not in text:
        return text == value
    if text.count("*") > 3:
        return _slow(text).matches(value)
    return _action(text).fullmatch(value) is not None


def surely_covers(large: str, small: str) -> bool:
    """Tell whether a pattern is seen at once to name all that another one names.

    What holds the odd characters of :func:`typical` holds whatever stands there, unless a ``?`` took one of
    them. Only a lone star covers what is no resource name.
    """
    if large in ("*", small):
        return True
    if "?" in large or "\x01" in large or "\x02" in large or not fields(small):
        return False
    return names(large, typical(small))


def surely_covers_action(large: str, small: str) -> bool:
    """Tell the same of patterns of actions."""
    if large == "*" or large.lower() == small.lower():
        return True
    if "?" in large or "\x01" in large or "\x02" in large:
        return False
    return matches_action(large, typical(small))


def overlap(one: str, other: str) -> bool:
    """Tell whether some resource is named by both patterns; where that is in doubt, it is."""
    if "*" in (one, other):
        return True
    own, others = fields(one), fields(other)
    if not own or not others:
        return arn.is_ambiguous(one) or arn.is_ambiguous(other)
    return all(map(overlapping, own[::-1], others[::-1]))


def overlapping(one: str, other: str) -> bool:
    """Tell whether two patterns hold a common string."""
    if "*" in one and "*" in other and "?" not in one + other:
        # Stars take whatever stands between: only the fixed ends can be at odds.
        (head, _, _), (head_, _, _) = one.partition("*"), other.partition("*")
        tail, tail_ = one.rpartition("*")[2], other.rpartition("*")[2]
        meet = head.startswith(head_) or head_.startswith(head)
        return meet and (tail.endswith(tail_) or tail_.endswith(tail))
    seen = {(0, 0)}
    stack = [(0, 0)]
    while stack:
        i, j = stack.pop()
        if i == len(one) and j == len(other):
            return True
        this, that = one[i : i + 1], other[j : j + 1]
        following = []
        if this == "*":
            following += [(i + 1, j)] + ([(i, j + 1)] if that else [])
        if that == "*":
            following += [(i, j + 1)] + ([(i + 1, j)] if this else [])
        if this and that and (this == that or "?" in (this, that)):
            following.append((i + 1, j + 1))
        for step in following:
            if step not in seen:
                seen.add(step)
                stack.append(step)
    return False
