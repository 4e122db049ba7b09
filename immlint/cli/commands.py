"""The commands as click has them: one module per command, imported when it is called."""

from __future__ import annotations

import os
from collections.abc import Sequence
from copy import copy
from importlib import import_module
from typing import TYPE_CHECKING

import click

from immlint.cli.speech import Speech, say, speech, tell
from immlint.messages import LANGUAGES
from immlint.visible import visible

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_HELP = """Check IMM requests and RAM policies before they are deployed.

`immlint PATH...` is short for `immlint check PATH...`.

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 the job could not be done.
"""
_COMMANDS = {
    "check": "Check files, directories, or standard input (-).",
    "grants": "Decide what policies grant of an action on a family of resources.",
    "access": "Show what policies allow, as a map of actions and kinds of resources.",
    "diff": "Compare what two policies grant, however they are written.",
    "policy": "Write the least policy for the requests and calls found.",
    "config": "Show the configuration of a file or folder, with where each value comes from.",
    "schema": "Write the JSON Schema of requests, policies, configurations or custom rules.",
    "test": "Run the examples of custom rules.",
    "server": "Serve an editor (needs immlint[lsp]).",
    "rule": "Show what a rule does, why, and how to fix what it finds.",
}


class _Commands(click.Group):
    """Commands that are imported only when they run, so that help stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"immlint.cli.{cmd_name}").command
        return _spoken(command)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        found = super().shell_complete(ctx, incomplete)
        # `immlint PATH` is short for `immlint check PATH`.
        return found or click.Path().shell_complete(ctx, click.Argument(["path"]), incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(say("Commands")):
            formatter.write_dl([(name, say(_COMMANDS[name])) for name in _COMMANDS])


def _spoken(command: click.Command) -> click.Command:
    """Return a command with the option that names the language, in the language of this run."""
    option = click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help="The language of what people read; else IMMLINT_LANG, else the locale.",
    )
    made = copy(command)
    made.params = [*command.params, option]
    current = speech()
    if current.is_english:
        return made
    from immlint.cli.translated import translated

    return translated(made, current.say)


_main = _Commands("immlint", help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})


def invoke(arguments: Sequence[str], current: Speech) -> int:
    """Run the command line and return the exit code; every misuse is 2 with a message."""
    if current.is_english:
        return _invoke(_spoken(_main), arguments)
    from immlint.cli.translated import click_says, translated

    with click_says(current.say):
        return _invoke(translated(_spoken(_main), current.say), arguments)


def _invoke(command: click.Command, arguments: Sequence[str]) -> int:
    if "_IMMLINT_COMPLETE" in os.environ:
        from immlint.cli.completion import register

        register()
    try:
        code = command.main(list(arguments), prog_name="immlint", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.ClickException as error:
        return refused(error)
    except click.Abort:
        return interrupted()
    return code if isinstance(code, int) else 0


def refused(error: click.ClickException) -> int:
    """Tell why the job could not be done, and return the exit code."""
    error.message = visible(say(error.message), kept="\n")  # type: ignore[misc]
    current = speech()
    if current.is_english:
        error.show()
        return 2
    from immlint.cli.translated import click_says

    with click_says(current.say):
        error.show()
    return 2


def interrupted() -> int:
    """Tell that somebody ended the run, and return the exit code."""
    tell("interrupted")
    return 130
