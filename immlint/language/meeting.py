"""Whether two branches have a string in common: a walk through pairs of their positions.

Nothing is left out here, so no sets of positions are needed, as a search with exclusions does: there are no
more pairs than the one length times the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from immlint.language.chars import Step


def meet(one: Sequence[Step], other: Sequence[Step]) -> bool:
    """Tell whether some string is spelt by the steps of both."""
    ends = (len(one), len(other))
    seen = {(0, 0)}
    stack = [(0, 0)]
    while stack:
        at = i, j = stack.pop()
        if at == ends:
            return True
        this, that = one[i] if i < ends[0] else None, other[j] if j < ends[1] else None
        following = []
        if this is not None and this.optional:
            following.append((i + 1, j))
        if that is not None and that.optional:
            following.append((i, j + 1))
        if this is not None and that is not None and (this.chars & that.chars).ranges:
            following.append((i if this.loops else i + 1, j if that.loops else j + 1))
        for pair in following:
            if pair not in seen:
                seen.add(pair)
                stack.append(pair)
    return False
