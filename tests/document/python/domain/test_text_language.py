"""What a text may be is put together at once, as if it were piece by piece."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from immlint.document.python.domain.text import ANYTHING, Hole, Piece, Text
from immlint.language import Language

PIECES = st.one_of(
    st.text(max_size=4).map(Piece),
    st.just(Hole("x")),
    st.sampled_from(["", "ab", "c"]).map(lambda text: Hole("y", Language.literal(text))),
    st.just(Hole("z", Language.glob("a*?*") | Language.literal("b"))),
)


@given(st.lists(PIECES, max_size=5))
def test_a_text_is_its_pieces_one_after_the_other(pieces: list[Piece | Hole]) -> None:
    parts = [piece.options if isinstance(piece, Hole) else Language.literal(piece.text) for piece in pieces]
    assert Text(tuple(pieces)).language == reduce(Language.__add__, parts, Language.literal(""))


@given(st.lists(st.text(max_size=3).map(Piece) | st.just(Hole("x")), max_size=6))
def test_gaps_side_by_side_are_one(pieces: list[Piece | Hole]) -> None:
    (runs,) = Text(tuple(pieces)).language.branches
    (anything,) = ANYTHING.branches[0]
    assert all({one, other} != {anything} for one, other in pairwise(runs))
    assert [*filter(anything.__ne__, runs)] == [
        *Language.literal("".join(p.text for p in pieces if isinstance(p, Piece))).branches[0]
    ]
