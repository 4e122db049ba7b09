"""The command line: the plain case is read without click, which costs a start as much as the rules."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from immlint.cli.speech import Speech, speaking, tell
from immlint.messages import Wanted

_ENGLISH = Wanted()


def invoke(arguments: Sequence[str], wanted: Wanted = _ENGLISH) -> int:
    """Run the command line and return the exit code; every misuse is 2 with a message."""
    current = Speech.of(wanted)
    plain = None
    if arguments[:1] == ["check"]:
        from immlint.cli.plain import parsed

        plain = parsed(arguments)
    with speaking(current):
        if plain is not None:
            return _check(*plain)
        from immlint.cli import commands

        return commands.invoke(arguments, current)


def _check(paths: tuple[str, ...], options: dict[str, object]) -> int:
    """Check as ``immlint check`` does."""
    from immlint.cli.passing import passed_over

    if passed_over(paths, options):
        return 0
    from immlint.cli.checking import check

    try:
        return check(paths, options)
    except KeyboardInterrupt:
        tell("interrupted")
        return 130
    except Exception as error:
        # Who refuses imports click for it.
        click = sys.modules.get("click")
        if click is None or not isinstance(error, click.ClickException):
            raise
        from immlint.cli.commands import refused

        return refused(error)
