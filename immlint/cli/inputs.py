"""The inputs that the paths of a command line name, standard input among them."""

from __future__ import annotations

from immlint.cli.speech import refusal
from immlint.config import Settings
from immlint.input import Input
from immlint.message import Message, reason


def inputs_of(
    paths: tuple[str, ...], stdin_filename: str | None, chosen: Settings, *, force_exclude: bool = False
) -> list[Input]:
    """Return the inputs that paths name, ``-`` for standard input."""
    from immlint.files import find, is_excluded
    from immlint.input import standard_input

    inputs: list[Input] = []
    if "-" in paths:
        try:
            given = standard_input(stdin_filename or "stdin.json")
        except OSError as error:
            raise refusal(Message("standard input: {error}", error=reason(error))) from None
        if not force_exclude or not is_excluded(given.path, chosen):
            inputs.append(given)
    inputs.extend(find([path for path in paths if path != "-"], chosen, force_exclude=force_exclude))
    return inputs
