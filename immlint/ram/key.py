"""Condition keys, such as ``acs:SourceIp`` or ``oss:RequestObjectTag/team``, taken apart.

Source: RAM, "Policy elements", Condition.
"""

from __future__ import annotations

from typing import NamedTuple

from immlint.ram.condition import COMMON_KEYS, Kind

_KINDS: dict[str, Kind] = {key.lower(): kind for key, kind in COMMON_KEYS.items()}


class ConditionKey(NamedTuple):
    """A key: ``<service>:<name>``, and for tags ``/<tag>``; each part as it is written, empty for none."""

    service: str
    name: str
    tag: str
    text: str

    @classmethod
    def of(cls, text: str) -> ConditionKey:
        """Take a key apart; one without a colon has no service."""
        head, _, tag = text.partition("/")
        service, colon, name = head.partition(":")
        return cls(service, name, tag, text) if colon else cls("", head, tag, text)

    @property
    def head(self) -> str:
        """The key up to its tag, as it is written."""
        return self.text.partition("/")[0]

    @property
    def folded(self) -> str:
        """The key up to its tag, in lower case: the case of common keys does not matter."""
        return self.head.lower()

    @property
    def compared(self) -> str:
        """What is equal for equal keys: known ones whatever their case, the name of a tag exactly."""
        colon = self.head.find(":")
        if self.kind is not None or colon < 0:
            return self.folded + self.text[len(self.head) :]
        return self.service.lower() + self.text[colon:]

    @property
    def kind(self) -> Kind | None:
        """What a common key holds; ``None`` for another key."""
        return _KINDS.get(self.folded)
