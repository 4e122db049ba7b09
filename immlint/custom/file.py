"""A rule file as plain data, with the line of each of its parts. Tags make no objects: they are refused."""

from __future__ import annotations

from typing import Any

from immlint.config import ConfigError
from immlint.document.yaml.compose import compose
from immlint.document.yaml.spans import Spans
from immlint.document.yaml.values import Refused, Values
from immlint.input import contents
from immlint.message import Message, reason
from immlint.source import Source, UndecodableError
from immlint.subject import UNKNOWN, Place, Route

_NO_RULE = Message("this is no rule; expected one mapping with code, name, subject and the rest")


class PartError(ValueError):
    """A part of a rule, at *route* of the file, is not what it must be."""

    def __init__(self, route: Route, template: str, /, **arguments: object) -> None:
        self.route = route
        self.fact = Message(template, **arguments)
        super().__init__(self.fact)


class RuleFile:
    """The one document of a rule file. Raises :class:`~immlint.config.ConfigError`."""

    def __init__(self, path: str) -> None:
        try:
            self._source = Source(path, contents(path))
            self._text = self._source.text
        except OSError as error:
            raise ConfigError(Message("{path}: {error}", path=path, error=reason(error))) from None
        except UndecodableError as error:
            raise ConfigError(
                Message("{path}: {error}; expected UTF-8 text", path=path, error=error)
            ) from None
        self.data = self._data()

    def _data(self) -> dict[str, Any]:
        roots, slips = compose(self._text)
        if slips:
            raise self._at(slips[0].span[0], slips[0].message)
        if len(roots) != 1 or roots[0] is None:
            raise self._at(0, _NO_RULE)
        self._root = roots[0]
        values = Values(self._text)
        try:
            data = values.value(self._root)
        except (Refused, RecursionError) as error:
            raise self._at(0, str(error)) from None
        for message, span in values.repeated:
            raise self._at(span[0], message)
        if not isinstance(data, dict):
            raise self._at(0, _NO_RULE)
        unknown = _unknown(data, ())
        if unknown is not None:
            raise self.error(unknown, Message("a value with a tag; expected plain data"))
        return data

    def error(self, route: Route, fact: str) -> ConfigError:
        """Return the error that *fact* is, at the line of what stands at *route*, or of what holds it."""
        for end in range(len(route), -1, -1):
            try:
                place = Place(route[:end])
                return self._at(Spans(self._text).find(self._root, place.route, place).start, fact)
            except LookupError:
                continue
        return self._at(0, fact)

    def _at(self, offset: int, fact: str) -> ConfigError:
        return ConfigError(
            Message(
                "{path}:{line}: {fact}",
                path=self._source.path,
                line=self._source.position(offset).line,
                fact=fact,
            )
        )


def _unknown(data: Any, route: Route) -> Route | None:
    if data is UNKNOWN:
        return route
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = (_unknown(item, (*route, step)) for step, item in items)
    return next((each for each in found if each is not None), None)
