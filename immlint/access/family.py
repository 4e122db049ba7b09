"""The resources of one kind, by the template of an authorization row.

``acs:imm:{#regionId}:{#accountId}:project/{#ProjectName}/dataset/{#DatasetName}`` names datasets. A ``*``
in a template is what the request itself asks for: ListDatasets asks for ``dataset/*`` as a whole, which no
single dataset can grant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from immlint.catalog.names import Grammar
from immlint.language import Chars, Language
from immlint.message import Message
from immlint.ram import arn, pattern
from immlint.ram.decide.resources import Limits, Resources
from immlint.ram.pattern import SEPARATOR, Holes, is_wild
from immlint.record import cached_property
from immlint.subject import filled, masked, part

VARIABLE = re.compile(r"\{#(\w+)\}")
_INSIDE = Chars(((1, ord("/") - 1), (ord("/") + 1, ord(":") - 1), (ord(":") + 1, 0x10FFFF)))
#: What a name is of which the documentation says nothing more, and one that may be a path.
SEGMENT = Grammar(_INSIDE, _INSIDE)
PATH = Grammar(pattern.WITHIN, pattern.WITHIN)
#: A path that a question is about which does not spell it.
_PLAIN_PATH = Language.hole(arn.PLAIN, 1)
#: A region and an account that a resource may have.
_WHERE = re.compile("[a-z0-9-]+/[0-9]{16}")
_STAR = "*"
_FIELD = Language.hole(pattern.WITHIN)
_SLASH = Language.literal("/")
_ACCOUNTS = Language.hole(arn.ACCOUNT_CHARS)
#: What stands between two slashes of a relative id: a word, or a name.
Segment = str | Grammar


class Family:
    """What a template names; *grammars* are those of its variables, as far as they are known.

    So are *regions* those of its service; without, there may be any.
    """

    def __init__(self, template: str, grammars: Mapping[str, Grammar], regions: Sequence[str] = ()) -> None:
        self.template, self._regions = template, regions
        self.service, _, account, self.relative = arn.located(template) or ("", "", "", template)
        #: The account, where it is a word: ``system`` has the policies that are there for everybody.
        self.account = Language.literal(account) if account and not VARIABLE.match(account) else None
        self.segments: tuple[Segment, ...] = tuple(
            grammars.get(match[1], SEGMENT) if (match := VARIABLE.fullmatch(part)) else part
            for part in self.relative.split("/")
        )
        #: What may have been meant by resources that are none of it, for whoever works that out.
        self.proposals: dict[str, str] = {}
        #: What it says word for word.
        self.words = frozenset([segment for segment in self.segments if isinstance(segment, str)])
        #: Whether a request asks for all of it at once, as one that lists does.
        self.is_whole = _STAR in self.segments

    @cached_property
    def general(self) -> str:
        """The pattern that names all of it."""
        return VARIABLE.sub(_STAR, self.template)

    @property
    def general_relative(self) -> str:
        """Its last field."""
        return VARIABLE.sub(_STAR, self.relative)

    @cached_property
    def names(self) -> Language:
        """The relative ids that requests ask for."""
        return _path([_language(segment) for segment in self.segments])

    @cached_property
    def legal(self) -> Language:
        """Its resources with names that are not too long, in the joined form of ``arn``."""
        path = _path([_language(segment, bounded=True) for segment in self.segments])
        return arn.join(Language.literal(self.service), _FIELD, _FIELD, path)

    @cached_property
    def longest(self) -> int | None:
        """The length up to which no name is too long, ``None`` if none ever is."""
        known = [s.longest for s in self.segments if isinstance(s, Grammar) and s.longest is not None]
        return min(known, default=None)

    def is_member(self, relative: str) -> bool:
        """Tell whether requests ask for a relative id."""
        return _spell(self.segments, relative)

    @cached_property
    def members(self) -> Language:
        """The same with single names in place of a star: what a pattern may name though it lists nothing."""
        return _path([_language(segment) for segment in self._single])

    @cached_property
    def resources(self) -> Resources:
        """The resources that requests ask for, in whatever region and account."""
        where = arn.REGION, self.account or arn.ACCOUNT
        return Resources(arn.join(Language.literal(self.service), *where, self.names), self.limits)

    @cached_property
    def limits(self) -> Limits | None:
        """How long they may be, as far as that is known."""
        if self.longest is None:
            return None
        return Limits(self._has, lambda: self.legal, self.longest)

    def _has(self, resource: str) -> bool:
        return self.is_member(resource.split(SEPARATOR)[-1])

    def examples(self, named: Iterable[arn.Named]) -> Iterator[arn.Fields]:
        """Yield resources of it that patterns name, with plain words for wildcards: not all there are."""
        for one in named:
            if one.text != "*" and len(one.fields) != 5:
                continue
            *fields, last = one.fields[1:] if one.text != "*" else (_STAR,) * 4
            known = (self.service, self._region(fields[1]), "1" * 16)
            where = [k if is_wild(f) else f for f, k in zip(fields, known, strict=True)]
            if where[0] != self.service or not _WHERE.fullmatch("/".join(where[1:])):
                continue  # no request is about such a region or account
            if not all(pattern.pattern(f).holds(w) for f, w in zip(fields, where, strict=True)):
                continue
            for relative in self._fillings(last):
                if _spell(self.segments, relative):
                    yield ("acs", *where, relative)

    def _region(self, named: str) -> str:
        """Return a region that a pattern names; an empty text if there is none."""
        if not self._regions:
            return named.replace("*", "a").replace("?", "a")
        return next(filter(pattern.pattern(named).holds, self._regions), "")

    def _fillings(self, relative: str) -> Iterator[str]:
        """Yield what a pattern may hold, with what it says of a name in each of the places there are."""
        first, *rest = relative.replace("?", "a").split("*")
        if not any(rest):
            found = _completed(self.segments, first) if rest else first
            yield from () if found is None else (found,)
            return
        *middle, last = rest
        path = [segment if isinstance(segment, str) else "a" for segment in self.segments]
        for place in range(len(path)):
            head = "/".join((*path[:place], "")) if not first else "a"
            tail = "/".join(("", *path[place + 1 :])) if not last else "a"
            stars = [head, *["a"] * (len(middle) - 1), tail] if middle else [head if not first else tail]
            for filling in (stars, [star or "a" for star in stars]):
                words = zip((first, *rest), (*filling, ""), strict=True)
                yield "".join(word + star for word, star in words)

    def may_have(self, named: arn.Named, *, single: bool = False) -> bool:
        """Tell whether a pattern names any of it, or of its *single* names; doubt counts as yes."""
        if named.text == "*":
            return True
        if named.is_open:
            names = self.members if single else self.names
            language = named.language(holes=Holes.ANYTHING)
            # Which accounts there are is not for a kind of resource to say.
            fields = (Language.literal(self.service), arn.REGION, self.account or _ACCOUNTS, names)
            return language is None or language.meets(arn.join(*fields))
        if not isinstance(named, arn.Arn) or not named.names_any:
            return True
        segments = self._single if single else self.segments
        return (
            named.service.holds(self.service)
            and named.region.may_be(arn.REGION)
            and named.account.may_be(self.account or _ACCOUNTS)
            and self._meets(segments, named.relative.text)
        )

    def may_name(self, relative: str) -> bool:
        """Tell whether a pattern of relative ids names any of it."""
        return self._meets(self.segments, relative)

    def _meets(self, segments: Sequence[Segment], relative: str) -> bool:
        """Tell whether a pattern names any of the relative ids with these segments."""
        head, star, rest = relative.partition("*")
        if "?" not in relative and not rest.strip("*"):
            return _completed(segments, head) is not None if star else _spell(segments, head)
        if any(_spell(segments, filling) for filling in self._fillings(relative)):
            return True
        names = self.names if segments is self.segments else self.members
        named = pattern.pattern(relative).language
        if not named.meets(names):
            return False
        # What a star holds of a name need be no more than its first character.
        if self.longest is None or len(relative.replace("*", "")) < self.longest:
            return True
        return named.meets(_path([_language(segment, bounded=True) for segment in segments]))

    @cached_property
    def _single(self) -> tuple[Segment, ...]:
        return tuple(SEGMENT if segment == _STAR else segment for segment in self.segments)

    def asked(self, relative: str) -> Language | None:
        """Return the relative ids that a question is about: ``*`` is every legal name at its place.

        ``None`` if it is about none of them. Raises ValueError for a name that cannot be one.
        """
        if relative == _STAR:
            return _path([_plain(segment) for segment in self.segments])
        given = _cut(self.segments, relative)
        if len(given) != len(self.segments):
            return None
        found = [_asked(segment, text) for segment, text in zip(self.segments, given, strict=True)]
        parts = [language for language in found if language is not None]
        return _path(parts) if len(parts) == len(found) else None

    def has_form(self, relative: str) -> bool:
        """Tell whether a pattern has its very form, segment by segment, and each may be a name."""
        given = _cut(self.segments, relative)
        return len(given) == len(self.segments) and all(map(_admits, self.segments, given))

    def dead_names(self, relative: str) -> Iterator[tuple[int, int, str]]:
        """Yield where in a pattern of its form a name stands that it cannot have, and the name."""
        shown = _cut(self.segments, masked(relative, "\1"))
        if len(shown) != len(self.segments):
            return
        given = shown if type(relative) is str else _parts(relative, shown)
        found = []
        at = 0
        for segment, text in zip(self.segments, given, strict=True):
            if isinstance(segment, str):
                if segment not in (_STAR, text):
                    return
            elif not segment.admits(filled(text, _STAR)):
                found.append((at, at + len(text), text))
            at += len(text) + 1
        yield from found


def _parts(relative: str, shown: Sequence[str]) -> list[str]:
    """Return the parts of a relative id, each as long as one *shown*, with what is filled in later."""
    ends = [*accumulate(len(text) + 1 for text in shown)]
    return [part(relative, end - 1 - len(text), end - 1) for text, end in zip(shown, ends, strict=True)]


def _admits(segment: Segment, text: str) -> bool:
    if isinstance(segment, str):
        return pattern.pattern(text).holds(segment)
    return segment.admits(text)


def _cut(segments: Sequence[Segment], relative: str) -> list[str]:
    """Return what stands at the places of these segments. None of them holds a slash, but for a path."""
    return relative.split("/", len(segments) - 1 if segments[-1] is PATH else -1)


def _spell(segments: Sequence[Segment], relative: str) -> bool:
    """Tell whether a relative id is made of these segments."""
    given = _cut(segments, relative)
    return len(given) == len(segments) and all(map(_is, segments, given))


def _completed(segments: Sequence[Segment], head: str) -> str | None:
    """Return a relative id of these segments that begins with *head*, ``None`` if there is none."""
    *whole, last = _cut(segments, head)
    if len(whole) >= len(segments) or not all(map(_is, segments, whole)):
        return None
    segment = segments[len(whole)]
    own = segment if isinstance(segment, str) else last or "a"
    if not own.startswith(last) or not _is(segment, own):
        return None
    rest = (segment if isinstance(segment, str) else "a" for segment in segments[len(whole) + 1 :])
    return "/".join((*whole, own, *rest))


def _is(segment: Segment, text: str) -> bool:
    return segment == text if isinstance(segment, str) else segment.holds(text)


def _asked(segment: Segment, text: str) -> Language | None:
    if isinstance(segment, str):
        return Language.literal(segment) if pattern.pattern(text).holds(segment) else None
    if text == _STAR:
        return _plain(segment)
    if not segment.admits(text):
        raise ValueError(Message("no name matches {text!r}", text=text))
    return segment.within(pattern.language(text, segment.rest) if is_wild(text) else Language.literal(text))


def _plain(segment: Segment) -> Language:
    """Return what a question is about that says no more than ``*``."""
    return _PLAIN_PATH if segment is PATH else _language(segment)


def _language(segment: Segment, *, bounded: bool = False) -> Language:
    if isinstance(segment, str):
        return Language.literal(segment)
    return segment.bounded if bounded else segment.language


def _path(parts: list[Language]) -> Language:
    first, *others = parts
    return Language.sequence([first, *(part for below in others for part in (_SLASH, below))])
