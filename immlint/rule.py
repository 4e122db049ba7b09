"""What a rule is: a check under :func:`rule`, in a module that documents it and shows it at work.

Whoever writes one finds here all that it takes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from immlint.facts import Facts
from immlint.finding import Severity
from immlint.issue import Elsewhere, Issue, issue, quoted, reported
from immlint.member import GrantedRun, Member, Run
from immlint.record import cached_property, record

__all__ = [
    "Elsewhere",
    "Example",
    "Facts",
    "GrantedRun",
    "Issue",
    "Member",
    "Precondition",
    "Rule",
    "Run",
    "issue",
    "quoted",
    "reported",
    "rule",
]

S = TypeVar("S")


@record(eq=False)
class Example:
    """An input that the tests run: what it *finds* is (pointer, message) of this rule, in order.

    An example of what a rule tells names ``also`` all that other rules tell of it: (code, pointer, message).
    """

    text: str
    filename: str
    finds: tuple[tuple[str, str], ...] = ()
    also: tuple[tuple[str, str, str], ...] = ()
    #: The text with the offered fix applied, where the rule offers one.
    fixed: str | None = None
    #: What ``--operation`` or ``kinds`` would say of the file.
    kind: str | None = None
    #: What the caller holds, as ``--policy policy.json`` would give it.
    policy: str | None = None


#: What a subject must be for a check to be asked; each is worked out once for a subject.
Precondition = Callable[[Any, Facts], bool]

#: What the name of a rule's module says: its code and its name.
STEM = re.compile(r"([a-z]{3}\d{3})_(\w+)")


@record(eq=False, slots=False)
class Rule:
    """A rule as its module registers it by :func:`rule`: stateless."""

    check: Callable[[Any, Facts], Iterable[Issue]]
    #: The type of subject that the check takes.
    on: type[object]
    #: The usual severity; an issue may say less.
    severity: Severity
    #: The page that the rule rests on.
    source: str
    #: Inputs without a finding of this rule, and with some.
    valid: tuple[Example, ...]
    invalid: tuple[Example, ...]
    #: What a subject must be: where one is not met, the check is not asked.
    when: tuple[Precondition, ...]
    #: Whether its first issue in a document is enough.
    once: bool
    #: Whether it is told of samples in documentation, which show on purpose what is to be filled in.
    of_samples: bool
    #: The name of its module: ``imm104_invalid_name``.
    stem: str
    #: What documents it, where no module does.
    about: str = ""
    #: In a rule over a whole run: the types of the subjects that it looks at.
    among: tuple[type[object], ...] = (object,)
    #: What a subject must have for the check to find anything: it is not asked where it would find nothing.
    needs: tuple[Precondition, ...] = ()

    @cached_property
    def conditions(self) -> tuple[Precondition, ...]:
        """All that a subject must be and have for the check to be asked, in this order."""
        return (*self.when, *self.needs)

    @cached_property
    def code(self) -> str:
        """The code, as findings show it."""
        return self.stem.partition("_")[0].upper()

    @cached_property
    def name(self) -> str:
        """The name, as findings show it."""
        return self.stem.partition("_")[2].replace("_", "-")

    @cached_property
    def url(self) -> str:
        """Where there is more to read: the page of the rule, or what a rule of somebody else rests on."""
        if not self.check.__module__.startswith("immlint.rules."):
            return self.source
        from immlint.site import rule_page

        return rule_page(self.code)

    @property
    def summary(self) -> str:
        """The first line of the module's documentation."""
        return self._documentation.partition("\n")[0]

    @property
    def explanation(self) -> str:
        """The documentation after its summary."""
        return self._documentation.partition("\n")[2].strip()

    @property
    def _documentation(self) -> str:
        return (self.about or sys.modules[self.check.__module__].__doc__ or "").strip()


def rule(
    *,
    on: type[S],
    severity: Severity,
    source: str,
    valid: tuple[Example, ...],
    invalid: tuple[Example, ...],
    when: tuple[Callable[[S, Facts], bool], ...] = (),
    needs: tuple[Callable[[S, Facts], bool], ...] = (),
    once: bool = False,
    of_samples: bool = True,
    stem: str = "",
    among: tuple[type[object], ...] = (object,),
) -> Callable[[Callable[[S, Facts], Iterable[Issue]]], Rule]:
    """Make a check the rule of its module; the parameters are those of :class:`Rule`."""

    def register(check: Callable[[S, Facts], Iterable[Issue]]) -> Rule:
        own = stem or check.__module__.rpartition(".")[2]
        return Rule(
            check, on, severity, source, valid, invalid, when, once, of_samples, own, among=among, needs=needs
        )

    return register
