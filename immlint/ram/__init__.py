"""What RAM means: resource names, conditions, decisions.

from immlint.ram import Policy, grants, diff
grants([Policy.parse(text)], action="imm:CreateDataset", resource="acs:imm:*:*:project/p/dataset/*")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from immlint.ram.decide.decision import Decision
    from immlint.ram.decide.difference import Difference, Grant
    from immlint.ram.decide.residual import Residual
    from immlint.ram.policy import Policy
    from immlint.refusal import diff, grants

__all__ = ["Decision", "Difference", "Grant", "Policy", "Residual", "diff", "grants"]

_ROOMS = {
    "Decision": "immlint.ram.decide.decision",
    "Difference": "immlint.ram.decide.difference",
    "Grant": "immlint.ram.decide.difference",
    "Policy": "immlint.ram.policy",
    "Residual": "immlint.ram.decide.residual",
    "diff": "immlint.refusal",
    "grants": "immlint.refusal",
}


def __getattr__(name: str) -> object:
    # A public door: what it hands out stands on floors above, and is loaded when it is asked for.
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_ROOMS[name]), name)
