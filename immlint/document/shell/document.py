"""A text for a shell as a document: requests that the command line client sends, and policies it is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from immlint.catalog import load
from immlint.catalog.endpoint import region_in
from immlint.catalog.type import Scalar
from immlint.document.comments import Comments
from immlint.document.composite import Composite, Part
from immlint.document.excerpt import Excerpt
from immlint.document.json.scan import Scan, ScanError
from immlint.document.json.scan import locate as locate_json
from immlint.document.parts import Notation, part
from immlint.document.shell.client import (
    Call,
    RegionWord,
    called,
    is_plugin,
    parameters,
    program,
    regions_exported,
    wire_name,
)
from immlint.document.shell.split import Reader
from immlint.document.shell.words import Command, Word
from immlint.document.written import as_json
from immlint.source import Source, Span
from immlint.subject import (
    UNKNOWN,
    CallSite,
    Place,
    Request,
    Site,
    Subject,
    computed,
    lifted,
    template,
)
from immlint.subject.code import RegionGiven

#: Half a megabyte is read per second: more would look like a hang.
LONGEST = 2 * 1024 * 1024
#: What takes a text of commands on its standard input.
_SHELLS = ("", "sh", "bash", "zsh", "dash", "ash", "ksh")
#: What writes its input as it is.
_WRITERS = ("cat", "tee")
#: The parameters that take a policy, by product, with what it is there.
POLICIES: Mapping[str, Mapping[str, str]] = {
    "ram": {
        "PolicyDocument": "policy",
        "AssumeRolePolicyDocument": "trust-policy",
        "NewAssumeRolePolicyDocument": "trust-policy",
    },
    "sts": {"Policy": "session-policy"},
    "resourcemanager": {
        "PolicyDocument": "policy",
        "AssumeRolePolicyDocument": "trust-policy",
        "NewAssumeRolePolicyDocument": "trust-policy",
    },
}
_CONTROL = {"PolicyDocument": "control-policy", "NewPolicyDocument": "control-policy"}
#: What is told of a file whose text a command is given: its path as it is written, and its kind.
Followed = Callable[[str, str], None]


def scripts(
    source: Source, excerpts: Iterable[Excerpt] | None, followed: Followed | None = None
) -> Composite:
    """Return what is in the texts for a shell that *source* holds, or in all of it."""
    told = followed or (lambda path, kind: None)
    if excerpts is None:
        return shell(source, told)
    parts = ((excerpt, shell(Source.of("", excerpt.text), told)) for excerpt in excerpts)
    return Composite(source, [Part(*each) for each in parts])


def shell(source: Source, followed: Followed) -> Composite:
    """Return what the commands of a text ask for, and the policies and requests that stand in their words."""
    reader = Reader(source.text if len(source.text) <= LONGEST else "")
    commands = reader.read()
    calls = [(command, called(command.words)) for command in commands]
    sending = [call for _, call in calls if call is not None]
    imm = [call for call in sending if call.product == "imm"]
    exported = regions_exported([command.words for command in commands], sending) if imm else ()
    sent = _Commands(source, imm, exported, _comments(source, reader))
    parts = [part for command, call in calls for part in _parts(command, call, followed)]
    return Composite(source, [Part(Excerpt([(source.text, 0, len(source.text))]), sent), *parts])


def _parts(command: Command, call: Call[Word] | None, followed: Followed) -> Iterator[Part]:
    """Yield the documents in the words of a command, and in what it is given to read."""
    told: set[int] = set()
    for word, kind in _policies(call) if call is not None else ():
        told.add(id(word))
        if word.path is not None:
            followed(word.path, kind)
        elif word.shown.lstrip()[:1] in ("{", "["):
            found = _held(word, kind)
            if found is not None:
                yield found
    words, _ = program(command.words)
    runs = (words[0].known or "").rpartition("/")[2] if words else ""
    if runs in _SHELLS and (script := _script(words)) is not None:
        told.add(id(script))
        yield Part(script.excerpt(), shell(Source.of("", script.excerpt().text), followed))
    for word in command.given:
        if runs in _SHELLS:
            excerpt = word.excerpt()
            yield Part(excerpt, shell(Source.of("", excerpt.text), followed))
        elif (found := _held(word, None, is_doubtful=runs not in _WRITERS)) is not None:
            yield found
    sent = set() if call is None or call.product != "imm" else {id(value) for _, value in call.flags.values()}
    for word in command.words:
        # A value may be set: NAME='{...}'.
        at = word.shown.find("=") + 1 if re.match(r"[A-Za-z_]\w*=", word.shown) else 0
        value = word.after(at) if at else word
        if id(word) not in told | sent and value.shown.lstrip()[:1] in ("{", "["):
            found = _held(value, None, is_doubtful=not at)
            if found is not None:
                yield found


def _script(words: Sequence[Word]) -> Word | None:
    """Return the word that a shell is to run: the one behind ``-c``, or behind options that end with it."""
    for option, word in pairwise(words[1:]):
        if option.known is None or not option.known.startswith("-"):
            return None
        if re.fullmatch(r"-[a-z]*c", option.known):
            return word
    return None


def _comments(source: Source, reader: Reader) -> Comments:
    spans = [(command.words[0].begin, command.words[-1].end) for command in reader.commands if command.words]
    lines = ((source.position(start).line, source.position(end).line) for start, end in spans)
    return Comments(tuple(Span(*span) for span in reader.comments), tuple(r for r in lines if r[0] < r[1]))


def _held(word: Word, kind: str | None, *, is_doubtful: bool = False) -> Part | None:
    notation: Notation | None = "JSON" if kind else None
    return part(word.excerpt(), notation, kind=kind, holes=word.holes, is_doubtful=is_doubtful)


def _policies(call: Call[Word]) -> Iterator[tuple[Word, str]]:
    """Yield the policies that a call gives to an operation that takes one, with what they are there."""
    known = POLICIES.get(call.product or "", {})
    if call.product == "resourcemanager" and "control" in (call.operation or "").lower():
        known = _CONTROL
    for written, (_, value) in call.flags.items():
        name = wire_name(written, known)
        if name is not None and name in known:
            yield value, known[name]


class _Sent(NamedTuple):
    """A request as a command sends it: the words of its flags and values, by parameter.

    ``regions`` are the words that name a region, by what they name it for.
    """

    call: Call[Word]
    given: Mapping[str, tuple[Word, Word]]
    regions: Mapping[str, Word]


class _Commands:
    """The requests to IMM in one text. Routes begin with a site: a command."""

    ambiguous: Sequence[Sequence[Request]] = ()

    def __init__(
        self,
        source: Source,
        calls: Sequence[Call[Word]],
        exported: Iterable[RegionWord[Word]],
        comments: Comments,
    ) -> None:
        self.source = source
        self._comments = comments
        self._sent: list[_Sent] = []
        subjects: list[Subject] = []
        for call in calls:
            subjects += self._add(call)
        for region in exported:
            site = Site(len(self._sent))
            self._sent.append(_Sent(Call([region.word]), {}, {region.name: region.word}))
            subjects.append(_region_given(site, region))
        self.subjects: Sequence[Subject] = subjects

    def _add(self, call: Call[Word]) -> Iterator[Subject]:
        operations = load().operations
        name = wire_name(call.operation or "", operations)
        if name is None:
            return
        row = operations.get(name)
        rows = row.parameters if row is not None else {}
        given, is_open = parameters(call, rows)
        site = Site(len(self._sent))
        regions = list(call.regions)
        self._sent.append(_Sent(call, given, {region.name: region.word for region in regions}))
        plugin = is_plugin(call.operation or "")
        values = {
            name: _plain(value, name in rows and not isinstance(rows[name].type, Scalar), plugin=plugin)
            for name, (_, value) in given.items()
        }
        yield from (_region_given(site, region) for region in regions)
        # An endpoint is asked, whatever region is named beside it.
        served = call.region.known if call.region is not None else None
        if call.endpoint is not None:
            served = region_in(call.endpoint.known)
        yield Request(
            name,
            values,
            (site,),
            call.version,
            is_open,
            Place((site, "Operation")),
            CallSite(region=served),
        )

    def locate(self, place: Place) -> Span:
        """Return the span of *place*. Raises LookupError for a route that leads nowhere."""
        site, *rest = place.route
        assert isinstance(site, Site)
        call, given, regions = self._sent[site.number]
        if not rest:
            return Span(call.named[0].begin, call.named[1].end)
        name = str(rest[0])
        if name not in given:
            word = regions.get(name) or call.named[1]
            part = place.part or (0, len(word.shown))
            return word.excerpt().locate(Span(*part)) if word.parts else Span(word.begin, word.end)
        flag, word = given[name]
        if place.key and len(rest) == 1:
            written = (flag.known or "").partition("=")[0]
            return flag.excerpt().locate(Span(0, len(written)))
        if len(rest) == 1:
            return word.excerpt().locate(Span(*place.part)) if place.part else Span(word.begin, word.end)
        return _inside(word, place._replace(route=tuple(rest[1:])))

    def comments(self) -> Comments:
        """Return the comments, and the lines of commands that go over several."""
        return self._comments

    def enclosing(self, span: Span) -> str:
        """Return nothing: commands in functions are told as all others."""
        return ""

    def is_shared(self, place: Place) -> bool:
        """Return that nothing is."""
        return False

    def written(self, place: Place, values: Sequence[object], *, among: bool = False) -> str | None:
        """Return how *values* are written at *place*, in the quotes of the word."""
        site, *rest = place.route
        assert isinstance(site, Site)
        given = self._sent[site.number].given
        if among or not rest or str(rest[0]) not in given:
            return None
        word = given[str(rest[0])][1]
        if len(rest) > 1:
            return word.written(as_json(values, bare=place.part is not None))
        if place.part is not None:
            return word.written(str(values[0]))
        text = word.written(str(values[0]))
        return f"{word.quote}{text}{word.quote}" if text is not None else None

    def entry(self, place: Place) -> Span | None:
        """Return that nothing can be taken out."""
        return None


def _inside(word: Word, place: Place) -> Span:
    """Return where a part of the JSON text in a word stands."""
    tree = Scan(word.shown, holes=word.holes).read()
    return word.excerpt().locate(locate_json(word.shown, tree, place))


def _plain(word: Word, structured: bool, *, plugin: bool) -> Any:
    """Return a value as plain data; structures are sent as JSON, plugins spell them in other ways too."""
    if word.is_many or word.path is not None:
        return UNKNOWN
    if structured:
        try:
            return lifted(
                Scan(word.shown, holes=word.holes).read().value, computed if word.holes else template
            )
        except ScanError:
            return UNKNOWN if plugin or word.holes else word.shown
    return _text(word)


def _region_given(site: Site, region: RegionWord[Word]) -> RegionGiven:
    named = _text(region.word) if region.part is None else region_in(region.word.known)
    return RegionGiven(Place((site, region.name), part=region.part), named)


def _text(word: Word) -> str:
    return computed(word.shown) if word.holes else template(word.shown)
