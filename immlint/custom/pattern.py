"""``pattern``: texts that must be like one of some RAM patterns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from immlint.custom.file import PartError
from immlint.custom.subjects import CustomSubject
from immlint.custom.wording import Wording
from immlint.facts import Facts
from immlint.issue import Issue, quoted
from immlint.language import Language
from immlint.subject import Route, language


def pattern(data: Any, wording: Wording, kind: CustomSubject) -> Any:
    """Return the check of ``{at: DatasetName, like: "prod-*"}``.

    Steps of *at* are joined by dots; ``*`` is any key. Lists are gone through.
    """
    if not isinstance(data, dict) or set(data) != {"at", "like"}:
        raise PartError(("pattern",), "'pattern' must be {{at: ..., like: ...}}")
    texts = data["like"] if isinstance(data["like"], list) else [data["like"]]
    if not isinstance(data["at"], str) or not all(data["at"].split(".")):
        raise PartError(("pattern", "at"), "'at' must be the name of a part, such as DatasetName")
    if not texts or not all(isinstance(text, str) for text in texts):
        raise PartError(("pattern", "like"), "'like' must be a pattern, or a list of them")
    steps, allowed = data["at"].split("."), list(map(Language.glob, texts))

    def check(subject: Any, facts: Facts) -> Iterator[Issue]:
        for route, value in parts(kind.data(subject), steps):
            # A text that is known in part is told only where no completion fits.
            if isinstance(value, str) and language(value).compare_to_union(allowed).verdict == "none":
                yield wording.of_part(kind, subject, route, found=quoted(value), expected=" or ".join(texts))

    return check


def parts(data: Any, steps: list[str], route: Route = ()) -> Iterator[tuple[Route, Any]]:
    """Yield what stands at *steps*: of lists, what each of their items holds there."""
    if isinstance(data, list):
        for number, item in enumerate(data):
            yield from parts(item, steps, (*route, number))
    elif not steps:
        yield route, data
    elif isinstance(data, dict):
        for key in data if steps[0] == "*" else [steps[0]] if steps[0] in data else []:
            yield from parts(data[key], steps[1:], (*route, str(key)))
