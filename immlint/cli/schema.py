"""``immlint schema``: JSON Schemas for editors."""

from __future__ import annotations

import json
from typing import Any

import click

from immlint.catalog import load
from immlint.cli.speech import say
from immlint.message import Message, meant
from immlint.near import nearest

_KINDS = {
    "request OP": Message("a request of an operation, such as CreateDataset"),
    "policy": Message("a RAM policy"),
    "config": Message("the configuration, immlint.toml"),
    "rule": Message("a file with a custom rule"),
}


@click.command("schema")
@click.argument("kind", required=False, metavar="[request|policy|config|rule]")
@click.argument("operation", required=False, metavar="[OP]")
def command(kind: str | None, operation: str | None) -> int:
    """Write the JSON Schema by which an editor completes and checks a file.

    OP is the operation of a request. Without arguments: list what there is.
    """
    if kind is None:
        width = max(map(len, _KINDS))
        for name, what in _KINDS.items():
            click.echo(f"{name:<{width}}  {say(what)}")
        return 0
    _check_misuse(kind, operation)
    click.echo(json.dumps(_schema(kind, operation or ""), ensure_ascii=False, indent=2))
    return 0


def _check_misuse(kind: str, operation: str | None) -> None:
    kinds = [name.partition(" ")[0] for name in _KINDS]
    if kind not in kinds:
        near = nearest(kind, kinds, 0.6)
        hint = meant(near and repr(near)) or Message("; known are {known}", known=", ".join(kinds))
        raise click.UsageError(Message("no schema {kind!r}{hint}", kind=kind, hint=hint))
    if kind != "request" and operation is not None:
        raise click.UsageError(
            Message("the schema {kind!r} is of no operation; expected it alone", kind=kind)
        )
    if kind == "request" and operation is None:
        raise click.UsageError(Message("name the operation, such as CreateDataset"))
    known = load().operations
    if operation is not None and operation not in known:
        near = nearest(operation, known, 0.5)
        raise click.UsageError(
            Message("IMM has no operation {operation!r}{hint}", operation=operation, hint=meant(near))
        )


def _schema(kind: str, operation: str) -> dict[str, Any]:
    catalog = load()
    if kind == "request":
        from immlint.schema.request import request_schema

        return request_schema(catalog.operations[operation], catalog)
    if kind == "policy":
        from immlint.schema.policy import policy_schema

        return policy_schema(catalog)
    if kind == "rule":
        from immlint.schema.rule import rule_schema

        return rule_schema(list(catalog.operations))
    from immlint.report import REPORTS
    from immlint.rules import registry
    from immlint.schema.config import config_schema

    said = {word: rule.summary for rule in registry() for word in (rule.code, rule.name)}
    return config_schema([*catalog.operations, *sorted(catalog.legacy_actions)], said, list(REPORTS))
