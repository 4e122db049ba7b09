"""The actions of all services: what stands in the data, and who is meant by a name that does not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from immlint.catalog import load
from immlint.near import edits

SERVICES = load().services
DATA = Path(__file__).parents[2] / "rules" / "services"
CODES = sorted(path.stem for path in DATA.glob("[a-z]*.json"))


def test_every_service_is_read() -> None:
    """Each file says what the reader asks, and its rows are about what it lists."""
    assert len(CODES) > 380
    for code in CODES:
        listed = SERVICES.of(code)
        assert listed is not None
        assert listed.code == code
        assert listed.names or listed.unverified
        assert listed.reach in (0, 1, 2)
        for name, row in listed.rows.items():
            assert listed.has(name), (code, name)
            assert row.resources
            assert all(r == "*" or re.fullmatch(r"acs:[a-z]+:\{#\w+\}:.+:.+", r) for r in row.resources)
        for needed in listed.renamed.values():
            assert all(listed.has(name) for name in needed), code


def test_sources_are_named() -> None:
    said = json.loads((DATA / "_sources.json").read_text("utf-8"))["sources"]
    used = set()
    for code in CODES:
        data = json.loads((DATA / f"{code}.json").read_text("utf-8"))
        used |= {
            *data.get("documented", {}).values(),
            *(row["source"] for row in data.get("rows", {}).values()),
        }
    assert {key.partition(":")[0] for text in used for key in text.split("+")} <= set(said)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", SERVICES.date)
    meta = json.loads((DATA.parent / "catalog" / "meta.json").read_text("utf-8"))
    assert meta["services"] == SERVICES.date


@pytest.mark.parametrize("code", ["nowhere", "../oss", "", "oss.json", "_sources", "a/b", "\0", "ö", "*"])
def test_what_is_no_code_is_not_known(code: str) -> None:
    assert SERVICES.of(code) is None


def test_codes_are_read_in_any_case() -> None:
    assert SERVICES.of("OSS") is SERVICES.of("oss")


@pytest.mark.parametrize(
    ("code", "name", "meant"),
    [
        ("cms", "DescribeProductMeta", None),  # its names in RAM are known to be others
        ("computenest", "DeleteServiceInstance", "DeleteServiceInstances"),
        ("eci", "DescribeContainerGroup", "DescribeContainerGroups"),
        ("kms", "ListeAliases", "ListAliases"),
        ("nas", "DescriptFileSystems", "DescribeFileSystems"),
        ("nas", "DescriptAccessGroup", None),  # three letters are too many
        ("vpc", "DescribeIpv4Gateways", "ListIpv4Gateways"),
        ("vpc", "DescribeFullNatEntries", None),
        ("yundun-ddoscoo", "DescribeInstance", "DescribeInstances"),
        ("ecs", "DescribeInstnaces", "DescribeInstances"),
        ("oss", "GetObjct", "GetObject"),
        ("oss", "PutOjbect", "PutObject"),
        ("sts", "GetToken", None),
    ],
)
def test_who_is_meant(code: str, name: str, meant: str | None) -> None:
    listed = SERVICES.of(code)
    assert listed is not None
    assert not listed.has(name)
    assert listed.near(name) == meant


def test_no_name_of_a_list_is_a_slip() -> None:
    """Names of the command line are the same words; the list itself is never held to be wrong."""
    for code in ("oss", "ecs", "dataworks", "ram"):
        listed = SERVICES.of(code)
        assert listed is not None
        for name in listed.names.values():
            assert listed.has(name)
            words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()
            assert "-" not in words or listed.spelt(words) == name


def slow(one: str, other: str) -> int:
    """Return the distance as its definition has it."""
    if not one or not other:
        return len(one) + len(other)
    found = [
        slow(one[1:], other) + 1,
        slow(one, other[1:]) + 1,
        slow(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if one[:2] == other[1::-1] and len(one) > 1 and len(other) > 1:
        found.append(slow(one[2:], other[2:]) + 1)
    return min(found)


WORDS = st.text("abc", max_size=6)


@given(WORDS, WORDS, st.integers(0, 4))
def test_edits_are_counted_as_defined(one: str, other: str, most: int) -> None:
    distance = slow(one, other)
    assert edits(one, other, most) == (distance if distance <= most else None)
