"""What immlint knows: one rule per module, named ``code_name``, and the catalogue as data.

This is where rules and machine meet: a module put into a family's folder is a rule.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from importlib import import_module

from immlint.registry import Entry, Registry
from immlint.rule import STEM, GrantedRun, Run
from immlint.subject import CodeSubject, Ignore, NamesRegion, Policy, Problem, Request, Response

#: Families of rules, and the types of subject that the rules of each take.
FAMILIES: dict[str, tuple[type, ...]] = {
    "request": (Request, Response, NamesRegion),
    "policy": (Policy, Problem),
    "trust": (Policy,),
    "run": (Run,),
    "code": (CodeSubject,),
    "grant": (GrantedRun,),
    "tool": (Problem, Ignore),
}


def _stems(family: str) -> Iterator[str]:
    """Yield the names of the modules of a family: `pkgutil` would import `inspect` for it."""
    for path in __path__:
        files = os.listdir(os.path.join(path, family))
        yield from {name.partition(".")[0] for name in files if name.endswith((".py", ".pyc"))}


_REGISTRY = Registry(
    Entry(
        match[1].upper(),
        match[2].replace("_", "-"),
        subjects,
        partial(import_module, f"{__name__}.{family}.{stem}"),
    )
    for family, subjects in FAMILIES.items()
    for stem in _stems(family)
    if (match := STEM.fullmatch(stem))
)


def registry() -> Registry:
    """Return all rules; their modules are imported only when a subject of theirs turns up."""
    return _REGISTRY
