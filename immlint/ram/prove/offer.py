"""Repairs of policies that rules offer: worked out, and proved, where somebody asks for them."""

from __future__ import annotations

from immlint.ram.prove.rewrite import Rewrite
from immlint.ram.written import Text
from immlint.repair import Offer, Proof, Repair
from immlint.subject import Policy as Written
from immlint.subject import Route


def dropping(policy: Written, route: Route) -> Offer:
    """Offer to drop an entry of a list, if that is proved to grant and to refuse the same."""

    def offer() -> Repair | None:
        rewrite = Rewrite(policy).drop(route)
        return rewrite.repair("drop it", Proof.EQUAL) if rewrite.keeps() else None

    return offer


def granting(policy: Written, route: Route, *resources: str) -> Offer:
    """Offer to put *resources* at *route*, if that is proved to grant just them."""

    def offer() -> Repair | None:
        rewrite = Rewrite(policy).put(route, [*resources] if len(resources) > 1 else resources[0])
        if not rewrite.grants_just(*resources):
            return None
        return rewrite.repair("grant {resource} instead", Proof.JUST_THIS, resource=", ".join(resources))

    return offer


def granting_too(policy: Written, beside: Text, resource: str) -> Offer:
    """Offer to put *resource* behind another one, if that is proved to grant just it."""

    def offer() -> Repair | None:
        rewrite = Rewrite(policy).put(beside.route, [beside.value, resource])
        if not rewrite.grants_just(resource):
            return None
        return rewrite.repair("grant {resource} as well", Proof.JUST_THIS, resource=resource)

    return offer
