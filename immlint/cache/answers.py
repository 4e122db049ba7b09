"""What a file asked of others, as text and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from immlint.document.asked import Asked
    from immlint.document.neighbours import Neighbours


def answers_of(asked: Asked | None) -> str:
    """Return what was asked, in order, each with its answer; nothing, if nothing was."""
    if asked is None or not asked.answers:
        return ""
    return json.dumps([[*question, answer] for question, answer in asked.answers.items()])


def are_answered(text: str, others: Neighbours) -> bool:
    """Tell whether all that was asked is answered as it was.

    What was asked later may follow from earlier answers: it is asked again in the same order.
    """
    if not text:
        return True
    from immlint.document.asked import answer

    return all(answer(others, tuple(question)) == told for *question, told in json.loads(text))
