"""The rules between parameters as the catalogue tells them: every one is read, and no other word is."""

from __future__ import annotations

from typing import Any

import pytest

from immlint.catalog import load
from immlint.catalog.crossfield import (
    FieldOnForEnding,
    FieldRequiredWith,
    ForbiddenWith,
    RequiredAbove,
    parse,
)
from immlint.catalog.type import struct_of


def names(rule: object) -> set[str]:
    """The parameters that a rule names: whatever it says that begins with a capital letter."""
    if isinstance(rule, str):
        return {rule} if rule[:1].isupper() else set()
    return set().union(*map(names, rule)) if isinstance(rule, tuple) else set()


@pytest.mark.parametrize("operation", load().operations.values(), ids=lambda operation: operation.name)
def test_every_rule_names_parameters_of_its_operation(operation: Any) -> None:
    for rule in operation.cross_field_rules:
        named = names(rule)
        if isinstance(rule, ForbiddenWith):
            named -= set(rule.values)
            assert set(rule.values) <= set(operation.parameters[rule.other].limits.choices or rule.values)
        if isinstance(rule, FieldOnForEnding):
            named -= {rule.field}
        if isinstance(rule, FieldRequiredWith):
            assert set(rule.values) <= set(operation.parameters[rule.other].limits.choices)
            assert rule.field in load().structs[struct_of(operation.parameters[rule.name].type) or ""]
            named -= {rule.field, *rule.values}
        named -= {"TravelMemory"}
        assert named
        assert named <= set(operation.parameters)


def test_every_rule_of_a_structure_names_its_fields() -> None:
    for name, rules in load().structure_rules.items():
        for rule in rules:
            assert names(rule)
            assert names(rule) <= set(load().structs[name])


def test_conditions_are_read() -> None:
    row = {"rule": "requiredIf", "param": "M", "itemsOver": {"T": 1, "S": 0}, "note": "as documented"}
    assert parse(row) == RequiredAbove("M", (("T", 1), ("S", 0)))
    row = {"rule": "forbiddenIf", "param": "O", "when": {"Model": ["A", "B"]}}
    assert parse(row) == ForbiddenWith("O", "Model", ("A", "B"))


@pytest.mark.parametrize(
    "row",
    [
        {"rule": "mostlyOneOf", "params": ["A", "B"]},
        {"rule": "exactlyOneOf", "params": ["A", "B"], "if": "len(C)>1"},
        {"rule": "exactlyOneOf", "params": ["A", "B", "C"]},
        {"rule": "lessThan"},
        {"rule": "forbiddenIf", "param": "A", "when": {"B": ["x"], "C": ["y"]}},
        {"rule": "onlyIf", "param": "A", "when": {"B": ["x", "y"]}},
        {"rule": "requires", "params": ["A"], "then": "B=true"},
        {"rule": "overrides", "params": ["A", "B"], "over": ["C"]},
    ],
)
def test_a_kind_or_word_that_is_not_known_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="unknown"):
        parse(row)
