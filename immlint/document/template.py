"""Templates that make JSON or YAML: what an engine has still to fill in is not ours to judge."""

from __future__ import annotations

import re

from immlint.document.sniff import Claim
from immlint.message import Message
from immlint.subject import Problem

#: ``{{ x }}``, ``{% x %}`` and ``{# x #}``; but not an object in doubled braces, nor ``${{ x }}``.
MARKUP = re.compile(r"(?<!\$)\{\{(?!\s*\"[^\"]*\"\s*:)[^{}]*\}\}|\{%[^{}]*%\}|\{#[^{}]*#\}")
# A string ends with its line at the latest: one quote too few must not hide all that follows.
_STRING = re.compile(r"\"(?:\\.|[^\"\\\n])*(?:\"|$)|'[^'\n]*(?:'|$)", re.M)


def template(text: str, at: int, claim: Claim) -> Problem | None:
    """Return that *text*, which cannot be read beyond *at*, is a template; ``None`` if it is none.

    Markup inside strings makes no template: that is text with a placeholder. But where the text stops
    making sense inside of markup, the markup's own quotes are to blame.
    """
    inside = (found for found in MARKUP.finditer(text) if found.start() <= at <= found.end())
    found = next(inside, None) or MARKUP.search(_STRING.sub(lambda string: " " * len(string[0]), text))
    if found is None:
        return None
    message = Message("this is a template; expected the JSON or YAML that is made of it")
    return Problem(
        "template",
        message,
        Message("check what it renders to"),
        found.span(),
        about=claim.about or "request",
        named=claim.asked or claim.named,
    )
