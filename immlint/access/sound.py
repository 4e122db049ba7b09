"""Statements of which each action has its resource and each resource its action: of them nothing is told.

Whether a resource serves an action hangs on few of its names: those that stand where a word of some template
does. Any other stands for all like it, so what was found of one statement holds for all that are alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from string import ascii_letters, digits
from typing import NamedTuple, TypeVar

from immlint.access import neighbour
from immlint.access import service as known
from immlint.access.served import Served, dead_names
from immlint.catalog.names import Grammar
from immlint.ram import arn
from immlint.ram.plain import Plain
from immlint.ram.written import Statement, statements
from immlint.subject import Policy, Route

K = TypeVar("K")
V = TypeVar("V")
#: A name that none of the templates has, and names that are like it wherever no template has them.
_NAME = "zq0"
_LIKE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,30}")
_REGION = re.compile(r"[a-z0-9-]+|\*")
_ACCOUNT = re.compile(r"[0-9]{16}")
#: Characters of a relative id that no limit of names can be about.
_SHORT = 100
#: Pairs of actions and resources of one statement that are held against each other.
_MOST_PAIRS = 64
#: Answers that are kept.
_MOST_KNOWN = 4096
#: How the path of the old API begins.
_OLD = "projects"


class _Words:
    """What the templates of a service say word for word."""

    def __init__(self, code: str) -> None:
        service = known.known_service(code)
        segments = {
            segment for family in (service.families if service else ()) for segment in family.segments
        }
        said = {segment for segment in segments if isinstance(segment, str)}
        #: Whether what is like a name is one of every kind.
        self._are_names = all(isinstance(kind, str) or _takes_all(kind) for kind in segments)
        #: What stands for names, as far as it was asked for.
        self.known: dict[str, str] = {}
        self._words = (*(said - {"*"}), _OLD)
        self._beginnings = {word[:n] for word in self._words for n in range(1, len(word) + 1)}

    def general(self, name: str) -> str:
        """Return what stands for a name, and for one that may go on where that ends with a star."""
        found = self.known.get(name)
        return _kept(self.known, name, self._read(name)) if found is None else found

    def _read(self, name: str) -> str:
        begun = name.removesuffix("*")
        if not self._are_names or not _LIKE.fullmatch(begun):
            return name
        is_word = begun in self._beginnings or begun.startswith(self._words)
        return name if is_word else _NAME + name[len(begun) :]


class Pair(NamedTuple):
    """What is known of an action beside a resource."""

    #: A bit for each row of the action that the resource does not serve; of other services one for all.
    lacking: int
    #: Whether the action asks for resources of some kind, and the resource is of use for it.
    is_scoped: bool
    is_useful: bool


def _takes_all(names: Grammar) -> bool:
    """Tell whether whatever is like a name is one."""
    return all(map(names.holds, ascii_letters)) and names.holds(f"a{ascii_letters}{digits}_-")


def _kept(known: dict[K, V], key: K, value: V) -> V:
    """Keep an answer, and forget the others if they are many."""
    if len(known) >= _MOST_KNOWN:
        known.clear()
    known[key] = value
    return value


class Sound:
    """What is known of statements that are alike."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._services = known.SERVICES
        self._words: dict[str, _Words] = {}
        self._heads: dict[str, tuple[str, _Words | None]] = {}
        self._general: dict[str, str] = {}
        self._dead: dict[str, bool] = {}
        self._pairs: dict[tuple[str, str], Pair] = {}
        self._alike: dict[tuple[tuple[str, ...], tuple[str, ...]], bool] = {}

    def _keep_up(self) -> None:
        """Forget what is known of services that are no more those."""
        if known.SERVICES is not self._services:
            self._forget()

    def general(self, resource: str) -> str:
        """Return a resource that serves the same actions, one for all that are alike."""
        self._keep_up()
        found = self._general.get(resource)
        return _kept(self._general, resource, self._read(resource)) if found is None else found

    def _read(self, resource: str) -> str:
        at = resource.rfind(":") + 1
        relative = resource[at:]
        if "*" in relative[:-1] or "?" in relative or len(relative) > _SHORT:
            return resource
        head = resource[:at]
        found = self._heads.get(head)
        general, words = _kept(self._heads, head, self._read_head(head)) if found is None else found
        if words is None:
            return resource
        names = words.known
        return general + "/".join([names.get(n) or words.general(n) for n in relative.split("/")])

    def _read_head(self, head: str) -> tuple[str, _Words | None]:
        """Return what stands for the first fields, with the words of the service; none if it is not told."""
        fields = arn.split(head)
        if head.count(":") != 4 or not fields[1].isalnum():
            return head, None
        prefix, code, region, account, _ = fields
        region = "*" if _REGION.fullmatch(region) else region
        account = "1" * 16 if _ACCOUNT.fullmatch(account) else account
        words = self._words.get(code) or _kept(self._words, code, _Words(code))
        return f"{prefix}:{code}:{region}:{account}:", words

    def have_dead_name(self, resources: Iterable[str]) -> bool:
        """Tell whether a name stands in one of some resources that its kind cannot have."""
        self._keep_up()
        of, dead = self._general, self._dead
        for resource in resources:
            general = of.get(resource) or self.general(resource)
            found = dead.get(general)
            if found is None:
                found = _kept(dead, general, any(True for _ in dead_names(general)))
            if found:
                return True
        return False

    def holds(self, actions: tuple[str, ...], resources: tuple[str, ...]) -> bool:
        """Tell whether surely nothing is to be told of a statement of a plain policy."""
        if "*" in resources:
            return True
        if len(actions) * len(resources) > _MOST_PAIRS:
            return False
        self._keep_up()
        of = self._general
        general = tuple([of.get(one) or self.general(one) for one in resources])
        found = self._alike.get((actions, general))
        if found is None:
            found = _kept(self._alike, (actions, general), self._holds(actions, general))
        return found

    def _holds(self, actions: Sequence[str], general: Sequence[str]) -> bool:
        useful = [False] * len(general)
        is_scoped = False
        for action in actions:
            lacking = -1
            for number, resource in enumerate(general):
                pair = self._pairs.get((action, resource))
                if pair is None:
                    pair = _kept(self._pairs, (action, resource), _pair(action, resource))
                lacking &= pair.lacking
                is_scoped = is_scoped or pair.is_scoped
                useful[number] = useful[number] or pair.is_useful
            if lacking:
                return False
        return not is_scoped or all(useful)


SOUND = Sound()


def _pair(action: str, resource: str) -> Pair:
    """Hold one action against one resource."""
    served = Served(Statement((), {"Action": action, "Resource": resource}))
    (asked,) = served.actions
    if asked.is_vague:
        return Pair(any(True for _ in neighbour.unserved(served)), is_scoped=True, is_useful=True)
    lacking = sum(1 << number for number, row in enumerate(asked.rows) if not served.is_served(row))
    return Pair(lacking, bool(asked.scoped), bool(asked.scoped) and not served.useless)


def unsound(policy: Policy) -> tuple[Served, ...]:
    """Return the statements of a document of which there may be something to tell."""
    plain = policy.once(Plain.of)
    if plain is None:
        return policy.once(Served.all_of)
    rows = zip(statements(policy), plain.rows, strict=True)
    doubtful = [Served(one) for one, row in rows if not SOUND.holds(row.actions, row.resources)]
    return tuple([served for served in doubtful if served.is_known])


def told_as_a_whole(policy: Policy) -> frozenset[Route]:
    """Return where resources stand that serve no action: their parts are not told as well."""
    return frozenset(text.route for served in policy.once(unsound) for text in served.useless)
