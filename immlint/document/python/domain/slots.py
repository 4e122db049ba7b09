"""The slots of what has names for them: in a weak update, some runs keep what stood there."""

from __future__ import annotations

from immlint.document.python.domain.join import Unknown, aliased, join
from immlint.document.python.domain.value import Branch, Slot


def write(
    slots: dict[str, Slot],
    deleted: dict[str, Slot],
    name: str,
    new: Slot,
    branch: Branch | None,
    *,
    unseen: bool = False,
) -> None:
    """Write a slot: with a *branch*, in a weak update made there.

    *deleted* are slots that some runs have deleted and others still have. *unseen* tells that what was there
    before is not known.
    """
    old, gone = slots.get(name), deleted.pop(name, None)
    if branch is None:
        slots[name] = new
    elif old is not None:
        slots[name] = Slot(join([old.value, new.value]), new.node, new.key, branch=old.branch)
    elif gone is not None:
        slots[name] = Slot(join([gone.value, new.value]), new.node, new.key, branch=branch)
    else:
        value = join([Unknown(), new.value]) if unseen else new.value
        slots[name] = Slot(value, new.node, new.key, new.label, branch)


def delete(slots: dict[str, Slot], deleted: dict[str, Slot], name: str, branch: Branch | None) -> None:
    """Delete a slot: in a weak update, some runs still have it."""
    slot = slots.pop(name, None)
    if branch is None:
        deleted.pop(name, None)
    elif slot is not None:
        deleted[name] = slot


def unsettle(deleted: dict[str, Slot]) -> None:
    """Let nothing be known of what stands in slots: other code may have set it anew."""
    for name, slot in deleted.items():
        deleted[name] = Slot(Unknown(name, aliased(slot.value)), slot.node, slot.key)
