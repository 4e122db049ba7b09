"""Resource names and actions as languages, field by field.

``acs:<ram-code>:<region>:<account-id>:<relative-id>``: the first four colons separate fields, and a
wildcard of a policy stays within its field (whether RAM's may cross a colon is not documented; where
that would matter, the decision says so). Fields are joined by a character that none of them holds, so
that unions of patterns are compared exactly.

Source: RAM, "Policy elements", Resource; IMM, authorization page.
"""

from __future__ import annotations

import re
from functools import lru_cache

from immlint.language import ANY, Chars, Language, Run
from immlint.subject import PLACEHOLDER

#: What stands between fields: no field can hold it.
SEPARATOR = "\0"
_WITHIN = Chars(((1, 0x10FFFF),))
#: Services of the account, not of a region: an empty region means every one.
GLOBAL = ("ram", "sts", "ims", "resourcemanager")

#: What a question may put for a wildcard: a colon it must spell, few services have ids with one.
PLAIN = Chars(((1, ord(":") - 1), (ord(":") + 1, 0x10FFFF)))
#: Characters of a region, and of an account. Source: RAM, "Policy elements", Resource.
REGION_CHARS = Chars.between("az", "09", "--")
ACCOUNT_CHARS = Chars.between("09")
REGION = Language.hole(REGION_CHARS, 1)
ACCOUNT = Language.hole(ACCOUNT_CHARS, 16, 16)


def pattern(text: str, chars: Chars = _WITHIN) -> Language:
    """Return the language of a wildcard pattern whose wildcards stand for *chars*."""
    wild = {"*": Run(chars, 0, None), "?": Run(chars)}
    return Language([[wild.get(char) or Run(Chars.of(char)) for char in text]])


def join(*fields: Language) -> Language:
    """Return the resources with these fields: service, region, account and relative id."""
    joined = fields[0]
    for field in fields[1:]:
        joined = joined + Language.literal(SEPARATOR) + field
    return joined


ANYTHING = join(*[Language.hole(_WITHIN)] * 4)
#: Every resource whose fields hold no colon.
RESOURCES = join(*[Language.hole(PLAIN)] * 4)


def has_hole(text: str) -> bool:
    """Tell whether a later step fills in part of *text*. Four stars mask a sample, and match as stars."""
    if not any(mark in text for mark in "{<%$"):
        return False
    return any(match[0] != "****" for match in PLACEHOLDER.finditer(text))


def split(text: str) -> list[str]:
    """Return the fields of a name; a colon inside a placeholder separates none."""
    masked = PLACEHOLDER.sub(lambda match: "\1" * len(match[0]), text)
    fields, at = [], 0
    for field in masked.split(":", 4):
        fields.append(text[at : at + len(field)])
        at += len(field) + 1
    return fields


def filled(text: str) -> str:
    """Return a pattern with ``*`` for an empty region or account: what they mean is not documented."""
    fields = split(text)
    if len(fields) < 5 or (fields[2] and fields[3]):
        return text
    return ":".join((*fields[:2], fields[2] or "*", fields[3] or "*", fields[4]))


def resource(text: str, *, crossing: bool = False, generous: bool | None = None) -> Language | None:
    """Return the resources that a pattern of a policy names, or ``None`` if it can name none.

    Wildcards stay within their field, or cross colons with *crossing*: which RAM does is not documented.
    A placeholder stands for anything if *generous*, for nothing if that is false, for itself if ``None``.
    """
    if generous is not None and has_hole(text):
        return _whole(PLACEHOLDER.sub("*", text)) if generous else None
    return _whole(text) if crossing else _fields(text)


@lru_cache(maxsize=16384)
def _fields(text: str) -> Language | None:
    if text == "*":
        return ANYTHING
    fields = text.split(":", 4)
    if len(fields) < 5 or not pattern(fields[0]).matches("acs"):
        return None
    _, service, region, account, relative = fields
    if region == "" and service.lower() in GLOBAL:
        region = "*"
    return join(pattern(service.lower()), pattern(region), pattern(account), pattern(relative))


@lru_cache(maxsize=16384)
def _whole(text: str) -> Language | None:
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
    branches = [[wild.get(char) or Run(Chars.of(char)) for char in rest] for rest in sorted(rests)]
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


def is_ambiguous(text: str) -> bool:
    """Tell whether it matters for *text* if wildcards cross colons.

    It does not for a lone star, nor for wildcards at the end of a full name.
    """
    head = ":".join(text.split(":", 4)[:4]) if text.count(":") >= 4 else text
    return text != "*" and ("*" in head or "?" in head)


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


def written(witness: str | None) -> str | None:
    """Return a witness as a resource name again."""
    if witness is None:
        return None
    return "acs:" + ":".join(field or "*" for field in witness.split(SEPARATOR))


_WORD = Language.hole(Chars(((1, ord(":") - 1), (ord(":") + 1, ord("A") - 1), (ord("Z") + 1, 0x10FFFF))), 1)
#: Every action, in lower case: a service, a colon, a name.
ACTIONS = _WORD + Language.literal(":") + _WORD


@lru_cache(maxsize=16384)
def action(text: str) -> Language:
    """Return the actions of a pattern as a language, in lower case."""
    return Language.glob(text.lower())
