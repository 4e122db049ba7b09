"""Statements of which each action has its resource and each resource its action: of them nothing is told.

Whether a resource serves an action hangs on few of its names: those that stand where a word of some template
does. Any other stands for all like it, so what was found of one statement holds for all that are alike.
"""

from __future__ import annotations

import re
from string import ascii_letters, digits
from typing import Any

from immlint.access import neighbour
from immlint.access import service as known
from immlint.access.served import Served, dead_names
from immlint.catalog.names import Grammar
from immlint.ram import arn
from immlint.ram.plain import Plain
from immlint.ram.written import Statement, statements
from immlint.subject import Policy, Route

#: A name that none of the templates has, and names that are like it wherever no template has them.
_NAME = "zq0"
_LIKE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,30}")
_REGION = re.compile(r"[a-z0-9-]+|\*")
_ACCOUNT = re.compile(r"[0-9]{16}")
#: Characters of a relative id that no limit of names can be about.
_SHORT = 100
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
        self._words = (*(said - {"*"}), _OLD)
        self._beginnings = {word[:n] for word in self._words for n in range(1, len(word) + 1)}

    def general(self, name: str) -> str:
        """Return what stands for a name, and for one that may go on where that ends with a star."""
        begun = name.removesuffix("*")
        if (
            not self._are_names
            or not _LIKE.fullmatch(begun)
            or begun in self._beginnings
            or begun.startswith(self._words)
        ):
            return name
        return _NAME + name[len(begun) :]


def _takes_all(names: Grammar) -> bool:
    """Tell whether whatever is like a name is one."""
    return all(map(names.holds, ascii_letters)) and names.holds(f"a{ascii_letters}{digits}_-")


class Sound:
    """What is known of statements that are alike."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._services = known.SERVICES
        self._words: dict[str, _Words] = {}
        self._general: dict[str, str] = {}
        self._dead: dict[str, bool] = {}
        self._known: dict[tuple[frozenset[str], frozenset[str]], bool] = {}

    def general(self, resource: str) -> str:
        """Return a resource that serves the same actions, one for all that are alike."""
        if known.SERVICES is not self._services:
            self._forget()
        found = self._general.get(resource)
        if found is None:
            if len(self._general) > _MOST_KNOWN:
                self._general.clear()
            found = self._general[resource] = self._read(resource)
        return found

    def _read(self, resource: str) -> str:
        fields = arn.split(resource)
        if len(fields) < 5 or not fields[1].isalnum() or len(fields[4]) > _SHORT:
            return resource
        prefix, code, region, account, relative = fields
        *names, last = relative.split("/")
        if "*" in last[:-1] or "?" in relative or any("*" in name for name in names):
            return resource
        words = self._words.get(code)
        if words is None:
            if len(self._words) > _MOST_KNOWN:
                self._words.clear()
            words = self._words[code] = _Words(code)
        region = "*" if _REGION.fullmatch(region) else region
        account = "1" * 16 if _ACCOUNT.fullmatch(account) else account
        return ":".join((prefix, code, region, account, "/".join(map(words.general, (*names, last)))))

    def has_dead_name(self, resource: str) -> bool:
        """Tell whether a name stands in a resource that its kind cannot have."""
        general = self.general(resource)
        found = self._dead.get(general)
        if found is None:
            if len(self._dead) > _MOST_KNOWN:
                self._dead.clear()
            found = self._dead[general] = any(True for _ in dead_names(general))
        return found

    def holds(self, body: dict[str, Any]) -> bool:
        """Tell whether nothing is to be told of a statement of a plain policy."""
        key = frozenset(_listed(body["Action"])), frozenset(map(self.general, _listed(body["Resource"])))
        found = self._known.get(key)
        if found is None:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = _is_sound(*map(sorted, key))
        return found


SOUND = Sound()


def _listed(value: Any) -> list[str]:
    return value if type(value) is list else [value]


def _is_sound(actions: list[str], resources: list[str]) -> bool:
    served = Served(Statement((), {"Action": actions, "Resource": resources}))
    if not served.is_known:
        return True
    if served.useless or any(served.unserved(asked) for asked in served.actions if not asked.is_vague):
        return False
    return not any(True for _ in neighbour.unserved(served))


def unsound(policy: Policy) -> tuple[Served, ...]:
    """Return the statements of a document of which there may be something to tell."""
    if policy.once(Plain.of) is None:
        return policy.once(Served.all_of)
    doubtful = (Served(one) for one in statements(policy) if not SOUND.holds(one.body))
    return tuple(served for served in doubtful if served.is_known)


def told_as_a_whole(policy: Policy) -> frozenset[Route]:
    """Return where resources stand that serve no action: their parts are not told as well."""
    return frozenset(text.route for served in policy.once(unsound) for text in served.useless)
