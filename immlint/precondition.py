"""What a subject must be for a rule to be asked at all; see ``when`` of :func:`~immlint.rule.rule`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from immlint.rule import Facts
from immlint.subject import Policy, Request, Text


def current_api(request: Request, facts: Facts) -> bool:
    """Tell whether this is a request of the present API, by an operation that it has."""
    catalog = facts.catalog
    return request.version in (None, catalog.version) and request.operation in catalog.operations


def breaks_schema(request: Request, facts: Facts) -> bool:
    """Tell whether a request breaks anything that a schema of its operation says."""
    return bool(facts.violations(request))


def gives_limited(*limits: str) -> Callable[[Request, Facts], bool]:
    """Return what tells whether a request gives a field that one of *limits* of the catalogue is set to."""
    names = frozenset(limits)
    return lambda request, facts: not names.isdisjoint(facts.limits(request))


def breaks_or_gives(*limits: str) -> Callable[[Request, Facts], bool]:
    """Return what tells the same, or whether the request breaks its schema."""
    names = frozenset(limits)
    return lambda request, facts: breaks_schema(request, facts) or not names.isdisjoint(facts.limits(request))


def has_gaps(request: Request, facts: Facts) -> bool:
    """Tell whether a part of a value of a request is filled in later."""
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


def of_ram(policy: Policy, facts: Facts) -> bool:
    """Tell whether this is a policy of RAM: nothing says that it is another cloud's, or that of a bucket."""
    return policy.kind != "bucket" and of_ram_or_oss(policy, facts)


def of_ram_or_oss(policy: Policy, facts: Facts) -> bool:
    """Tell whether this is a policy of RAM or of a bucket: of what the rule asks, both say the same."""
    # Rules about requests import this module too: they must not wait for all that RAM means.
    from immlint.ram.written import foreign_cloud

    return foreign_cloud(policy) is None


def of_trust(policy: Policy, facts: Facts) -> bool:
    """Tell whether the policy says who may take a role."""
    return policy.kind == "trust"


def not_control(policy: Policy, facts: Facts) -> bool:
    """Tell whether the policy allows something itself, and does not only bound what others allow."""
    return policy.kind != "control"
