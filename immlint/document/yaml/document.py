"""A YAML text as a document: its subjects, and where their parts stand."""

from __future__ import annotations

from collections.abc import Sequence

from immlint.document.brackets import entry_span, stands_in_brackets
from immlint.document.comments import NONE, Comments, of_yaml
from immlint.document.contract import DataDocument
from immlint.document.encoding import encoding_problems
from immlint.document.json.scan import LAST_WINS
from immlint.document.lookalike import in_key
from immlint.document.recognise.subjects import Found, find
from immlint.document.sniff import Claim
from immlint.document.template import template
from immlint.document.yaml.compose import TOO_DEEP, Node, Slip, compose, lookalike
from immlint.document.yaml.spans import Spans, is_shared, written_in
from immlint.document.yaml.values import Refused, Values
from immlint.document.yaml.written import beside, within
from immlint.message import Message
from immlint.source import Source, Span
from immlint.subject import EMBEDDED, Place, Problem, Request, Route, Subject

#: The parser reads a quarter of a megabyte per second: more would look like a hang.
LONGEST = 2 * 1024 * 1024


class YamlDocument(DataDocument):
    """The documents of one YAML text. If there are several, routes begin with the number."""

    def __init__(self, source: Source, claim: Claim) -> None:
        self.source = source
        self.ambiguous: Sequence[Sequence[Request]] = ()
        self._claim = claim
        self._spans = Spans(source.text)
        self._problems: list[Problem] = [*encoding_problems(source, claim)]
        #: Whether some of the text cannot be read, or not as it is written.
        self._stopped = False
        self._roots = self._compose()
        found = Found()
        for number, root in enumerate(self._roots):
            if root is not None:
                self._find(root, (number,) if len(self._roots) > 1 else (), found)
        at = in_key(source.text) if claim.about == "policy" and not found and not self._stopped else None
        if at is not None:
            self._stop(lookalike(source.text, at))
        # Slips in what can be read and turns out to be nothing of ours are nothing of ours either.
        ours = claim.asked or self._stopped or found.is_ours
        self.subjects: Sequence[Subject] = [*(self._problems if ours else ()), *found.subjects]
        self.ambiguous = found.ambiguous

    def _find(self, root: Node, route: Route, found: Found) -> None:
        values = Values(self.source.text)
        try:
            data = values.value(root)
        except Refused as error:
            return self._stop(Slip(str(error), error.span))
        except RecursionError:
            return self._stop(Slip(TOO_DEEP, (0, 0)))
        for message, span in values.repeated:
            self._problem("duplicate-key", Slip(message, span, LAST_WINS))
        # Nobody sends YAML: how long the JSON made of it will be is known for its compact form only.
        claim = self._claim._replace(functions=True) if values.has_functions else self._claim
        return find(data, claim, route, None, found)

    def _problem(self, kind: str, slip: Slip) -> None:
        if self._claim.about is not None:
            problem = Problem(
                kind,  # type: ignore[arg-type]
                slip.message,
                slip.hint,
                slip.span,
                about=self._claim.about,
                instead=slip.instead,
            )
            self._problems.append(problem)

    def _stop(self, slip: Slip) -> None:
        self._stopped = True
        self._problem("syntax", slip)

    def _compose(self) -> list[Node | None]:
        text = self.source.text
        if len(text) > LONGEST:
            message = Message(
                "the text is too long; expected at most {most} MiB of YAML", most=LONGEST // 2**20
            )
            self._stop(Slip(message, (0, 0)))
            return []
        roots, slips = compose(text)
        for slip in slips:
            made = template(text, slip.span[0], self._claim) if self._claim.about else None
            if made is not None:
                # What an engine makes of the rest, nobody knows.
                self._stopped, self._problems = True, [made]
                return roots[: roots.index(None)] if None in roots else roots
            self._stop(slip)
        if not roots and not slips and (self._claim.asked or self._claim.operation):
            self._stop(Slip(Message("the document is empty; expected a value"), (0, 0)))
        return roots

    def locate(self, place: Place) -> Span:
        """Return the span of *place*. Raises LookupError for a route that leads nowhere."""
        if not place.route and len(self._roots) > 1:
            return Span(0, len(self.source.text))
        root, route = self._within(place)
        return self._spans.find(root, route, place)

    def comments(self) -> Comments:
        """Return the comments; none of a broken text, where they may be parts of values."""
        if self._stopped:
            return NONE
        scalars, joined = written_in(self.source.text, self._roots)
        return of_yaml(self.source, scalars, joined)

    def is_shared(self, place: Place) -> bool:
        """Tell whether what stands at *place* stands elsewhere as well, under an anchor."""
        return is_shared(*self._within(place))

    def written(self, place: Place, values: Sequence[object], *, among: bool = False) -> str | None:
        """Return *values* in the style of what stands at *place*."""
        span = self.locate(place)
        if place.part is not None or EMBEDDED in place.route:
            root, route = self._within(place)
            scalar = self._spans.scalar(root, route)
            return within(scalar, place, values) if scalar is not None else None
        return beside(self.source.text, span, values, among=among)

    def entry(self, place: Place) -> Span | None:
        """Return where an entry of a list stands: with its comma, or in lines of its own."""
        span = self.locate(place)
        if EMBEDDED in place.route or stands_in_brackets(self.source.text, span):
            return entry_span(self.source.text, span)
        root, route = self._within(place)
        return self._spans.lines(root, route)

    def _within(self, place: Place) -> tuple[Node, Route]:
        number, route = 0, place.route
        if len(self._roots) > 1:
            number, route = int(str(route[0])), route[1:]
        root = self._roots[number]
        if root is None:
            raise LookupError(place.route)
        return root, route
