"""What a shell offers beside the names of commands and options."""

from __future__ import annotations

from contextlib import suppress

import click
from click.shell_completion import CompletionItem, FishComplete, add_completion_class


class _Fish(FishComplete):
    """What is offered, and what is said of it, may hold commas: only the first one parts anything."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split --max 1 ","')


def register() -> None:
    """Let click complete in each shell as is right there."""
    add_completion_class(_Fish)


def rules_named(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the rules whose code or name begins with what is typed, behind the last comma."""
    from immlint.config import ConfigError, Settings
    from immlint.custom import with_custom
    from immlint.record import replace
    from immlint.rules import registry

    known = registry()
    # Whoever only types runs no code of a configuration; what is wrong with one is told by the command.
    with suppress(ConfigError):
        known = with_custom(known, replace(Settings(nearest=True).run, python_rules=()))
    before, comma, typed = incomplete.rpartition(",")
    return [
        CompletionItem(before + comma + word, help=rule.summary)
        for rule in known
        for word in (rule.code, rule.name)
        if (word.startswith(typed) if typed else word == rule.code)
    ]
