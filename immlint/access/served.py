"""Which actions of one statement its resources serve, for every pattern of actions there is.

A resource serves an action if it names something that the action asks for; doubt counts as yes. Of an
action that supports no single resources, only ``*`` does. What other rules tell (a name that is none, the
path of the old API) is taken for what was meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from immlint.access.family import Family
from immlint.access.service import Asking, families_of, meant, overlaps, service_of
from immlint.ram import arn
from immlint.ram.pattern import action
from immlint.ram.written import Statement, Text, statements, texts
from immlint.record import cached_property
from immlint.subject import Policy, filled


class Asked:
    """One action of a statement."""

    def __init__(self, text: Text) -> None:
        self.text = text
        found = meant(text.value)
        self.rows, self.scoped = found.rows, found.scoped
        self.is_pattern, self.is_vague = found.is_pattern, found.is_vague


class Served:
    """The actions of one statement beside its resources."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.resources = list(texts(statement, "Resource"))
        self.actions = [*map(Asked, texts(statement, "Action"))]
        self._serves: dict[tuple[str, Family, bool], bool] = {}
        self._is_served: dict[tuple[str, ...], bool] = {}

    @classmethod
    def all_of(cls, policy: Policy) -> tuple[Served, ...]:
        """Return the statements of a document of which there is something to tell."""
        if policy.kind == "bucket":
            ours = statements(policy)
        else:
            ours = [statement for statement in statements(policy) if not statement.is_resource_policy]
        return tuple(served for statement in ours if (served := cls(statement)).is_known)

    @property
    def is_known(self) -> bool:
        """Whether all resources are there to read, and none is everything."""
        if not self.resources or not self.actions:
            return False
        given = self.statement.body["Resource"]
        whole = len(given) if isinstance(given, list) else 1
        return len(self.resources) == whole and not any(r.value == "*" for r in self.resources)

    def serves(self, resource: Text, row: Asking, *, single: bool = False) -> bool:
        """Tell whether a resource serves a row; *single*: whether it names a part of what a row lists."""
        families = families_of(row)
        if not families:
            return may_be_all(resource.value)
        # A generator costs as much as what is asked here, and little is asked more often.
        for family in families:
            if (family.is_whole or not single) and self._names(resource.value, family, single=single):
                return True
        return False

    def _names(self, resource: str, family: Family, *, single: bool) -> bool:
        key = (resource, family, single)
        found = self._serves.get(key)
        if found is None:
            found = self._serves[key] = overlaps(resource, family, single=single)
        return found

    def is_served(self, row: Asking) -> bool:
        """Tell whether some resource serves a row."""
        # Most rows name the same kinds of resources.
        key = row.ram.resources
        found = self._is_served.get(key)
        if found is None:
            found = self._is_served[key] = any(self.serves(resource, row) for resource in self.resources)
        return found

    def is_named_singly(self, row: Asking) -> bool:
        """Tell whether the resources name single things only, of what a row lists as a whole."""
        return any(self.serves(resource, row, single=True) for resource in self.resources)

    def unserved(self, asked: Asked) -> list[Asking]:
        """Return the rows of an action that no resource serves, in the order that people would name them."""
        found = [row for row in asked.rows if not self.is_served(row)]
        return sorted(found, key=lambda row: (not row.ram.documented, not _creates(row)))

    @cached_property
    def told(self) -> frozenset[str]:
        """The resources of which another rule says what is wrong."""
        return frozenset(r.value for r in self.resources if is_told(r.value))

    @cached_property
    def useless(self) -> list[Text]:
        """The resources that serve no action of the statement, as far as all of those are known."""
        if any(asked.is_vague for asked in self.actions):
            return []
        rows = [row for asked in self.actions for row in asked.scoped]
        doubtful = (r for r in self.resources if r.value not in self.told) if rows else ()
        return [resource for resource in doubtful if not self._is_of_use(resource, rows)]

    def _is_of_use(self, resource: Text, rows: Sequence[Asking]) -> bool:
        return may_be_all(resource.value) or any(
            self.serves(resource, row) or self.serves(resource, row, single=True) for row in rows
        )


def may_be_all(resource: str) -> bool:
    """Tell whether a resource ends in a field of stars, or may once its placeholders are filled in."""
    return arn.split(filled(resource, "*"))[-1].strip("*") == ""


def is_of_no_family(resource: str) -> bool:
    """Tell whether a resource of a known service is of no kind that this has, whatever rows are inferred."""
    located = arn.located(resource)
    service = service_of(located[0]) if located else None
    if service is None:
        return False
    return not any(overlaps(resource, f) or overlaps(resource, f, single=True) for f in service.families)


def is_told(resource: str) -> bool:
    """Tell whether another rule says what is wrong: a name that is none, the old path, too few fields."""
    fields = arn.split(resource)
    if len(fields) < 5 or fields[0] != "acs":
        return True
    return fields[4].startswith(("projects", "/projects")) or any(True for _ in dead_names(resource))


def dead_names(resource: str) -> Iterator[tuple[int, int, str]]:
    """Yield where in a resource a name stands that its kind cannot have, and the name."""
    fields = arn.split(resource)
    service = service_of(fields[1]) if len(fields) == 5 else None
    if service is None:
        return
    at = len(resource) - len(fields[4])
    for start, end, name in service.dead_names(fields[4]):
        yield at + start, at + end, name


def _creates(row: Asking) -> bool:
    """Tell whether a row is about making what it names: the one that people look for first."""
    name = action(row.ram.action or "").name
    words = [s for family in families_of(row) for s in family.segments if isinstance(s, str) and s != "*"]
    return bool(words) and name == f"Create{words[-1].capitalize()}"
