"""What a subject must be for a rule to be asked at all; see ``when`` of :func:`~immlint.rule.rule`."""

from __future__ import annotations

from immlint.rule import Facts
from immlint.subject import Policy, Request


def current_api(request: Request, facts: Facts) -> bool:
    """Tell whether this is a request of the present API, by an operation that it has."""
    catalog = facts.catalog
    return request.version in (None, catalog.version) and request.operation in catalog.operations


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
