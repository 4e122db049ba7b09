"""What a subject must be for a rule to be asked at all; see ``when`` of :func:`~immlint.rule.rule`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from immlint.derived import Derived
from immlint.facts import Facts
from immlint.subject import NamesRegion, Policy, PolicyKind, Request, Text


def current_api(request: Request, facts: Facts) -> bool:
    """Tell whether this is a request of the present API, by an operation that it has."""
    catalog = facts.catalog
    return request.version in (None, catalog.version) and request.operation in catalog.operations


def not_current_api(request: Request, facts: Facts) -> bool:
    """Tell whether a request is of another version, or of an operation that the present API does not have."""
    return not current_api(request, facts)


def not_plain(request: Request, facts: Facts) -> bool:
    """Tell whether something that a request gives may be wrong by itself, as far as a glance shows."""
    return not facts.is_plain(request)


def has_rules_between(request: Request, facts: Facts) -> bool:
    """Tell whether there are rules between the parameters of a request, or between fields in them."""
    return facts.catalog.has_rules_between(request.operation)


def names_region(subject: NamesRegion, facts: Facts) -> bool:
    """Tell whether a subject names a region."""
    return subject.region_named() is not None


def breaks_schema(request: Request, facts: Facts) -> bool:
    """Tell whether a request breaks anything that a schema of its operation says."""
    return bool(facts.violations(request))


def breaks_schema_or_is_typed(request: Request, facts: Facts) -> bool:
    """Tell the same, or whether an object of the SDK carries its parameters."""
    return breaks_schema(request, facts) or request.is_typed


def gives_limited(*limits: str) -> Callable[[Request, Facts], bool]:
    """Return what tells whether a request gives a field that one of *limits* of the catalogue is set to."""
    names = frozenset(limits)
    return lambda request, facts: not names.isdisjoint(facts.limits(request))


def breaks_or_gives(*limits: str) -> Callable[[Request, Facts], bool]:
    """Return what tells the same, or whether the request breaks its schema."""
    names = frozenset(limits)
    return lambda request, facts: not names.isdisjoint(facts.limits(request)) or breaks_schema(request, facts)


def has_gaps(request: Request, facts: Facts) -> bool:
    """Tell whether a part of a value of a request is filled in later."""
    if facts.is_plain(request):
        return False
    stack: list[Any] = [request.parameters]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack += value.values()
        elif isinstance(value, list):
            stack += value
        elif isinstance(value, Text):
            return True
    return False


def _whose(policy: Policy, facts: Facts) -> tuple[bool, PolicyKind]:
    """Return whether nothing says that a policy is another cloud's, and its kind."""
    # Rules about requests import this module too: they must not wait for all that RAM means.
    from immlint.ram.written import foreign_cloud

    return foreign_cloud(policy) is None, policy.kind


#: Whether this is a policy of RAM: nothing says that it is another cloud's, or that of a bucket.
of_ram = Derived(_whose, lambda whose: whose[0] and whose[1] != "bucket")
#: Whether this is a policy of RAM or of a bucket: of what the rule asks, both say the same.
of_ram_or_oss = Derived(_whose, lambda whose: whose[0])
#: Whether the policy says who may take a role.
of_trust = Derived(_whose, lambda whose: whose[1] == "trust")
#: Whether the policy allows something itself, and does not only bound what others allow.
not_control = Derived(_whose, lambda whose: whose[1] != "control")
