"""One document to findings: every rule that takes its subjects, and no rule can stop the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from immlint import fingerprint
from immlint.document import Document
from immlint.edit import fix_of
from immlint.facts import Facts
from immlint.finding import Finding, Fix, Related, Severity
from immlint.issue import Issue
from immlint.member import GrantedRun, Run
from immlint.message import Message
from immlint.questions import Asked, Questions
from immlint.record import replace
from immlint.registry import Registry
from immlint.repair import Repair
from immlint.rule import Precondition, Rule
from immlint.select import Selection
from immlint.source import Source, Span, UndecodableError
from immlint.subject import Place, Problem, Request, Subject

#: The rule by which the crash of another is told.
CRASH = "LNT904"


class Raised(NamedTuple):
    """An issue with the rule that raised it and the subject it is about."""

    rule: Rule
    issue: Issue
    subject: Subject | None = None


class Engine:
    """The selected rules, ready to check documents."""

    def __init__(self, registry: Registry, selection: Selection, facts: Facts) -> None:
        self.registry = registry
        self.selection = selection
        self.facts = facts
        self._by_type: dict[type, list[Rule]] = {}
        self._questions: dict[type, Questions] = {}

    def check(self, document: Document, shown: Selection | None = None) -> list[Finding]:
        """Return the findings in one document, in no particular order; *shown* is what is wanted of them."""
        return self._findings(document, _once(self._raised(document)), shown or self.selection)

    def _raised(self, document: Document) -> Iterator[Raised]:
        # One subject after the other: a document may have more of them than fit into memory.
        for subject in document.subjects:
            yield from self._check(subject)
        for candidates in document.ambiguous:
            yield from self._common(candidates)

    def check_run(
        self, run: Run, shown: Callable[[Document], Selection]
    ) -> Iterator[tuple[Document, list[Finding]]]:
        """Yield what the rules over a whole run find among its members, with the document it is in.

        *shown* tells what is wanted of the findings in a document.
        """
        if not run.members:
            return
        for rule in self.rules(type(run)):
            by_document: dict[int, tuple[Document, list[Raised]]] = {}
            for raised in self._raised_by([(rule, rule.conditions)], run, None):
                document = raised.issue.document or run.members[0].document
                by_document.setdefault(id(document), (document, []))[1].append(raised)
            for document, items in by_document.values():
                yield document, self._findings(document, items, shown(document))

    def looks_at(self, subject_type: type, *, granted: bool) -> bool:
        """Tell whether a rule over a whole run looks at subjects of *subject_type*."""
        rules = self.rules(GrantedRun if granted else Run)
        return any(issubclass(subject_type, rule.among) for rule in rules)

    def rules(self, subject_type: type) -> list[Rule]:
        """Return the selected rules that take subjects of *subject_type*."""
        if subject_type not in self._by_type:
            entries = (
                entry
                for entry in self.registry.entries
                if issubclass(subject_type, entry.subjects) and entry.code in self.selection.codes
            )
            rules = (self.registry.rule(entry) for entry in entries)
            self._by_type[subject_type] = [rule for rule in rules if issubclass(subject_type, rule.on)]
        return self._by_type[subject_type]

    def _check(self, subject: Subject) -> Iterator[Raised]:
        if isinstance(subject, Request) and not subject.is_checked:
            return
        kind = type(subject)
        questions = self._questions.get(kind)
        if questions is None:
            questions = self._questions[kind] = Questions(self.rules(kind))
        yield from self._raised_by(questions.asked(subject, self.facts), subject, subject)

    def _raised_by(
        self, rules: Iterable[Asked], checked: object, subject: Subject | None
    ) -> Iterator[Raised]:
        """Yield what checks raise of a subject, or of a whole run, where their preconditions are met.

        If one crashes, what it found so far stands, and the crash is an issue too.
        """
        facts = self.facts
        # Rules share what they ask for: most are settled by what others asked.
        answers: dict[Precondition, bool] = {}
        for rule, conditions in rules:
            raised: list[Raised] = []
            try:
                for condition in conditions:
                    answer = answers.get(condition)
                    if answer is None:
                        answer = answers[condition] = bool(condition(checked, facts))
                    if not answer:
                        break
                else:
                    for issue in rule.check(checked, facts):
                        raised.append(Raised(rule, issue, subject))
            except Exception as error:  # a rule of ours or of others may fail in any way
                raised.append(self._crash(rule, error, subject))
            yield from raised

    def _crash(self, rule: Rule, error: Exception, subject: Subject | None) -> Raised:
        place = Place(getattr(subject, "route", ()))
        message = "rule {rule} crashed: {error}; expected it to end"
        hint = "please report it; until then --ignore {rule} leaves it out"
        arguments = {"rule": rule.code, "error": f"{type(error).__name__}: {error}"[:200]}
        return Raised(self.registry.find(CRASH), Issue(place, message, hint, arguments), subject)

    def _common(self, candidates: Sequence[Request]) -> list[Raised]:
        """Return what holds for every candidate: the request does not say which one it is."""
        names = [candidate.operation for candidate in candidates]
        each = [[*self._check(candidate)] for candidate in candidates]
        # A crash is told whichever candidate it was met with.
        crashes = {r.issue.text: r for raised in each for r in raised if r.rule.code == CRASH}
        first, *others = ([r for r in raised if r.rule.code != CRASH] for raised in each)
        shared = [
            {_said(r.issue, name) for r in raised} for raised, name in zip(others, names[1:], strict=True)
        ]
        told = "/".join(names[:3]) + ("/..." if names[3:] else "")
        common = [
            raised._replace(issue=_naming(raised.issue, names[0], told))
            for raised in first
            if all(_said(raised.issue, names[0]) in those for those in shared)
        ]
        return [*common, *crashes.values()]

    def _findings(self, document: Document, raised: Iterable[Raised], shown: Selection) -> list[Finding]:
        """Turn what is wanted of *raised* into findings with positions."""
        findings: list[Finding] = []
        for item in raised:
            severity, inferred = item.issue.severity or item.rule.severity, item.issue.inferred
            sample = item.issue.place.is_in_sample
            if sample and not item.rule.of_samples:
                continue
            if inferred or sample:
                severity = min(severity, Severity.WARNING)
            if item.rule.code != CRASH and not shown.shows(item.rule.code, severity, inferred=inferred):
                continue
            try:
                findings.append(_finding(document, item, severity, _span(document, item)))
            except Exception as error:  # a route that leads nowhere is a crash of its rule
                # What crashed is told, though no place of it is known.
                crash = item if item.rule.code == CRASH else self._crash(item.rule, error, None)
                findings.append(_finding(document, crash, Severity.ERROR, Span(0, 0)))
        return findings


def _said(issue: Issue, operation: str) -> tuple[object, ...]:
    """Return what an issue says, whatever the operation it says it of."""
    return issue.place, _naming(issue, operation, "").text


def _naming(issue: Issue, operation: str, told: str) -> Issue:
    """Return an issue of one operation as that of all that may be meant."""
    named = {key: told if value == operation else value for key, value in issue.arguments.items()}
    return replace(issue, arguments=named)


def _once(raised: Iterable[Raised]) -> Iterator[Raised]:
    """Leave out what a rule for the whole document says of the same document again."""
    told: set[str] = set()
    for item in raised:
        if item.rule.code not in told:
            yield item
        if item.rule.once:
            told.add(item.rule.code)


def _finding(document: Document, raised: Raised, severity: Severity, span: Span) -> Finding:
    rule, issue, source = raised.rule, raised.issue, document.source
    start, end = (1, 1), (1, 1)
    repair = issue.repair() if callable(issue.repair) else issue.repair
    related = [_related(document, place, text) for place, text in issue.related]
    related += [_related(*there) for there in issue.elsewhere]
    if isinstance(raised.subject, Request) and raised.subject.call is not None:
        for step in issue.place.route[len(raised.subject.route) :][:1]:
            if step in raised.subject.call.brought:
                brought = raised.subject.call.brought[str(step)]
                related.append(_related(document, brought, Message("the value comes from this call")))
    if _readable(source):
        start, end = source.position(span.start), source.position(span.end)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=severity.label,
        message=issue.text,
        path=source.path,
        line=start[0],
        column=start[1],
        end_line=end[0],
        end_column=end[1],
        pointer=issue.place.pointer,
        help=issue.hint_text,
        url=rule.url,
        confidence="inferred" if issue.inferred else "certain",
        fix=_fix(document, issue.place, repair) if repair else None,
        related=tuple(related),
        start=span.start,
        end=span.end,
        anchor=fingerprint.anchor(document, issue.place, span),
        value=fingerprint.value(document, raised.subject, issue.place, issue.about, span),
    )


def _fix(document: Document, place: Place, repair: Repair) -> Fix | None:
    fix = fix_of(document, repair)
    if fix is not None and fix.applicability == "safe" and place.is_in_sample:
        # A sample may be wrong on purpose.
        return fix._replace(applicability="unsafe")
    return fix


def _readable(source: Source) -> bool:
    try:
        return bool(source.text) or True
    except UndecodableError:
        return False


def _span(document: Document, raised: Raised) -> Span:
    if isinstance(raised.subject, Problem) and raised.subject.span is not None:
        return Span(*raised.subject.span)
    return document.locate(raised.issue.place)


def _related(document: Document, place: Place, text: str) -> Related:
    line, column = document.source.position(document.locate(place).start)
    return Related(text, document.source.path, line, column)
