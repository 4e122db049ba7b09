"""What a rule is: a check under :func:`rule`, in a module that documents it and shows it at work."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from immlint.finding import Severity
from immlint.message import filled
from immlint.record import cached_property, field, record
from immlint.repair import Offer, Repair, Write
from immlint.subject import Place, Problem, Request, Subject

if TYPE_CHECKING:
    from immlint.catalog import Catalog
    from immlint.catalog.check import Violation
    from immlint.catalog.payload import Field
    from immlint.catalog.plain_object import PlainObjects
    from immlint.document import Document

S = TypeVar("S")
T = TypeVar("T")


class Elsewhere(NamedTuple):
    """A place in a document of the run that explains an issue."""

    document: Document
    place: Place
    message: str


@record(eq=False)
class Issue:
    """What a check found: *message* and *hint* are templates for ``arguments``.

    ``severity`` overrides that of the rule. ``inferred`` tells that it rests on a row of the catalogue or
    a value that is only inferred: it is at most a warning then, and shown with ``--pedantic`` only.
    ``related`` are places of the same document that explain it; in a rule over a whole run, ``elsewhere``
    are those of any document.
    """

    place: Place
    message: str
    hint: str = ""
    arguments: Mapping[str, object] = field(default_factory=dict)
    severity: Severity | None = None
    inferred: bool = False
    related: tuple[tuple[Place, str], ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    repair: Repair | Offer | None = None
    #: In a rule over a whole run: the document that it is about.
    document: Document | None = None
    #: What of the place it is about, where the place does not tell: the name of what is missing there.
    about: str = ""

    @property
    def text(self) -> str:
        """The message with its arguments."""
        return filled(self.message, self.arguments)

    @property
    def hint_text(self) -> str:
        """The hint with its arguments."""
        return filled(self.hint, self.arguments)


def issue(
    place: Place,
    message: str,
    hint: str = "",
    *,
    severity: Severity | None = None,
    inferred: bool = False,
    related: tuple[tuple[Place, str], ...] = (),
    elsewhere: tuple[Elsewhere, ...] = (),
    repair: Repair | Offer | None = None,
    document: Document | None = None,
    about: str = "",
    **arguments: object,
) -> Issue:
    """Return an issue: *message* and *hint* are constant templates, *arguments* what they name."""
    return Issue(
        place, message, hint, arguments, severity, inferred, related, elsewhere, repair, document, about
    )


def reported(problem: Problem, severity: Severity | None = None, *, inferred: bool = False) -> Issue:
    """Return the issue that a problem is: it was put into words where it was found."""
    return issue(
        problem.place or Place(),
        "{fact}",
        "{advice}",
        severity=severity,
        inferred=inferred,
        fact=problem.message,
        advice=problem.hint,
        repair=_written_instead(problem),
    )


def _written_instead(problem: Problem) -> Repair | None:
    if problem.instead is None or problem.span is None:
        return None
    return Repair("put it in quotes", (Write(problem.span, problem.instead),))


_SHOWN = json.JSONEncoder(ensure_ascii=False, default=str, allow_nan=False).encode


def quoted(value: object) -> str:
    """Return *value* as a message shows it: as JSON on one line, cut where it gets long."""
    if isinstance(value, str):
        value = value[:81]  # what comes after is not shown
    try:
        # JSON has no infinity: a number that Python takes for one was written otherwise.
        text = _SHOWN(value)
    except (ValueError, RecursionError):
        return "this value"
    text = text[:81]
    if not text.isprintable():
        text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= 80 else text[:76] + " ..."


class Facts:
    """What every check is handed beside its subject: the catalogue, and shared analyses."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        # Each rule asks for these: an import that was made before still has a price.
        self._violations: tuple[Request | None, tuple[Violation, ...]] = (None, ())
        self._fields: tuple[Request | None, tuple[Field, ...]] = (None, ())
        self._limits: tuple[Request | None, frozenset[str]] = (None, frozenset())
        self._plain: tuple[Request | None, frozenset[str] | None] = (None, None)
        self._objects: PlainObjects | None = None
        self._shared: dict[Callable[..., Any], tuple[object, Any]] = {}

    def is_plain(self, request: Request) -> bool:
        """Tell whether each thing that *request* gives is right by itself, as far as a glance shows."""
        return self._plain_limits(request) is not None

    def _plain_limits(self, request: Request) -> frozenset[str] | None:
        if self._plain[0] is not request:
            if self._objects is None:
                from immlint.catalog.plain_object import PlainObjects

                self._objects = PlainObjects(self.catalog)
            self._plain = (request, self._objects.limits(request))
        return self._plain[1]

    def violations(self, request: Request) -> tuple[Violation, ...]:
        """Return what *request* breaks of the schema of its operation, worked out once."""
        if self._violations[0] is not request:
            from immlint.catalog.check import violations

            found = () if self.is_plain(request) else violations(request, self.catalog)
            self._violations = (request, found)
        return self._violations[1]

    def fields(self, request: Request) -> tuple[Field, ...]:
        """Return the known fields that *request* gives, worked out once."""
        if self._fields[0] is not request:
            from immlint.catalog.payload import fields

            self._fields = (request, fields(request, self.catalog))
        return self._fields[1]

    def limits(self, request: Request) -> frozenset[str]:
        """Return the names of all limits that the catalogue sets to what *request* gives.

        That of templates may be left out where all that are given are offered in every region.
        """
        if self._limits[0] is not request:
            found = self._plain_limits(request)
            if found is None:
                found = frozenset[str]().union(*(field.row.limited_by for field in self.fields(request)))
            self._limits = (request, found)
        return self._limits[1]

    def shared(self, make: Callable[[Any, Catalog], T], owner: object) -> T:
        """Return ``make(owner, catalog)``, worked out once as long as *owner* is the same object."""
        known = self._shared.get(make)
        if known is None or known[0] is not owner:
            known = self._shared[make] = (owner, make(owner, self.catalog))
        made: T = known[1]
        return made


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


@record(eq=False)
class Member:
    """A subject as rules over a whole run see it: with the document it stands in.

    ``granting`` tells that it is a policy the caller holds, as the user said. ``doubtful`` marks one of
    several requests of which only one is meant, but not told which.
    """

    document: Document
    subject: Subject
    granting: bool = False
    doubtful: bool = False

    @property
    def path(self) -> str:
        """The path of the document."""
        return self.document.source.path


@record(eq=False)
class Run:
    """The subjects of all documents that are checked together."""

    members: Sequence[Member]
    #: Whether some of them may be of code.
    may_be_code: bool = True


@record(eq=False)
class GrantedRun(Run):
    """A run that was given the policies its caller holds: they are among the members."""


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
