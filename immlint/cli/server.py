"""``immlint server``: the language server."""

from __future__ import annotations

from importlib.util import find_spec

import click

from immlint.cli.speech import speech


@click.command("server")
@click.option("--stdio", is_flag=True, help="Accepted, as some editors give it: there is no other way.")
def command(stdio: bool) -> int:
    """Check what an editor has open: it starts this command and talks to it.

    The documentation says how to set editors up.
    """
    if find_spec("pygls") is None:
        raise _Missing("the language server needs pygls: pip install 'immlint[lsp]'")
    from immlint.server.serve import serve

    return serve(str if speech().is_english else speech().say)


class _Missing(click.ClickException):
    exit_code = 2
