"""What an action asks of RAM."""

from __future__ import annotations

from immlint.record import record


@record(eq=False)
class RamRow:
    """What an operation asks of RAM. ``action`` is ``None`` where nothing is checked.

    ``resources`` are ARN templates with ``{#ProjectName}`` and the like; ``documented`` is false for
    a row that is only inferred.
    """

    action: str | None
    resources: tuple[str, ...]
    resource_level: bool
    documented: bool
