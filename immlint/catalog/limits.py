"""The limits of a parameter, read from the words of the data; a word that is not known raises."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple


class AddressForm(Enum):
    """How an address is written, as messages name it."""

    BUCKET_NAME = "bucket"
    BUCKET = "oss://bucket"
    PREFIX = "oss://bucket/prefix/"
    OBJECT = "oss://bucket/object"


class Effect(Enum):
    """Why a parameter is better left out."""

    NONE = "invalid"
    NOT_ENFORCED = "notEnforced"
    DEPRECATED = "deprecated"


class When(NamedTuple):
    """That the field ``name`` of the same object is one of ``values``, or begins with ``prefix``."""

    name: str
    values: tuple[str, ...] = ()
    prefix: str = ""


class Ratio(NamedTuple):
    """Ratios of whole numbers from 1 and ``below``, from ``least`` to ``most``."""

    below: int
    least: float
    most: float


#: Words that tell facts which no request is held against.
_REMARKS = frozenset(
    [
        "allowed",
        "bucketSameRegionAsProject",
        "confidence",
        "default",
        "docBug",
        "effectiveDefault",
        "extensions",
        "lengthUnit",
        "maxHistory",
        "maxRulesInObject",
        "maxSubQueries",
        "note",
        "struct",
        "uniqueWithin",
        "unit",
        "uriSchemes",
    ]
)
_READ = frozenset(
    [
        "commaSeparated",
        "deprecated",
        "enum",
        "enumIn",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "invalid",
        "itemEnum",
        "itemRatio",
        "items",
        "longestQuestion",
        "longestSide",
        "maxBytes",
        "maxDepth",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "maximumWhen",
        "minLength",
        "minimum",
        "notEnforced",
        "notIn",
        "pattern",
        "requiredWhen",
        "uriForm",
        "wholeAbove",
    ]
)
_FORMATS = {None, "date-time (RFC3339)", "oss bucket name (no scheme)", "templateId"}
_FORMS = {
    "oss://{bucket}": AddressForm.BUCKET,
    "oss://{bucket}/{prefix}/": AddressForm.PREFIX,
    "oss://{bucket}/{object}": AddressForm.OBJECT,
    "template oss://{bucket}/{tags.custom}/{dirname}/{barename}.{autoext}": AddressForm.OBJECT,
}


class Limits(NamedTuple):
    """What the value of one parameter is held against; ``None`` is no limit.

    ``above`` and ``below`` are bounds that are themselves not allowed. Above ``whole_above`` a number is
    whole: up to there it is a ratio, beyond it counts pixels. ``most_aggregated`` is the maximum in a request
    with aggregations, ``required_when`` is when the field must be given. ``address`` is that of a text,
    ``item_address`` that of each item of a list. ``item_ratio`` is what each item of a list of ratios is,
    ``longest_side`` the limit of both sides of ``1280x720``, ``longest_question`` of the text of the last
    message. Of the operations that share a structure, those in ``fewer_choices`` take fewer, and those in
    ``absent_in`` do not take the field.
    """

    minimum: float | None = None
    above: float | None = None
    maximum: float | None = None
    below: float | None = None
    whole_above: int | None = None
    most_aggregated: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    max_bytes: int | None = None
    choices: tuple[Any, ...] = ()
    item_choices: tuple[str, ...] = ()
    max_items: int | None = None
    max_properties: int | None = None
    max_depth: int | None = None
    comma_separated: bool = False
    template: bool = False
    address: AddressForm | None = None
    item_address: AddressForm | None = None
    ending: str | None = None
    effect: Effect | None = None
    required_when: When | None = None
    item_ratio: Ratio | None = None
    longest_side: int | None = None
    longest_question: int | None = None
    fewer_choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    absent_in: tuple[str, ...] = ()


_NONE = Limits()


def parse(words: Mapping[str, Any]) -> Limits:
    """Read the limits of a row; raises ValueError for a word that is not known."""
    if not words:
        return _NONE
    if not words.keys() <= _REMARKS | _READ or words.get("format") not in _FORMATS:
        raise ValueError(f"unknown limits in {dict(words)!r}")
    least, most = words.get("minimum"), words.get("maximum")
    exclusive, below = words.get("exclusiveMinimum") is True, words.get("exclusiveMaximum") is True
    conditional = words.get("maximumWhen", {})
    if not conditional.keys() <= {"Aggregations present"}:
        raise ValueError(f"unknown condition in {dict(conditional)!r}")
    address = _address(words)
    return Limits(
        minimum=None if exclusive else least,
        above=(least or 0) if exclusive else None,
        maximum=None if below else most,
        below=most if below else None,
        whole_above=words.get("wholeAbove"),
        most_aggregated=conditional.get("Aggregations present"),
        min_length=words.get("minLength"),
        max_length=words.get("maxLength"),
        max_bytes=words.get("maxBytes"),
        choices=tuple(words.get("enum", ())),
        item_choices=tuple(words.get("itemEnum", ())),
        max_items=words.get("maxItems"),
        max_properties=words.get("maxProperties"),
        max_depth=words.get("maxDepth"),
        comma_separated=bool(words.get("commaSeparated")),
        template=words.get("format") == "templateId",
        address=address,
        item_address=_item_address(words) if address is None else None,
        ending=".m3u8" if address and words.get("pattern", "").endswith("m3u8$") else None,
        effect=next((effect for effect in Effect if words.get(effect.value)), None),
        required_when=_when(words),
        item_ratio=_ratio(words.get("itemRatio")),
        longest_side=words.get("longestSide"),
        longest_question=words.get("longestQuestion"),
        fewer_choices=tuple((name, tuple(choices)) for name, choices in words.get("enumIn", {}).items()),
        absent_in=tuple(words.get("notIn", ())),
    )


def ratio_or_whole(most: int | None) -> list[dict[str, Any]] | None:
    """Return what a number is that is a ratio up to *most*, and beyond it counts pixels."""
    return None if most is None else [{"maximum": most}, {"multipleOf": 1}]


def _ratio(words: Mapping[str, Any] | None) -> Ratio | None:
    return None if words is None else Ratio(words["below"], words["minimum"], words["maximum"])


def _when(words: Mapping[str, Any]) -> When | None:
    for name, test in words.get("requiredWhen", {}).items():
        if test.keys() == {"in"}:
            return When(name, values=tuple(test["in"]))
        if test.keys() == {"startsWith"}:
            return When(name, prefix=test["startsWith"])
        raise ValueError(f"unknown condition in {dict(test)!r}")
    return None


def _address(words: Mapping[str, Any]) -> AddressForm | None:
    if words.get("format") == "oss bucket name (no scheme)":
        return AddressForm.BUCKET_NAME
    form = words.get("uriForm")
    if form is not None and form not in _FORMS:
        raise ValueError(f"unknown form of address {form!r}")
    # Where the page contradicts itself, no form is sure.
    return None if form is None or "docBug" in words else _FORMS[form]


def _item_address(words: Mapping[str, Any]) -> AddressForm | None:
    listed = words.get("items", "").startswith("uri(") and "docBug" not in words
    return AddressForm.OBJECT if listed else None
