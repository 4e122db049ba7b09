"""Text to nodes, by ruamel.yaml: a tree for each document of a stream, and what keeps one from being read.

A value that only lacks its quotes is told, and the rest is read as if it had them: in the text that is
parsed, the characters that mean something else are masked.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import Reader
from ruamel.yaml.scanner import Scanner

from immlint.document.lookalike import advice, in_structure, shown
from immlint.message import Message, Term

__all__ = ["MASK", "Alias", "MappingNode", "Node", "ScalarNode", "SequenceNode", "Slip", "compose"]

#: Documents of one stream that are told to be broken; each is followed by another reading of the rest.
_MOST = 20
#: Characters that may be read again, once for each value without its quotes.
_AGAIN = 256 * 1024
#: Brackets within each other that the composer of ruamel.yaml does not come to the end of.
_DEEPEST = 400
#: Stands in nodes for a character that should have been in quotes: what such a value means is not known.
MASK = "\ue000"
_SEPARATOR = re.compile(r"^---(?=[ \t\r\n]|\Z)", re.M)
_TOKEN = re.compile(r"[^\s,\[\]{}]*")
#: What makes more of a value than text: its first character, a colon before a space.
_MEANT = re.compile(r"\A[*?]|:(?=\s|\Z)")
#: A key and, unquoted, the beginning of its value: what stands before a second colon.
_KEYED = re.compile(r"[ \t]*(?:- +)*[^\s#:][^#:]*:[ \t]+(?=[^\s\"'\[{|>#])")


TOO_DEEP = Message("nested too deeply; expected a request or policy")
_QUOTE_IT = Message("quote it")
_QUOTELESS = "a value without quotes begins with {char}; expected it in quotes"


class Slip(NamedTuple):
    """Why a document cannot be read, and where."""

    message: str
    span: tuple[int, int]
    hint: str = ""
    instead: str | None = None


class Alias(Node):
    """A node that is written elsewhere, under an anchor: its marks are those of the alias."""

    __slots__ = ("target",)

    def __init__(self, target: Node, start_mark: Any, end_mark: Any) -> None:
        super().__init__(target.tag, target.value, start_mark, end_mark)
        self.target = target


class _Composer(Composer):
    """A composer that keeps where an alias stands."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Return the next node."""
        event = self.parser.peek_event() if self.parser.check_event(AliasEvent) else None
        node = super().compose_node(parent, index)
        return node if event is None else Alias(node, event.start_mark, event.end_mark)


class _Reader(Reader):
    """A reader of the rest of a text, which counts from where that begins."""

    def __init__(self, first: int, stream: Any, loader: Any = None) -> None:
        self._first = first
        super().__init__(stream, loader)

    def reset_reader(self) -> None:
        """Begin."""
        super().reset_reader()
        self.index = self._first


class _Scanner(Scanner):
    """A scanner that takes tabs where YAML 1.2 does: between tokens, and in blank and comment lines."""

    def fetch_flow_collection_start(self, token: Any, to_push: str) -> None:
        """Go into brackets. Raises RecursionError where those that read on would: they cost more here."""
        if self.flow_level >= _DEEPEST:
            raise RecursionError
        super().fetch_flow_collection_start(token, to_push)

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


def compose(text: str) -> tuple[list[Node | None], list[Slip]]:
    """Return the root of each document, ``None`` for one that cannot be read, and why those cannot."""
    roots: list[Node | None] = []
    slips: list[Slip] = []
    masked, left = text, 0 if MASK in text else _AGAIN
    at: int | None = 0
    while at is not None:
        rest, at, read = at, None, len(roots)
        try:
            with warnings.catch_warnings():
                # An anchor may be defined again.
                warnings.simplefilter("ignore", ReusedAnchorWarning)
                roots.extend(_nodes(masked, rest))
        except MarkedYAMLError as error:
            slip = _slip(text, error)
            slips.append(slip)
            left -= len(text) - rest
            if slip.instead is not None and left >= 0 and len(slips) < _MOST:
                del roots[read:]
                masked, at = _masked(masked, slip.span), rest
                continue
            following = _SEPARATOR.search(text, max(_index(text, error), rest + 1))
            if following is not None and len(slips) < _MOST:
                at = following.start()
            roots.append(None)
        except YAMLError as error:
            place = min(int(getattr(error, "position", 0) or 0), max(len(text) - 1, 0))
            slips.append(Slip(Message("character that YAML forbids; expected text"), (place, place + 1)))
        except (ValueError, OverflowError):
            # Escapes beyond the last character, numbers in directives too long to be any.
            slips.append(Slip(Message("an escape or number that is none; expected valid YAML"), (0, 0)))
        except RecursionError:
            slips.append(Slip(TOO_DEEP, (0, 0)))
            return [], slips
    return roots, slips


def _nodes(text: str, start: int) -> Iterator[Node]:
    parser = YAML(typ="safe", pure=True)
    parser.Reader = partial(_Reader, start)
    parser.Scanner = _Scanner
    parser.Composer = _Composer
    yield from (node for node in parser.compose_all(text[start:]) if node is not None)


def _masked(text: str, span: tuple[int, int]) -> str:
    """Return a text in which what stands at *span* is a plain value, and as long as before."""
    start, end = span
    plain = _MEANT.sub(MASK, text[start:end])
    return text[:start] + plain + text[end:]


def _index(text: str, error: MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    if "quoted scalar" in (error.context or "") and "found unexpected" in (error.problem or ""):
        # Where an open quote ends is the end of the document; where it opens is the slip.
        mark = error.context_mark or mark
    return min(mark.index if mark else 0, len(text))


def _slip(text: str, error: MarkedYAMLError) -> Slip:
    """Put into words what is wrong: where a value has to be quoted, that."""
    at = _index(text, error)
    problem = " ".join(str(error.problem or error.context or "syntax error").split())
    begun = error.context_mark if (error.context or "").startswith("while scanning an a") else None
    if begun is not None or "undefined alias" in problem or "cannot start any token" in problem:
        return _unquoted(text, begun.index if begun else at)
    if problem.startswith("mapping values are not allowed"):
        line = text.rfind("\n", 0, at) + 1
        key = _KEYED.match(text, line, at)
        if key is not None:
            end = len(text[: (text + "\n").index("\n", at)].rstrip())
            fact = Message("a value without quotes holds a colon and a space; expected it in quotes")
            return Slip(fact, (key.end(), end), _QUOTE_IT, _quoted(text[key.end() : end]))
    # The line before may be the one that is not read as it looks.
    before = text.rfind("\n", 0, max(text.rfind("\n", 0, at), 0)) + 1
    odd = in_structure(text, before, at + 1)
    if odd is not None:
        return lookalike(text, odd)
    end = at + 1 if at < len(text) and text[at] not in "\r\n" else at
    return Slip(Message("{problem}; expected valid YAML", problem=Term(problem)), (at, end))


def lookalike(text: str, at: int) -> Slip:
    """Return the slip of a character that only looks like one of YAML's."""
    message = Message("unexpected {char}; expected valid YAML", char=shown(text[at]))
    return Slip(message, (at, at + 1), advice(text[at]))


def _unquoted(text: str, at: int) -> Slip:
    """Return the slip of a value that begins with a character that means something else in YAML."""
    found = _TOKEN.match(text, at)
    token = found[0] if found else ""
    fact = {
        "*": Message("a value without quotes begins with *, which makes it an alias; expected it in quotes"),
        "&": Message("a value without quotes begins with &, which makes it an anchor; expected it in quotes"),
    }.get(token[:1], Message(_QUOTELESS, char=token[:1]))
    hint = Message('write "{text}"', text=token) if token.isprintable() else _QUOTE_IT
    # What is an anchor or an alias to somebody is not known to be none.
    instead = _quoted(token) if token[:1] in ("*", "?") else None
    return Slip(fact, (at, at + max(len(token), 1)), hint, instead)


def _quoted(text: str) -> str | None:
    """Return a text in double quotes; ``None`` for one that a comment or a quote is in."""
    plain = text.isprintable() and not set(text) & set("\"'#\\")
    return f'"{text}"' if plain else None
