"""What immlint knows: one rule per module, named ``code_name``, and the catalogue as data.

This is where rules and machine meet: a module put into a family's folder is a rule.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pkgutil import iter_modules

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


_REGISTRY = Registry(
    Entry(
        match[1].upper(),
        match[2].replace("_", "-"),
        subjects,
        partial(import_module, f"{__name__}.{family}.{module.name}"),
    )
    for family, subjects in FAMILIES.items()
    for module in iter_modules([f"{path}/{family}" for path in __path__])
    if (match := STEM.fullmatch(module.name))
)


def registry() -> Registry:
    """Return all rules; their modules are imported only when a subject of theirs turns up."""
    return _REGISTRY
