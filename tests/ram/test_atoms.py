"""What follows between conditions, against every request that a few keys and values make."""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immlint.ram.atoms import CONDITIONS, always, implies, never
from immlint.ram.condition import canonical
from tests.ram.oracle import glob

Condition = dict[str, dict[str, list[str]]]

#: What a request may have for a key: every short string, the ends of ranges and what lies between.
STRINGS = ["".join(letters) for n in range(5) for letters in product("aAbB", repeat=n)]
NUMBERS = ["-1", "0", "0.5", "1", "1.5", "2", "2.5", "3", "9"]
DATES = [f"2026-01-0{day}T{hour}:00:00Z" for day in range(1, 5) for hour in ("00", "06", "12", "18")]
ADDRESSES = [
    "127.0.0.1",
    "200.0.0.1",
    "9.255.255.255",
    "10.0.0.0",
    "10.127.0.1",
    "10.128.0.0",
    "10.255.255.255",
    "11.0.0.0",
    "::1",
    "ff::",
]
BOOLEANS = ["true", "false"]
SPACES: dict[str, list[str]] = {
    "x:s": STRINGS,
    "x:n": NUMBERS,
    "x:d": DATES,
    "x:i": ADDRESSES,
    "acs:SourceIp": ADDRESSES,
    "x:b": BOOLEANS,
}

_TEXTS = st.text("ab", max_size=3) | st.sampled_from(["B", "aB"])
_PATTERNS = st.text("ab*?", max_size=3)
_RANGES = st.sampled_from(
    [
        "10.0.0.0/8",
        "10.0.0.0/9",
        "10.128.0.0/9",
        "10.0.0.0",
        "0.0.0.0/0",
        "0.0.0.0/1",
        "128.0.0.0/1",
        "::/0",
        "::1",
    ]
)
_DATES = st.sampled_from(["2026-01-01T12:00:00Z", "2026-01-02T08:00:00+08:00", "2026-01-03T00:00:00Z"])
_NUMERIC = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")


def _atom(
    key: str, operators: list[str], values: st.SearchStrategy[str]
) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(st.sampled_from(operators), st.just(key), st.lists(values, min_size=1, max_size=2))


ATOM = (
    _atom("x:s", ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase"], _TEXTS)
    | _atom("x:s", ["StringLike", "StringNotLike"], _PATTERNS)
    | _atom("x:n", [f"Numeric{name}" for name in _NUMERIC], st.sampled_from(["0", "1", "1.0", "2", "+2"]))
    | _atom("x:d", [f"Date{name}" for name in _NUMERIC], _DATES)
    | _atom("x:i", ["IpAddress", "NotIpAddress"], _RANGES)
    | _atom("acs:SourceIp", ["IpAddress", "NotIpAddress"], _RANGES)
    | st.tuples(st.just("Bool"), st.just("x:b"), st.lists(st.sampled_from(BOOLEANS), min_size=1, max_size=1))
)


def condition(atoms: list[tuple[str, str, list[str]]]) -> Condition:
    found: Condition = {}
    for operator, key, values in atoms:
        found.setdefault(operator, {}).setdefault(key, []).extend(values)
    return found


CONDITION = st.lists(ATOM, max_size=3).map(condition)


def _within(address: str, network: str) -> bool:
    one, many = ipaddress.ip_address(address), ipaddress.ip_network(network)
    return one.version == many.version and one in many


def _ordered(read: Callable[[str], Any], name: str) -> Callable[[str, str], bool]:
    compare: Mapping[str, Callable[[Any, Any], bool]] = {
        "Equals": lambda a, b: a == b,
        "LessThan": lambda a, b: a < b,
        "LessThanEquals": lambda a, b: a <= b,
        "GreaterThan": lambda a, b: a > b,
        "GreaterThanEquals": lambda a, b: a >= b,
    }
    return lambda value, text: compare[name](read(value), read(text))


def meets(operator: str, value: str, text: str) -> bool:
    """Compare one value of a request with one of a policy, by a positive operator."""
    if operator.startswith("Numeric"):
        return _ordered(Decimal, operator.removeprefix("Numeric"))(value, text)
    if operator.startswith("Date"):
        return _ordered(datetime.datetime.fromisoformat, operator.removeprefix("Date"))(value, text)
    return {
        "StringEquals": lambda: value == text,
        "StringEqualsIgnoreCase": lambda: value.lower() == text.lower(),
        "StringLike": lambda: glob(text, value),
        "IpAddress": lambda: _within(value, text),
        "Bool": lambda: value == text,
    }[operator]()


def holds(one: Condition, key: str, value: str | None, *, absent: bool) -> bool:
    """Evaluate what a condition says of one key; *absent*: what a negated operator says of an absent one."""
    for operator, keys in one.items():
        for texts in (keys[key],) if key in keys else ():
            plain = operator.replace("Not", "")
            if value is None:
                if plain == operator or not absent:
                    return False
            elif any(meets(plain, value, text) for text in texts) is (plain != operator):
                return False
    return True


def states(key: str) -> list[str | None]:
    return [*SPACES[key], *([] if key == "acs:SourceIp" else [None])]


def is_never(one: Condition, *, absent: bool) -> bool:
    return any(not any(holds(one, key, value, absent=absent) for value in states(key)) for key in SPACES)


def follows(one: Condition, other: Condition, *, absent: bool) -> bool:
    return is_never(one, absent=absent) or all(
        holds(other, key, value, absent=absent)
        for key in SPACES
        for value in states(key)
        if holds(one, key, value, absent=absent)
    )


@given(CONDITION, CONDITION)
@settings(max_examples=300, deadline=None)
def test_implication_is_what_every_request_says(one: Condition, other: Condition) -> None:
    told = implies(canonical(one), canonical(other))
    assert told is all(follows(one, other, absent=absent) for absent in (False, True))


@given(CONDITION, CONDITION)
@settings(max_examples=300, deadline=None)
def test_contradiction_is_what_every_request_says(one: Condition, other: Condition) -> None:
    told = never(canonical(one), canonical(other))
    said = all(
        any(
            not any(
                holds(one, key, value, absent=absent) and holds(other, key, value, absent=absent)
                for value in states(key)
            )
            for key in SPACES
        )
        for absent in (False, True)
    )
    assert told is said


@given(CONDITION)
@settings(max_examples=300, deadline=None)
def test_tautology_is_what_every_request_says(one: Condition) -> None:
    assert always(canonical(one)) is all(follows({}, one, absent=absent) for absent in (False, True))


def at(operator: str, key: str, *texts: str) -> str:
    return canonical({operator: {key: list(texts)}})


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Known keys whatever their case; the names of tags exactly.
        (at("IpAddress", "acs:sourceip", "10.0.0.1"), at("IpAddress", "ACS:SourceIp", "10.0.0.0/8"), True),
        (at("StringEquals", "acs:ResourceTag/a", "x"), at("StringLike", "acs:ResourceTag/A", "*"), False),
        (at("StringEquals", "acs:ResourceTag/a", "x"), at("StringLike", "acs:resourcetag/a", "*"), True),
        # A key of another kind, a placeholder, a masked address, a time without a zone: by their text only.
        (at("StringEquals", "acs:SourceIp", "a"), at("StringLike", "acs:SourceIp", "*"), False),
        (at("StringEquals", "x:s", "${a}"), at("StringLike", "x:s", "*"), False),
        (at("StringEquals", "x:s", "${a}"), at("StringEquals", "x:s", "${a}", "b"), True),
        (at("StringNotEquals", "x:s", "${a}", "b"), at("StringNotEquals", "x:s", "${a}"), True),
        (at("IpAddress", "x:i", "42.120.XX.X/24"), at("IpAddress", "x:i", "0.0.0.0/0", "::/0"), False),
        (at("DateLessThan", "x:d", "2026-01-01"), at("DateLessThan", "x:d", "2026-01-01T09:00:00Z"), False),
        (at("DateLessThan", "x:d", "2026-01-01"), at("DateLessThan", "x:d", "2026-01-02"), True),
        (at("DateLessThan", "x:d", "1700000000"), at("DateLessThan", "x:d", "1800000000"), False),
        (at("StringEqualsIgnoreCase", "x:s", "\u00e9"), at("StringLike", "x:s", "?"), False),
        # A case that is ignored holds more than one that is not.
        (at("StringEquals", "x:s", "aB"), at("StringEqualsIgnoreCase", "x:s", "Ab"), True),
        (at("StringEqualsIgnoreCase", "x:s", "a"), at("StringEquals", "x:s", "a", "A"), True),
        # Set operators against their like.
        (at("ForAllValues:StringEquals", "x:s", "a"), at("ForAllValues:StringLike", "x:s", "a*"), True),
        (at("ForAllValues:StringEquals", "x:s", "a"), at("ForAnyValue:StringLike", "x:s", "a*"), False),
        (at("ForAllValues:StringEquals", "x:s", "a"), at("StringLike", "x:s", "a*"), False),
        (at("StringEquals", "x:s", "a"), at("ForAllValues:StringLike", "x:s", "a*"), False),
        # Operators that there are not are equal or nothing is known.
        (at("StringEqualsIfExists", "x:s", "a"), at("StringEqualsIfExists", "x:s", "a", "b"), False),
        (at("Null", "x:s", "true"), at("Null", "x:s", "true"), True),
        # Whole numbers are no domain of their own; long ones are exact.
        (at("NumericGreaterThan", "x:n", "9" * 6000), at("NumericGreaterThan", "x:n", "9" * 5999), True),
    ],
)
def test_what_follows_from_what(one: str, other: str, expected: bool) -> None:
    assert implies(one, other) is expected


def test_a_condition_is_taken_as_a_whole() -> None:
    inner = {"IpAddress": {"acs:SourceIp": ["10.0.0.0/9"]}, "Bool": {"acs:MFAPresent": "true"}}
    outer = {"IpAddress": {"acs:SourceIp": ["10.0.0.0/8"]}}
    assert implies(canonical(inner), canonical(outer))
    assert not implies(canonical(outer), canonical(inner))
    parts = {"StringLike": {"x:s": "a*"}, "StringNotLike": {"x:s": ["ab*", "a"]}}
    assert implies(canonical(parts), at("StringLike", "x:s", "a?*"))
    assert implies(canonical(parts), at("StringNotEquals", "x:s", "abc"))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (at("StringLike", "acs:PrincipalARN", "*"), True),
        (at("StringLike", "acs:PrincipalArn", "acs:*"), True),
        (at("StringLike", "acs:PrincipalARN", "acs:ram:*"), False),
        (at("StringNotEquals", "acs:PrincipalARN", "alice"), True),
        (at("IpAddress", "acs:SourceIp", "0.0.0.0/0", "::/0"), True),
        (at("IpAddress", "acs:SourceIp", "0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1"), True),
        (at("IpAddress", "acs:SourceIp", "0.0.0.0/0"), False),
        # That a tag is there, or that a login used MFA, is something.
        (at("StringLike", "acs:ResourceTag/owner", "*"), False),
        (at("StringLike", "acs:SourceVpc", "*"), False),
        (at("StringLike", "acs:Service", "*"), False),
    ],
)
def test_what_always_holds(condition: str, expected: bool) -> None:
    assert always(condition) is expected


def test_what_holds_for_requests_that_have_a_key() -> None:
    assert always(at("StringLike", "acs:Service", "*"), frozenset({"acs:service"}))
    assert not always(at("StringLike", "acs:Service", "*.aliyuncs.com"), frozenset({"acs:service"}))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"Bool": {"acs:MFAPresent": "true", "acs:mfapresent": "false"}}, True),
        ({"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}, "NotIpAddress": {"acs:SourceIp": "0.0.0.0/0"}}, True),
        ({"StringLike": {"x:s": "a*"}, "StringEqualsIgnoreCase": {"x:s": "B"}}, True),
        ({"StringLike": {"x:s": "a*"}, "StringEqualsIgnoreCase": {"x:s": "AB"}}, False),
        ({"NumericLessThan": {"x:n": "5"}, "NumericGreaterThan": {"x:n": "4"}}, False),
        ({"NumericLessThan": {"x:n": "5"}, "NumericGreaterThanEquals": {"x:n": "5"}}, True),
        ({"StringEquals": {"acs:PrincipalARN": "alice"}}, True),
        ({"StringNotLike": {"acs:PrincipalARN": "*"}}, True),
        ({"StringNotLike": {"acs:ResourceTag/a": "*"}}, False),
        ({"StringEquals": {"x:s": "a"}, "ForAllValues:StringEquals": {"x:s": "b"}}, False),
        ({"StringEquals": {"x:s": "${a}"}, "StringLike": {"x:s": "b"}}, False),
    ],
)
def test_what_never_holds(condition: dict[str, Any], expected: bool) -> None:
    assert never(canonical(condition)) is expected


def trusted(condition: Any = None, /, **principal: list[str]) -> str:
    return canonical(condition, principal)


def test_statements_name_principals_together() -> None:
    a, b, root = "acs:ram::1:user/a", "acs:ram::1:user/b", "acs:ram::1:root"
    both = trusted(RAM=[a, b])
    assert CONDITIONS.covers(both, [trusted(RAM=[b]), trusted(RAM=[a])])
    assert CONDITIONS.covers(
        trusted(RAM=[a, root], Service=["s"]), [trusted(RAM=[root]), trusted(Service=["s"])]
    )
    assert not CONDITIONS.covers(both, [trusted(RAM=[b]), trusted(RAM=["acs:ram::2:root"])])
    assert not CONDITIONS.covers("", [trusted(RAM=["*"]), trusted(Service=["*"])])
    https, http = ({"Bool": {"acs:SecureTransport": text}} for text in ("true", "false"))
    assert CONDITIONS.covers(trusted(https, RAM=[a, b]), [trusted(RAM=[a]), trusted(https, RAM=[b])])
    assert not CONDITIONS.covers(both, [trusted(RAM=[a]), trusted(https, RAM=[b])])
    assert not CONDITIONS.covers(trusted(https, RAM=[a, b]), [trusted(RAM=[a]), trusted(http, RAM=[b])])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (trusted(RAM=["acs:ram::1:user/a"]), trusted(RAM=["acs:ram::1:root"]), True),
        (trusted(RAM=["acs:ram::1:root"]), trusted(RAM=["acs:ram::1:user/a"]), False),
        (trusted(RAM=["acs:ram::1:user/a"]), trusted(RAM=["acs:ram::2:root"]), False),
        (trusted(RAM=["acs:ram:*:1:user/a"]), trusted(RAM=["acs:ram::1:user/a"], Service=["s"]), True),
        (trusted(RAM=["acs:ram::1:user/a"], Service=["s"]), trusted(RAM=["acs:ram::1:user/a"]), False),
        (trusted(RAM=["acs:ram::1:user/a"]), trusted(RAM=["*"]), True),
        (trusted(RAM=["*"]), trusted(RAM=[]), False),
        (trusted(RAM=[]), trusted(RAM=["*"]), True),
        (trusted(RAM=["*"]), "", True),
        (at("Bool", "acs:MFAPresent", "true"), trusted(RAM=["*"]), False),
        (trusted(RAM=["acs:ram::12****:user/a"]), trusted(RAM=["acs:ram::12****:root"]), False),
        (trusted(Federated=["acs:ram::1:saml-provider/a"]), trusted(RAM=["*"]), False),
    ],
)
def test_who_is_named(one: str, other: str, expected: bool) -> None:
    assert implies(one, other) is expected
    assert implies(one, one)
