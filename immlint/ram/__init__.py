"""What RAM means: resource names, conditions, decisions.

from immlint.ram import Policy, grants, diff
grants([Policy.parse(text)], action="imm:CreateDataset", resource="acs:imm:*:*:project/p/dataset/*")
"""

from __future__ import annotations

from collections.abc import Iterable

from immlint.ram.decision import Decision, Policy, decide
from immlint.ram.difference import Difference, Grant, diff

__all__ = ["Decision", "Difference", "Grant", "Policy", "diff", "grants"]


def grants(
    policies: Iterable[Policy], *, action: str, resource: str, excepted: Iterable[str] = ()
) -> Decision:
    """Decide what *policies* together grant; see :class:`~immlint.ram.decision.Decision`.

    *excepted* are resources not asked for. Raises ValueError if *resource* or one of them is no resource
    name.
    """
    return decide(policies, action, resource, excepted)
