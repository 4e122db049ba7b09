"""Languages other than English: which one is wanted. The texts of one are read when it is.

Templates stand in English where they are used; ``zh/*.po`` holds their translations.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

LANGUAGES = ("en", "zh")
_OPTION = "--lang"


class UnknownLanguageError(ValueError):
    """A language that there are no texts in; ``source`` is where it is asked for."""

    def __init__(self, name: str, source: str) -> None:
        super().__init__(f"{source}: unknown language {name!r}; expected one of {', '.join(LANGUAGES)}")


class Wanted(NamedTuple):
    """The language that is wanted, and whether the command line says so."""

    language: str = "en"
    is_asked_for: bool = False


def wanted(arguments: list[str], environ: Mapping[str, str] = os.environ) -> Wanted:
    """Return the language that is wanted, and take the option out of *arguments*.

    It is asked for first: what is wrong with a command line is told in it as well. Raises
    UnknownLanguageError, for ``--lang`` and ``IMMLINT_LANG``; whatever locale has no texts is English.
    """
    given = _taken(arguments)
    if given is not None:
        return Wanted(_known(given, _OPTION), True)
    if environ.get("IMMLINT_LANG"):
        return Wanted(_known(environ["IMMLINT_LANG"], "IMMLINT_LANG"))
    names = (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return Wanted(_language(next(filter(None, names), "")) or "en")


def _taken(arguments: list[str]) -> str | None:
    """Take ``--lang`` with its value out of *arguments*, as far as they are options; the last one counts."""
    given = None
    at = 0
    while at < len(arguments) and arguments[at] != "--":
        name, equals, value = arguments[at].partition("=")
        if name != _OPTION or (not equals and at + 1 == len(arguments)):
            at += 1
            continue
        given = value if equals else arguments[at + 1]
        del arguments[at : at + (1 if equals else 2)]
    return given


def _known(name: str, source: str) -> str:
    language = _language(name)
    if language is None:
        raise UnknownLanguageError(name, source)
    return language


def _language(name: str) -> str | None:
    """Return the language of a tag or a locale: ``zh-CN`` and ``zh_CN.UTF-8`` are Chinese."""
    language = name.lower().replace("_", "-").partition(".")[0].partition("-")[0]
    return language if language in LANGUAGES else None
