"""What a shell offers beside the names of commands and options."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def rules_named(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the rules whose code or name begins with what is typed, behind the last comma."""
    from immlint.rules import registry

    before, comma, typed = incomplete.rpartition(",")
    return [
        CompletionItem(before + comma + word, help=rule.summary)
        for rule in registry()
        for word in (rule.code, rule.name)
        if (word.startswith(typed) if typed else word == rule.code)
    ]
