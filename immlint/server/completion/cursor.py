"""Where somebody is writing, in data that need not be whole yet."""

from __future__ import annotations

from typing import Any, NamedTuple

from immlint.subject import Route


class Cursor(NamedTuple):
    """A key or value that is being written.

    ``data`` is the rest of the document, without it; ``route`` leads to the value, or to the object that the
    key is one of. ``start`` and ``end`` are what is replaced, without quotes, and ``written`` is what of it
    stands before the cursor. ``quote`` is the quote that it begins with, ``closed`` tells that it ends with
    one, and ``followed`` that a colon comes next.
    """

    data: Any
    route: Route
    is_key: bool
    start: int
    end: int
    written: str
    quote: str = ""
    closed: bool = False
    followed: bool = False


class Offer(NamedTuple):
    """A key or value that would be right there. ``rank`` sorts; a ``literal`` is written without quotes."""

    text: str
    detail: str = ""
    rank: int = 0
    #: The same with places to fill in, as the protocol writes snippets.
    snippet: str | None = None
    literal: bool = False


def at(data: Any, route: Route) -> Any:
    """Return what a route leads to, ``None`` if nothing is there."""
    for step in route:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data
