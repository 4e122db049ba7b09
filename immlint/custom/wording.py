"""What a custom rule says."""

from __future__ import annotations

from typing import Any, NamedTuple

from immlint.custom.subjects import CustomSubject
from immlint.issue import Issue
from immlint.subject import Place, Route


class Wording(NamedTuple):
    """The templates of a rule."""

    message: str
    hint: str

    def issue(self, place: Place, about: str = "", **arguments: object) -> Issue:
        """Return what is said of a place."""
        return Issue(place, self.message, self.hint, arguments, about=about)

    def of_part(
        self,
        kind: CustomSubject,
        subject: Any,
        route: Route,
        *,
        key: bool = False,
        about: str = "",
        **arguments: object,
    ) -> Issue:
        """Return what is said of a part of the data of *subject*, with what the form names of it."""
        named = {**kind.named(subject), "at": ".".join(map(str, route)) or "/", **arguments}
        return self.issue(kind.place(subject, route, key), about, **named)
