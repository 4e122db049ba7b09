"""Why an answer is what it is, in words that can be said in any language."""

from __future__ import annotations

from collections.abc import Mapping


class Reason(str):
    """Why an answer is what it is: a constant template with its arguments."""

    __slots__ = ("arguments", "template")

    template: str
    arguments: Mapping[str, str]

    @classmethod
    def of(cls, template: str, **arguments: str) -> Reason:
        """Return the reason that a template gives with its arguments."""
        made = cls(template.format_map(arguments))
        made.template, made.arguments = template, arguments
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return (_reason, (self.template, dict(self.arguments)))


def _reason(template: str, arguments: dict[str, str]) -> Reason:
    return Reason.of(template, **arguments)


NO_REASON = Reason.of("")
