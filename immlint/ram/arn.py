"""Names of resources, parsed once: ``acs:<ram-code>:<region>:<account-id>:<relative-id>``.

The first four colons separate fields, and a wildcard of a policy stays within its field (whether RAM's may
cross a colon is not documented; where that would matter, the decision says so). As languages, fields are
joined by a character that none of them holds, so that unions of patterns are compared exactly.

Source: RAM, "Policy elements", Resource; IMM, authorization page.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from immlint.language import ANY, Chars, Language, Run, single
from immlint.ram.pattern import SEPARATOR, WITHIN, Holes, is_wild, pattern, typical
from immlint.record import cached_property
from immlint.subject import filled, is_open, is_template, joined, masked, part

FORM = "acs:<ram-code>:<region>:<account-id>:<relative-id>"
#: Services of the account, not of a region: an empty region means every one.
GLOBAL = ("ram", "sts", "ims", "resourcemanager")
#: What a question may put for a wildcard: a colon it must spell, few services have ids with one.
PLAIN = Chars(((1, ord(":") - 1), (ord(":") + 1, 0x10FFFF)))
#: Characters of a region, and of an account. Source: RAM, "Policy elements", Resource.
REGION_CHARS = Chars.between("az", "09", "--")
ACCOUNT_CHARS = Chars.between("09")
REGION = Language.hole(REGION_CHARS, 1)
ACCOUNT = Language.hole(ACCOUNT_CHARS, 16, 16)
#: The five fields as text; of what is no name there are none.
Fields = tuple[str, ...]
#: A lone star, which names everything: even what is no resource name, the point without fields.
EVERYTHING: Fields = ("*",)


class Reading(Enum):
    """How policies are read where the documentation leaves it open; the first is as they are written."""

    WRITTEN = "fields are matched one by one"
    CROSSING = "wildcards cross colons"
    EMPTY_IS_ANY = "an empty region or account is any"
    BARE_IS_ALL = "a statement without Resource is about every one"


_SEPARATED = Language.literal(SEPARATOR)


def join(*fields: Language) -> Language:
    """Return the resources with these fields: service, region, account and relative id."""
    first, *others = fields
    separated = (part for field in others for part in (_SEPARATED, field))
    return Language.sequence([first, *separated])


ANYTHING = join(*[Language.hole(WITHIN)] * 4)
#: Every resource whose fields hold no colon.
RESOURCES = join(*[Language.hole(PLAIN)] * 4)


class Named:
    """What a policy writes as a resource, compared by its text; read as an :class:`Arn` or as none."""

    def __init__(self, text: str) -> None:
        self.text = text
        #: The fields as they are matched: the service in lower case, ``*`` for a global service's region.
        self.fields: Fields = ()
        self.is_open = type(text) is not str and is_template(text)

    def __eq__(self, other: object) -> bool:
        """Tell whether both are written alike."""
        return self is other or (isinstance(other, Named) and self.text == other.text)

    def __hash__(self) -> int:
        """Return what is equal for equal texts."""
        return hash(self.text)

    def __reduce__(self) -> tuple[object, ...]:
        return (parse, (self.text,))

    def __repr__(self) -> str:
        """Show the resource as it is written."""
        return f"{type(self).__name__}({self.text!r})"

    @cached_property
    def _languages(self) -> dict[Reading, Language | None]:
        return {}

    @property
    def is_ambiguous(self) -> bool:
        """Whether it matters if wildcards cross colons: not for a lone star, nor at the end of a name."""
        head = self.text[: -len(self.fields[4]) or None] if len(self.fields) == 5 else self.text
        return self.text != "*" and ("*" in head or "?" in head)

    @property
    def names_any(self) -> bool:
        """Whether it names a resource as it is written: whether it has a language."""
        return False

    @cached_property
    def sample(self) -> Fields:
        """The fields of a resource that it names and few others do; none if it is no name."""
        if not is_wild(self.text):
            return self.fields
        return _fields(typical("acs:*:*:*:*" if self.text == "*" else self.text))

    def language(self, reading: Reading = Reading.WRITTEN, holes: Holes = Holes.LITERAL) -> Language | None:
        """Return the resources that it names, ``None`` if it can name none."""
        if reading is Reading.EMPTY_IS_ANY:
            return self.any_where_empty.language(Reading.WRITTEN, holes)
        if holes is not Holes.LITERAL and self.is_open:
            return _crossing(filled(self.text, "*")) if holes is Holes.ANYTHING else None
        if reading not in self._languages:
            self._languages[reading] = self._language(reading)
        return self._languages[reading]

    def _language(self, reading: Reading) -> Language | None:
        return _crossing(self.text) if reading is Reading.CROSSING else None

    def holds(self, point: Fields) -> bool:
        """Tell whether it names the resource with these fields."""
        return False

    def names(self, resource: str) -> bool:
        """Tell the same of a resource given as text."""
        return self.holds(parse(resource).fields)

    def covers(self, other: Named) -> bool:
        """Tell whether it names all that *other* does; only a lone star covers what is no name."""
        return self.text == other.text

    def meets(self, other: Named) -> bool:
        """Tell whether both name a common resource; where that is in doubt, they do."""
        return self.text == "*" or other.text == "*" or self.is_ambiguous or other.is_ambiguous

    @property
    def any_where_empty(self) -> Named:
        """The same with ``*`` for an empty region or account: what they mean is not documented."""
        return self


class Malformed(Named):
    """What has fewer than five fields, or does not begin with ``acs``."""

    @property
    def count(self) -> int:
        """How many fields there are."""
        return len(split(self.text))


class Arn(Named):
    """A resource name or pattern, field by field."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.fields = _fields(text)
        parts = self.fields if text != "*" else ("*",) * 5
        self.prefix, self.service, self.region, self.account, self.relative = map(pattern, parts)
        #: As they are compared: most names differ at their end.
        self._patterns = (self.relative, self.account, self.region, self.service, self.prefix)

    @property
    def names_any(self) -> bool:
        """Whether it names a resource as it is written: whether it has a language."""
        return self.text == "*" or self.prefix.holds("acs")

    def _language(self, reading: Reading) -> Language | None:
        if reading is Reading.CROSSING:
            return _crossing(self.text)
        if self.text == "*":
            return ANYTHING
        if not self.names_any:
            return None
        fields = (self.service, self.region, self.account, self.relative)
        return join(*(field.language for field in fields))

    def holds(self, point: Fields) -> bool:
        """Tell whether it names the resource with these fields."""
        if self.text == "*":
            return True
        if len(point) != 5:
            return False
        relative, account, region, service, prefix = self._patterns
        # Most names differ at their end, and are plain text there.
        if relative.is_literal:
            if relative.text != point[4]:
                return False
        elif not relative.holds(point[4]):
            return False
        fields = self.fields
        return (
            (fields[1] == point[1] or service.holds(point[1]))
            and (fields[2] in ("*", point[2]) or region.holds(point[2]))
            and (fields[3] in ("*", point[3]) or account.holds(point[3]))
            and (fields[0] == point[0] or prefix.holds(point[0]))
        )

    def covers(self, other: Named) -> bool:
        """Tell whether it names all that *other* does; only a lone star covers what is no name."""
        if self.text in ("*", other.text):
            return True
        if not isinstance(other, Arn) or other.text == "*":
            return False
        for own, its in zip(self._patterns, other._patterns, strict=True):
            if own is not its and not own.covers(its):
                return False
        return True

    def meets(self, other: Named) -> bool:
        """Tell whether both name a common resource; where that is in doubt, they do."""
        if not isinstance(other, Arn) or "*" in (self.text, other.text):
            return super().meets(other)
        # Equal texts are one pattern; a generator costs as much as what is asked here.
        for own, its in zip(self._patterns, other._patterns, strict=True):
            if own is not its and not own.meets(its):
                return False
        return True

    @cached_property
    def any_where_empty(self) -> Named:
        """The same with ``*`` for an empty region or account: what they mean is not documented."""
        fields = split(self.text)
        if len(fields) < 5 or (fields[2] and fields[3]):
            return self
        return parse(joined(":", (*fields[:2], fields[2] or "*", fields[3] or "*", fields[4])))


@lru_cache(maxsize=16384, typed=True)
def parse(text: str) -> Arn | Malformed:
    """Return what a policy writes as a resource: one object for equal texts, as policies are read again."""
    return Arn(text) if text == "*" or text.count(":") >= 4 else Malformed(text)


def _fields(text: str) -> Fields:
    """Return the fields of a name as they are matched."""
    fields = text.split(":", 4)
    if len(fields) < 5:
        return EVERYTHING if text == "*" else ()
    prefix, service, region, account, relative = fields
    service = service.lower()
    return prefix, service, region or ("*" if service in GLOBAL else ""), account, relative


def split(text: str) -> list[str]:
    """Return the fields of a name as written; a colon inside a placeholder separates none."""
    if type(text) is str or not is_open(text):
        return text.split(":", 4)
    fields, at = [], 0
    for field in masked(text, "\1").split(":", 4):
        fields.append(part(text, at, at + len(field)))
        at += len(field) + 1
    return fields


def located(text: str) -> tuple[str, str, str, str] | None:
    """Return service, region, account and relative id of a name as written, ``None`` if it lacks one."""
    fields = text.split(":", 4)
    if len(fields) < 5:
        return None
    return fields[1], fields[2], fields[3], fields[4]


def written(witness: str | None) -> str | None:
    """Return a witness as a resource name again."""
    if witness is None:
        return None
    return "acs:" + ":".join(field or "*" for field in witness.split(SEPARATOR))


def point(witness: str) -> Fields:
    """Return the fields of a witness."""
    return ("acs", *witness.split(SEPARATOR))


def _crossing(text: str) -> Language | None:
    """Return the resources that a pattern names whose wildcards cross colons."""
    fields = text.split(":", 4)
    if len(fields) == 5 and fields[2] == "" and fields[1].lower() in GLOBAL:
        text = ":".join((*fields[:2], "*", *fields[3:]))
    if len(fields) > 1:
        # Up to its first wildcard this is the service, whatever that wildcard crosses.
        service = re.split(r"(?=[*?])", fields[1], maxsplit=1)
        text = ":".join((fields[0], service[0].lower() + "".join(service[1:]), *text.split(":")[2:]))
    rests = {text}
    for char in "acs:":
        rests = {rest for known in rests for rest in _after(known, char)}
    wild = {"*": Run(ANY, 0, None), "?": Run(ANY), ":": Run(Chars.of(":" + SEPARATOR))}
    branches = [[wild.get(char) or single(char) for char in rest] for rest in sorted(rests)]
    return Language(branches) if branches else None


def _after(text: str, char: str) -> set[str]:
    """Return what is left of a pattern once it has read *char*."""
    found: set[str] = set()
    while text:
        if text[0] in ("?", char):
            found.add(text[1:])
        if text[0] != "*":
            break
        found.add(text)
        text = text[1:]
    return found


def holds_colons(family: Language) -> bool:
    """Tell whether a resource of *family* may have a colon in its relative id."""
    for branch in family.branches:
        separators = 0
        for run in branch:
            separators += run.chars == _SEPARATOR
            if separators >= 3 and ":" in run.chars:
                return True
    return False


_SEPARATOR = Chars.of(SEPARATOR)
_WORD = Language.hole(Chars(((1, ord(":") - 1), (ord(":") + 1, ord("A") - 1), (ord("Z") + 1, 0x10FFFF))), 1)
#: Every action, in lower case: a service, a colon, a name.
ACTIONS = _WORD + Language.literal(":") + _WORD
