"""Blocks of statements to the policies that they make: ``data "alicloud_ram_policy_document"``."""

from __future__ import annotations

from collections.abc import Iterator

from immlint.document.terraform.evaluate import Evaluator
from immlint.document.terraform.syntax import Block
from immlint.document.terraform.written import Written, written_list, written_object
from immlint.source import Span
from immlint.subject import is_known

#: What makes policies of blocks; of a resource, that is how it was done long ago.
MAKERS = (("data", "alicloud_ram_policy_document"), ("resource", "alicloud_ram_policy"))
#: What a block of a statement may hold. Terraform refuses all else: nobody knows what is meant.
_STATEMENT = ("effect", "action", "resource", "principal", "condition")
_Members = list[tuple[Written, Written]]


def policy_document(evaluator: Evaluator, block: Block) -> Written | None:
    """Return the policy that a block makes; ``None`` for one without statements, which makes none."""
    blocks = [inner for inner in evaluator.syntax.blocks(block.body) if _makes(inner) == "statement"]
    if not blocks:
        return None
    head = _head(block)
    version = next(_given(evaluator, block, {"version": "Version"}), _default(head, "Version", "1"))
    statements = (_statement(evaluator, inner) for inner in blocks)
    listed = Written(*head, "Statement"), written_list(block.span, statements, is_literal=False)
    return written_object(block.span, [version, listed], is_literal=False)


def _statement(evaluator: Evaluator, block: Block) -> Written:
    if block.type == "dynamic" or not _is_read(evaluator, block, _STATEMENT):
        return Written(*block.span)
    head = _head(block)
    members = [*_given(evaluator, block, {"effect": "Effect", "action": "Action", "resource": "Resource"})]
    if not any(key.value == "Effect" for key, _ in members):
        members.append(_default(head, "Effect", "Allow"))
    for made, element in (("principal", "Principal"), ("condition", "Condition")):
        blocks = [inner for inner in evaluator.syntax.blocks(block.body) if _makes(inner) == made]
        if blocks:
            read = _principal if made == "principal" else _condition
            members.append((Written(*_head(blocks[0]), element), read(evaluator, blocks)))
    return written_object(block.span, members, is_literal=False)


def _principal(evaluator: Evaluator, blocks: list[Block]) -> Written:
    """Return the identifiers of all blocks by their entities."""
    entities: dict[str, _Members] = {}
    for block in blocks:
        given = {key.value: value for key, value in _given(evaluator, block)}
        entity, identifiers = given.get("entity"), given.get("identifiers")
        if entity is None or identifiers is None or not is_known(entity.value):
            return Written(*blocks[0].span)
        entities.setdefault(entity.value, []).append((entity, identifiers))
    return written_object(blocks[0].span, map(_joined, entities.values()), is_literal=False)


def _condition(evaluator: Evaluator, blocks: list[Block]) -> Written:
    """Return the values of all blocks by their operators and keys."""
    operators: dict[str, tuple[Written, dict[str, _Members]]] = {}
    for block in blocks:
        given = {key.value: value for key, value in _given(evaluator, block)}
        operator, variable, values = (given.get(name) for name in ("operator", "variable", "values"))
        if operator is None or variable is None or values is None:
            return Written(*blocks[0].span)
        if not (is_known(operator.value) and is_known(variable.value)):
            return Written(*blocks[0].span)
        _, keys = operators.setdefault(operator.value, (operator, {}))
        keys.setdefault(variable.value, []).append((variable, values))
    members = (
        (operator, written_object(operator.span, map(_joined, keys.values()), is_literal=False))
        for operator, keys in operators.values()
    )
    return written_object(blocks[0].span, members, is_literal=False)


def _joined(given: _Members) -> tuple[Written, Written]:
    """Return the values that several blocks give under one key as one list."""
    key, value = given[0]
    if len(given) == 1 or any(other.items is None for _, other in given):
        return key, value if len(given) == 1 else Written(*value.span)
    items = [item for _, other in given for item in other.items or ()]
    return key, written_list(value.span, items, is_literal=False)


def _given(
    evaluator: Evaluator, block: Block, elements: dict[str, str] | None = None
) -> Iterator[tuple[Written, Written]]:
    """Yield the attributes of a block that are given a value, by the names of *elements*."""
    for attribute in evaluator.syntax.attributes(block.body):
        name = attribute.name if elements is None else elements.get(attribute.name)
        value = evaluator.value(attribute.expression)
        if name is not None and value.value is not None:
            yield Written(*attribute.span, name), value


def _is_read(evaluator: Evaluator, block: Block, known: tuple[str, ...]) -> bool:
    """Tell whether a block holds nothing but what is known."""
    syntax = evaluator.syntax
    attributes = (attribute.name for attribute in syntax.attributes(block.body))
    return {*attributes, *(_makes(inner) for inner in syntax.blocks(block.body))} <= {*known}


def _makes(block: Block) -> str:
    """Return the type of the blocks that one is, or that ``dynamic`` makes."""
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type


def _head(block: Block) -> Span:
    """Return where the type of a block stands: for what it gives without saying it."""
    return Span(block.span.start, block.span.start + len(block.type))


def _default(span: Span, name: str, value: str) -> tuple[Written, Written]:
    return Written(*span, name), Written(*span, value)
