"""YAML, composed to nodes by ruamel.yaml: values and marks, and nothing is ever constructed."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.scanner import Scanner

from immlint.document.encoding import encoding_problems
from immlint.document.json.scan import Node as JsonNode
from immlint.document.json.scan import Scan
from immlint.document.json.scan import locate as locate_json
from immlint.document.recognise.subjects import Found, find
from immlint.document.sniff import Claim
from immlint.document.template import MARKUP, template
from immlint.source import Source, Span
from immlint.subject import EMBEDDED, UNKNOWN, Place, Problem, Request, Route, Subject

#: Nodes that a document may stand for once its aliases are followed.
LARGEST = 200_000
#: The parser reads a quarter of a megabyte per second: more would look like a hang.
LONGEST = 2 * 1024 * 1024
_CORE = "tag:yaml.org,2002:"
_INT = re.compile(r"[-+]?\d+|0o[0-7]+|0x[0-9a-fA-F]+")
_DOUBLE_PIECE = re.compile(r"\\x..|\\u....|\\U.{8}|\\.|[^\\\n]", re.S)


class _Scanner(Scanner):
    """A scanner that takes tabs where YAML 1.2 does: between tokens, and in blank and comment lines."""

    def scan_to_next_token(self) -> None:
        """Go on to the next token. Tabs that would indent one are left to be refused."""
        peek = self.reader.peek
        while True:
            ahead = 0
            while peek(ahead) in " \t":
                ahead += 1
            blank = self.reader.column == 0 and peek(ahead) not in "#\r\n\0"
            if ahead and (not blank or self.flow_level):
                self.reader.forward(ahead)
            before = self.reader.index
            super().scan_to_next_token()
            if self.reader.index == before:
                return


class _Refused(Exception):
    def __init__(self, message: str, span: tuple[int, int]) -> None:
        super().__init__(message)
        self.span = span


class YamlDocument:
    """The documents of one YAML text. If there are several, routes begin with the number."""

    def __init__(self, source: Source, claim: Claim) -> None:
        self.source = source
        self.ambiguous: Sequence[Sequence[Request]] = ()
        self._claim = claim
        #: Worked out for one finding, kept for the next: by the id of the node, which the roots keep.
        self._embedded: dict[int, JsonNode] = {}
        self._offsets: dict[int, list[int] | None] = {}
        self._problems: list[Problem] = [*encoding_problems(source, claim)]
        #: Whether the text cannot be read to its end.
        self._stopped = False
        self._roots = self._compose()
        found = Found()
        for number, root in enumerate(self._roots):
            route: Route = (number,) if len(self._roots) > 1 else ()
            reader = _Values(source.text)
            try:
                data = reader.value(root)
            except _Refused as error:
                self._stop(str(error), error.span)
                continue
            except RecursionError:
                self._stop("nested too deeply; expected a request or policy", (0, 0))
                continue
            for message, span in reader.repeated:
                self._problem("duplicate-key", message, span, "the last one wins")
            # Nobody sends YAML: how long the JSON made of it will be is known for its compact form only.
            find(data, claim, route, None, found)
        # Slips in what can be read and turns out to be nothing of ours are nothing of ours either.
        ours = claim.asked or found.is_ours or self._stopped
        self.subjects: Sequence[Subject] = [*(self._problems if ours else ()), *found.subjects]
        self.ambiguous = found.ambiguous

    def _problem(self, kind: str, message: str, span: tuple[int, int], hint: str = "") -> None:
        if self._claim.about is not None:
            problem = Problem(kind, message, hint, span, about=self._claim.about)  # type: ignore[arg-type]
            self._problems.append(problem)

    def _compose(self) -> list[Node]:
        text = self.source.text
        if len(text) > LONGEST:
            limit = f"at most {LONGEST // 2**20} MiB of YAML"
            return self._stop(f"the text is too long; expected {limit}", (0, 0))
        roots: list[Node] = []
        try:
            parser = YAML(typ="safe", pure=True)
            parser.Scanner = _Scanner
            with warnings.catch_warnings():
                # An anchor may be defined again.
                warnings.simplefilter("ignore", ReusedAnchorWarning)
                roots.extend(node for node in parser.compose_all(text) if node is not None)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            if "quoted scalar" in (error.context or "") and "end of stream" in (error.problem or ""):
                # Where an open quote ends is the end of the file; where it opens is the slip.
                mark = error.context_mark or mark
            at = min(mark.index if mark else 0, len(text))
            message = " ".join(str(error.problem or error.context or "syntax error").split())
            end = at + 1 if at < len(text) and text[at] not in "\r\n" else at
            self._break(f"{message}; expected valid YAML", (at, end))
        except YAMLError as error:
            at = min(int(getattr(error, "position", 0) or 0), max(len(text) - 1, 0))
            self._break("character that YAML forbids; expected text", (at, at + 1))
        except (ValueError, OverflowError):
            # Escapes beyond the last character, numbers in directives too long to be any.
            self._stop("an escape or number that is none; expected valid YAML", (0, 0))
        except RecursionError:
            return self._stop("nested too deeply; expected a request or policy", (0, 0))
        if not roots and not self._problems and (self._claim.asked or self._claim.operation):
            self._stop("the document is empty; expected a value", (0, 0))
        return roots

    def _break(self, message: str, span: tuple[int, int]) -> None:
        """Stop where the text is no YAML, or is a template that only makes some."""
        made = template(self.source.text, span[0], self._claim) if self._claim.about else None
        if made is None:
            self._stop(message, span)
        else:
            self._stopped = True
            self._problems = [made]

    def _stop(self, message: str, span: tuple[int, int]) -> list[Node]:
        self._stopped = True
        self._problem("syntax", message, span)
        return []

    def locate(self, place: Place) -> Span:
        """Return the span of *place*. Raises LookupError for a route that leads nowhere."""
        route = place.route
        root = self._roots[0]
        if len(self._roots) > 1:
            if not route:
                return Span(0, len(self.source.text))
            assert isinstance(route[0], int)
            root, route = self._roots[route[0]], route[1:]
        return self._find(root, route, place)

    def _find(self, node: Node, route: Route, place: Place) -> Span:
        text = self.source.text
        before: Node | None = None
        for index, step in enumerate(route):
            if step is EMBEDDED:
                inner = Place(route[index + 1 :], place.key, place.part)
                if id(node) not in self._embedded:
                    self._embedded[id(node)] = Scan(node.value).read()
                span = locate_json(node.value, self._embedded[id(node)], inner)
                return self._part(node, (span.start, span.end))
            before = None
            if isinstance(node, MappingNode):
                before, value = _member(node, str(step))
                if place.key and index == len(route) - 1:
                    return _span(text, before, None)
                node = value
            elif isinstance(node, SequenceNode) and isinstance(step, int):
                node = node.value[step]
            else:
                raise LookupError(route)
        if place.part is not None and isinstance(node, ScalarNode):
            return self._part(node, place.part)
        return _span(text, node, before)

    def _part(self, node: Node, part: tuple[int, int]) -> Span:
        """Return where a range of the decoded scalar is written, or the whole where it is folded."""
        if id(node) not in self._offsets:
            self._offsets[id(node)] = _offsets(self.source.text, node)
        offsets = self._offsets[id(node)]
        if offsets is None or part[1] >= len(offsets):
            return _span(self.source.text, node, None)
        return Span(offsets[part[0]], offsets[part[1]])


def _member(node: Node, name: str) -> tuple[Node, Node]:
    merged: list[Node] = []
    for key, value in reversed(node.value):
        if _is_merge(key):
            merged += reversed(value.value) if isinstance(value, SequenceNode) else [value]
        elif _name(key) == name:
            return key, value
    for other in reversed(merged):
        try:
            return _member(other, name)
        except LookupError:
            continue
    raise LookupError(name)


def _is_merge(key: Node) -> bool:
    return bool(key.tag == _CORE + "merge")


def _name(key: Node) -> str:
    return key.value if isinstance(key, ScalarNode) else "?"


def _span(text: str, node: Node, key: Node | None) -> Span:
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, ScalarNode) and start == end:
        # An empty value is marked at the next token, lines below: it stands after its colon.
        if key is not None:
            colon = text.find(":", key.end_mark.index)
            return Span(colon + 1, colon + 1)
        at = len(text[:start].rstrip())
        return Span(at, at)
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _offsets(text: str, node: Node) -> list[int] | None:
    """Return the source offset of each decoded character and of the end, if they can be told."""
    start, end = node.start_mark.index, node.end_mark.index
    raw, style = text[start:end], getattr(node, "style", None)
    if style in (None, "") and raw == node.value:
        return list(range(start, end + 1))
    if style == '"' and "\n" not in raw:
        pieces = [match.start() for match in _DOUBLE_PIECE.finditer(raw, 1, len(raw) - 1)]
        offsets = [start + at for at in pieces] + [end - 1]
    elif style == "'" and "\n" not in raw:
        inner = re.finditer("''|[^']", raw[1:-1])
        offsets = [start + 1 + match.start() for match in inner] + [end - 1]
    elif style == "|":
        offsets = _literal(raw, start)
    else:
        return None
    return offsets if len(offsets) in (len(node.value) + 1, len(node.value) + 2) else None


def _literal(raw: str, start: int) -> list[int]:
    lines = raw.splitlines(keepends=True)
    at = start + len(lines[0]) if lines else start
    body = lines[1:]
    indent = min((len(x) - len(x.lstrip(" ")) for x in body if x.strip()), default=0)
    offsets: list[int] = []
    for line in body:
        skipped = min(indent, len(line.rstrip("\r\n")))
        ending = len(line) - len(line.rstrip("\r\n"))
        kept = len(line) - skipped - ending
        offsets += range(at + skipped, at + skipped + kept + (1 if ending else 0))
        at += len(line)
    return [*offsets, at]


class _Values:
    """Nodes to plain data, shared nodes once; what grows beyond bounds is refused."""

    def __init__(self, text: str) -> None:
        self.repeated: list[tuple[str, tuple[int, int]]] = []
        self._text = text
        self._done: dict[int, tuple[Any, int]] = {}
        self._open: set[int] = set()

    def value(self, node: Node) -> Any:
        """Return the plain data of *node*."""
        return self._sized(node)[0]

    def _sized(self, node: Node) -> tuple[Any, int]:
        known = self._done.get(id(node))
        if known is not None:
            return known
        span = (node.start_mark.index, node.start_mark.index)
        if id(node) in self._open:
            raise _Refused("an alias leads back to itself; expected an end", span)
        self._open.add(id(node))
        result = self._build(node)
        self._open.discard(id(node))
        if result[1] > LARGEST:
            message = f"with its aliases this holds more than {LARGEST} values; expected fewer"
            raise _Refused(message, span)
        self._done[id(node)] = result
        return result

    def _build(self, node: Node) -> tuple[Any, int]:
        if isinstance(node, ScalarNode):
            return _scalar(node), 1
        if not str(node.tag).startswith(_CORE):
            return UNKNOWN, 1
        if isinstance(node, SequenceNode):
            items = [self._sized(item) for item in node.value]
            return [value for value, _ in items], 1 + sum(size for _, size in items)
        return (UNKNOWN, 1) if self._is_markup(node) else self._mapping(node)

    def _is_markup(self, node: Node) -> bool:
        """Tell whether a mapping is what YAML makes of ``{{ x }}``: a template engine comes first."""
        start, end = node.start_mark.index, node.end_mark.index
        return self._text.startswith("{{", start) and MARKUP.fullmatch(self._text, start, end) is not None

    def _mapping(self, node: Node) -> tuple[Any, int]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        total, hidden = 1, False
        for key, child in node.value:
            value, size = self._sized(child)
            total += size
            if (_is_merge(key) and value is UNKNOWN) or self._is_markup(key):
                hidden = True
            if _is_merge(key):
                for item in value if isinstance(value, list) else [value]:
                    if isinstance(item, dict):
                        merged = {**item, **merged}
                continue
            if not isinstance(key, ScalarNode):
                # A list or mapping as key: nothing of ours has one.
                continue
            name = _name(key)
            if name in own:
                span = _span(self._text, key, None)
                self.repeated.append((f'key "{name}" is given twice; expected it once', span))
            own[name] = value
        # What keys there are is not known then, nor what is missing.
        return (UNKNOWN if hidden else {**merged, **own}), total


def _scalar(node: Node) -> Any:
    tag, text = str(node.tag), str(node.value)
    if tag == _CORE + "null":
        return None
    if tag == _CORE + "bool":
        return text.lower() == "true"
    if tag == _CORE + "int" and _INT.fullmatch(text):
        try:
            return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
        except ValueError:  # longer than any number is
            return float(text)
    if tag == _CORE + "float":
        plain = text.lower().replace(".inf", "inf").replace(".nan", "nan")
        try:
            return float(plain)
        except ValueError:
            return text
    return text if tag.startswith(_CORE) or tag == "!" else UNKNOWN
