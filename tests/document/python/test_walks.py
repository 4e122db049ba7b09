"""What is kept of other modules is what whoever asks next would find, whatever others asked for before."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from immlint.document.python import walks
from immlint.document.python.walks import MOST_OF_MODULE, MOST_OF_NAME, Walks

#: The parts that each part leads to, and its steps.
Graph = dict[int, tuple[list[int], int]]


def graphs() -> st.SearchStrategy[Graph]:
    parts = st.tuples(st.lists(st.integers(0, 6), max_size=4), st.sampled_from((1, 100, 3000, 6000)))
    return st.fixed_dictionaries(dict.fromkeys(range(7), parts))


class _Asking:
    """Modules that are made of what they lead to."""

    def __init__(self, graph: Graph, order: list[int] | None = None) -> None:
        self._graph = graph
        self._walks: Walks[Any] = Walks()
        self.steps = 0
        for each in order or []:
            self.ask(each)

    def ask(self, number: int) -> Any:
        """Return what a module finds that asks for one part alone."""
        self._walks.begin()
        return self.found(number)

    def found(self, number: int) -> Any:
        return self._walks.of(number, 1, lambda: self._walk(number))

    def _walk(self, number: int) -> Any:
        others, steps = self._graph[number]
        self._walks.spend(steps)
        self.steps += steps
        return number, tuple(self.found(each) for each in others)


@given(graphs(), st.lists(st.integers(0, 6), max_size=8), st.integers(0, 6))
@example({n: ([(n + 1) % 7, 0], 1) for n in range(7)}, [3, 0], 5)
def test_what_is_found_is_the_same_in_any_order(graph: Graph, order: list[int], last: int) -> None:
    assert _Asking(graph, order).ask(last) == _Asking(graph).ask(last)


@given(graphs(), st.lists(st.integers(0, 6), max_size=8), st.integers(0, 6))
def test_what_is_let_go_of_is_found_again(graph: Graph, order: list[int], last: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walks, "_KEPT", 2)
        assert _Asking(graph, order).ask(last) == _Asking(graph).ask(last)


@given(graphs())
def test_one_that_asks_takes_no_more_steps_than_it_may(graph: Graph) -> None:
    asking = _Asking(graph)
    for number in graph:
        asking.found(number)
    assert asking.steps <= MOST_OF_MODULE + 6000


def test_what_leads_too_far_is_not_known() -> None:
    graph: Graph = {0: ([1], 1), 1: ([2, 3], 1), 2: ([], 1), 3: ([], MOST_OF_NAME)}
    asking = _Asking(graph)
    assert asking.ask(2) == (2, ())
    assert asking.ask(0) is None
    assert asking.ask(3) == (3, ())
    assert asking.ask(1) is None
    # What it came to the first time is kept.
    assert asking.steps < 3 * MOST_OF_NAME


def test_a_part_is_counted_once_for_each_that_asks() -> None:
    asking = _Asking({0: ([1, 1, 1], 1), 1: ([], MOST_OF_NAME - 1)})
    assert asking.ask(0) == (0, ((1, ()),) * 3)
    assert asking.ask(0) == (0, ((1, ()),) * 3)
    assert asking.steps == MOST_OF_NAME
