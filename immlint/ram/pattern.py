"""Patterns of policies: ``*`` is any run of characters, ``?`` exactly one.

Each question is answered exactly; where plain text settles it, no language is built.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum
from functools import lru_cache, partial
from operator import eq, methodcaller

from immlint.language import Chars, Language, Run, single
from immlint.record import cached_property
from immlint.subject import filled, is_template

#: What stands between the fields of joined resources: no field can hold it.
SEPARATOR = "\0"
WITHIN = Chars(((1, 0x10FFFF),))
#: Stars that a regular expression is trusted with: of many it may take very long, a language never does.
_MOST_STARS = 3
_ODD = ("\x01", "\x02")
_BUDGET = 20_000
#: Words of which each pattern remembers whether it holds them.
_MOST_ASKED = 512
#: Pairs of characters up to which it is worked out what two patterns share.
_MOST_PAIRS = 100_000


#: How an action is written, ``<ram-code>:<action-name>``; or it is ``*``.
ACTION = re.compile(r"[A-Za-z0-9*?._-]+:[A-Za-z0-9*?._/-]+")


class Holes(Enum):
    """What the text stands for that a later step fills in."""

    ANYTHING = "anything"
    NOTHING = "nothing"
    LITERAL = "literal"

    @property
    def contrary(self) -> Holes:
        """What it stands for where less is more, as in NotAction."""
        return {Holes.ANYTHING: Holes.NOTHING, Holes.NOTHING: Holes.ANYTHING}.get(self, self)


def typical(text: str) -> str:
    """Return a string of a pattern that few other patterns hold: odd characters for its wildcards."""
    return text.replace("*", _ODD[0]).replace("?", _ODD[1])


def language(text: str, chars: Chars = WITHIN) -> Language:
    """Return the language of a pattern whose wildcards stand for *chars*."""
    wild = {"*": Run(chars, 0, None), "?": Run(chars)}
    return Language([[wild.get(char) or single(char) for char in text]])


WILD = re.compile(r"[*?]+")


def is_wild(text: str) -> bool:
    """Tell whether a pattern has wildcards."""
    return "*" in text or "?" in text


class Pattern:
    """A pattern, compared by its text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_literal = "*" not in text and "?" not in text

    def __repr__(self) -> str:
        """Show the pattern as it is written."""
        return f"{type(self).__name__}({self.text!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return (pattern, (self.text,))

    @cached_property
    def language(self) -> Language:
        """The strings that it holds."""
        return language(self.text)

    @cached_property
    def fixed(self) -> tuple[str, ...]:
        """What stands between its wildcards, its beginning and its end included."""
        return tuple(WILD.split(self.text))

    @cached_property
    def holds(self) -> Callable[[str], bool]:
        """Whether a value is one of its strings; what tells it is chosen once."""
        if self.is_literal:
            return partial(eq, self.text)
        if "?" in self.text:
            return _matching(self.text)
        head, *middle, tail = self.text.split("*")
        if not any(middle) and not (head and tail):
            return methodcaller("endswith", tail) if tail else methodcaller("startswith", head)
        return partial(_is_made_of, head, middle, tail)

    @cached_property
    def _asked(self) -> tuple[set[str], set[str]]:
        """Words that it was asked for, and those of them that it holds."""
        return set(), set()

    def among(self, words: set[str]) -> set[str]:
        """Return those of *words* that it holds: policies say the same ones again and again."""
        asked, held = self._asked
        if len(asked) > _MOST_ASKED:
            asked.clear()
            held.clear()
        new = words - asked
        if new:
            asked |= new
            held.update(filter(self.holds, new))
        return words & held

    @cached_property
    def _kinds(self) -> dict[Language, bool]:
        return {}

    def may_be(self, kind: Language) -> bool:
        """Tell whether it holds any of a kind of texts, such as regions; worked out once for each."""
        found = self._kinds.get(kind)
        if found is None:
            found = self._kinds[kind] = self.language.meets(kind)
        return found

    def covers(self, other: Pattern) -> bool:
        """Tell whether it holds all that *other* does; a search that takes too long proves nothing."""
        if self.text in ("*", other.text):
            return True
        # What holds the odd characters holds whatever stands there, unless a ? or an odd one took them.
        if not self.holds(typical(other.text)):
            return False
        if other.is_literal or not ("?" in self.text or any(odd in self.text for odd in _ODD)):
            return True
        return other.language.compare_to_union([self.language], budget=_BUDGET).verdict == "all"

    def meets(self, other: Pattern) -> bool:
        """Tell whether both hold a common string."""
        if self.is_literal:
            return other.holds(self.text)
        if other.is_literal:
            return self.holds(other.text)
        return _meet(self.text, other.text)


def _matching(text: str) -> Callable[[str], bool]:
    if text.count("*") > _MOST_STARS:
        return Language.glob(text).matches
    parts = re.split(r"([*?])", text)
    source = "".join({"*": ".*", "?": "."}.get(p) or re.escape(p) for p in parts)
    match = re.compile(source, re.S).fullmatch
    return lambda value: match(value) is not None


def _is_made_of(head: str, middle: Sequence[str], tail: str, value: str) -> bool:
    """Tell whether *value* has some parts in order, the first at its beginning and the last at its end."""
    at, end = len(head), len(value) - len(tail)
    if at > end or not value.startswith(head) or not value.endswith(tail):
        return False
    for part in middle:
        # The first place leaves most to the parts after it.
        at = value.find(part, at, end) + len(part)
        if at < len(part):
            return False
    return True


@lru_cache(maxsize=16384)
def pattern(text: str) -> Pattern:
    """Return the pattern of *text*: one object for equal texts, which most fields of a policy are."""
    return Pattern(text)


def _meet(one: str, other: str) -> bool:
    if "*" in one and "*" in other and "?" not in one + other:
        # Stars take whatever stands between: only the fixed ends can be at odds.
        (head, _, _), (head_, _, _) = one.partition("*"), other.partition("*")
        tail, tail_ = one.rpartition("*")[2], other.rpartition("*")[2]
        agree = head.startswith(head_) or head_.startswith(head)
        return agree and (tail.endswith(tail_) or tail_.endswith(tail))
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


def both(one: str, other: str, most: int = 64) -> list[str] | None:
    """Return the patterns that together hold what two patterns both do, ``None`` if those are many."""
    if len(one) * len(other) > _MOST_PAIRS:
        return None
    below: list[dict[str, None]] = []  # what is ahead of each place of *other*, from the next of *one*
    for i in range(len(one), -1, -1):
        here: list[dict[str, None]] = [{} for _ in range(len(other) + 1)]
        for j in range(len(other), -1, -1):
            this, that = one[i : i + 1], other[j : j + 1]
            found = here[j]
            if not this and not that:
                found[""] = None
            elif this == that == "*":
                found.update(("*" + rest.lstrip("*"), None) for rest in (*below[j], *here[j + 1]))
            elif this == "*":
                found.update(below[j])
                found.update((that + rest, None) for rest in (here[j + 1] if that else ()))
            elif that == "*":
                found.update(here[j + 1])
                found.update((this + rest, None) for rest in (below[j] if this else ()))
            elif this and that and (this == that or "?" in (this, that)):
                found.update(((that if this == "?" else this) + rest, None) for rest in below[j + 1])
            if len(found) > most:
                return None
        below = here
    return list(below[0])


class Action:
    """The pattern of an action, ``imm:Get*``: case does not matter."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = text.lower()
        service, _, name = text.partition(":")
        self.service, self.name = service.lower(), name
        self.is_wild = is_wild(text)
        self._pattern = pattern(self.folded)
        #: What it is as a pattern of one field, beside those of resources.
        self.fields = (self.folded,)
        #: Whether a later step fills in a part of it.
        self.is_open = is_template(text)
        self._among: dict[tuple[str, ...], frozenset[str]] = {}

    def __eq__(self, other: object) -> bool:
        """Tell whether both are written alike."""
        return isinstance(other, Action) and self.text == other.text

    def __hash__(self) -> int:
        """Return what is equal for equal texts."""
        return hash(self.text)

    def __reduce__(self) -> tuple[object, ...]:
        return (action, (self.text,))

    def __repr__(self) -> str:
        """Show the action as it is written."""
        return f"Action({self.text!r})"

    @cached_property
    def language(self) -> Language:
        """The actions that it holds, in lower case."""
        return Language.glob(self.folded)

    @cached_property
    def sample(self) -> tuple[str]:
        """A text that it holds and few other patterns do, of one field."""
        return (typical(self.folded),)

    @cached_property
    def typical(self) -> str:
        """An action that it holds and few other patterns do."""
        return typical(self.text if ":" in self.text else self.text.replace("*", "*:*", 1)).lower()

    @cached_property
    def _filled(self) -> Pattern:
        return pattern(filled(self.text, "*").lower())

    def holds(self, action: str, holes: Holes = Holes.LITERAL) -> bool:
        """Tell whether *action* is one of them, with what a later step fills in read as *holes* say."""
        return self.holds_folded(action.lower(), holes)

    def holds_folded(self, action: str, holes: Holes) -> bool:
        """Tell the same of an action in lower case."""
        if self.is_open and holes is not Holes.LITERAL:
            return holes is Holes.ANYTHING and self._filled.holds(action)
        return self._pattern.holds(action)

    def among(self, names: tuple[str, ...]) -> frozenset[str]:
        """Return those of *names* that it holds, but none that a later step fills in; worked out once."""
        if names not in self._among:
            self._among[names] = frozenset(name for name in names if self.holds(name, Holes.NOTHING))
        return self._among[names]

    def covers(self, other: Action) -> bool:
        """Tell whether it holds all that *other* does."""
        return self._pattern.covers(other._pattern)

    def meets(self, other: Action) -> bool:
        """Tell whether both hold a common action."""
        return self._pattern.meets(other._pattern)


@lru_cache(maxsize=16384, typed=True)
def action(text: str) -> Action:
    """Return the action of *text*: one object for equal texts, of which policies have few."""
    return Action(text)
