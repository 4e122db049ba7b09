"""Resource names and actions as languages, field by field.

``acs:<ram-code>:<region>:<account-id>:<relative-id>``: the first four colons separate fields, and a
wildcard of a policy stays within its field (whether RAM's may cross a colon is not documented; where
that would matter, the decision says so). Fields are joined by a character that none of them holds, so
that unions of patterns are compared exactly.

Source: RAM, "Policy elements", Resource; IMM, authorization page.
"""

from __future__ import annotations

from functools import lru_cache

from immlint.language import Chars, Language, Run

#: What stands between fields: no field can hold it.
SEPARATOR = "\0"
_WITHIN = Chars(((1, 0x10FFFF),))
#: Services of the account, not of a region: an empty region means every one.
GLOBAL = ("ram", "sts", "ims", "resourcemanager")

_REGION = Language.hole(Chars.between("az", "09", "--"), 1)
_ACCOUNT = Language.hole(Chars.between("09"), 16, 16)
_NAME_FIRST = Chars.between("az", "AZ", "__")
_NAME_REST = Chars.between("az", "AZ", "__", "09", "--")
# Names end at 128 characters; without that bound every search is a hundred times smaller, and no
# pattern of a policy can tell the difference.
_NAME = Language.hole(_NAME_FIRST, 1, 1) + Language.hole(_NAME_REST)
_SEGMENT = Language.hole(Chars(((1, ord("/") - 1), (ord("/") + 1, 0x10FFFF))), 1)


def pattern(text: str, chars: Chars = _WITHIN) -> Language:
    """Return the language of a wildcard pattern whose wildcards stand for *chars*."""
    wild = {"*": Run(chars, 0, None), "?": Run(chars)}
    return Language([[wild.get(char) or Run(Chars.of(char)) for char in text]])


def _join(*fields: Language) -> Language:
    joined = fields[0]
    for field in fields[1:]:
        joined = joined + Language.literal(SEPARATOR) + field
    return joined


ANYTHING = _join(*[Language.hole(_WITHIN)] * 4)


def resource(text: str) -> Language | None:
    """Return the resources that a pattern of a policy names, or ``None`` if it has too few fields."""
    if text == "*":
        return ANYTHING
    fields = text.split(":", 4)
    if len(fields) < 5 or not pattern(fields[0]).matches("acs"):
        return None
    _, service, region, account, relative = fields
    if region == "" and service.lower() in GLOBAL:
        region = "*"
    return _join(pattern(service.lower()), pattern(region), pattern(account), pattern(relative))


def whole(text: str) -> Language:
    """Return what a pattern would match if its wildcards crossed colons."""
    return Language.glob(text)


def unsplit(family: Language) -> Language:
    """Return the names of a family of joined fields as they are written, with colons."""
    between, colon = Run(Chars.of(SEPARATOR)), Run(Chars.of(":"))
    branches = [[colon if run == between else run for run in branch] for branch in family.branches]
    return Language.literal("acs:") + Language(branches)


def asked(text: str) -> Language:
    """Return the resources that a question is about: ``*`` is every legal value at its place.

    Raises ValueError with the reason if *text* is no ARN.
    """
    if text == "*":
        return ANYTHING
    fields = text.split(":", 4)
    if len(fields) < 5 or fields[0] != "acs":
        form = "acs:<ram-code>:<region>:<account-id>:<relative-id>"
        raise ValueError(f"{text!r} is no resource name; expected {form}")
    _, service, region, account, relative = fields
    return _join(
        Language.literal(service.lower()),
        _REGION if region == "*" else pattern(region, Chars.between("az", "09", "--")),
        _ACCOUNT if account == "*" else pattern(account, Chars.between("09")),
        _imm(relative) if service.lower() == "imm" else pattern(relative),
    )


def _imm(relative: str) -> Language:
    """Return the resources of IMM that a relative id asks for, with legal names at ``*``."""
    if relative == "*":
        project = Language.literal("project/") + _NAME
        below = Language.literal("/dataset/") + _NAME
        return project | (project + below)
    parts: list[Language] = []
    segments = relative.split("/")
    for index, segment in enumerate(segments):
        name = index in (1, 3) and segments[0] == "project" and segments[index - 1] in ("project", "dataset")
        if segment == "*":
            parts.append(_NAME if name else _SEGMENT)
        elif "*" in segment or "?" in segment:
            parts.append(pattern(segment, _NAME_REST))
        else:
            parts.append(Language.literal(segment))
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + Language.literal("/") + part
    return joined


def written(witness: str | None) -> str | None:
    """Return a witness as a resource name again."""
    if witness is None:
        return None
    return "acs:" + ":".join(field or "*" for field in witness.split(SEPARATOR))


@lru_cache(maxsize=4096)
def _action(text: str) -> Language:
    return Language.glob(text)


def matches_action(text: str, action: str) -> bool:
    """Tell whether a pattern of a policy matches an action; case does not matter."""
    if "*" not in text and "?" not in text:
        return text.lower() == action.lower()
    return text == "*" or _action(text.lower()).matches(action.lower())
