"""How far the walks through other modules go, and what they come to."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from immlint.document.python.walks import MOST_OF_MODULE, MOST_OF_NAME, Walks

#: The parts that each part leads to, and its steps.
Graph = dict[int, tuple[list[int], int]]


def graphs() -> st.SearchStrategy[Graph]:
    parts = st.tuples(st.lists(st.integers(0, 6), max_size=4), st.sampled_from((1, 100, 3000, 6000)))
    return st.fixed_dictionaries(dict.fromkeys(range(7), parts))


class _Asking:
    """Modules that are made of what they lead to."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._walks = Walks()
        self.steps = 0

    def ask(self, number: int) -> Any:
        return self._walks.of(number, lambda: self._walk(number))

    def _walk(self, number: int) -> Any:
        others, steps = self._graph[number]
        self._walks.spend(steps)
        self.steps += steps
        return number, tuple(self.ask(each) for each in others)


def _whole(graph: Graph, number: int, within: tuple[int, ...] = ()) -> Any:
    """Return what a part is made of, if nothing is too far."""
    if number in within:
        return None
    return number, tuple(_whole(graph, each, (*within, number)) for each in graph[number][0])


@given(graphs(), st.lists(st.integers(0, 6), max_size=8))
def test_one_that_asks_takes_no_more_steps_than_it_may(graph: Graph, order: list[int]) -> None:
    asking = _Asking(graph)
    for number in order:
        asking.ask(number)
    assert asking.steps <= MOST_OF_MODULE + 6000


@given(graphs(), st.lists(st.integers(0, 6), max_size=8), st.integers(0, 6))
def test_what_leads_in_no_circle_is_found_whole_whatever_was_asked_before(
    graph: Graph, order: list[int], last: int
) -> None:
    straight: Graph = {n: ([each for each in others if each > n], 1) for n, (others, _) in graph.items()}
    asking = _Asking(straight)
    for number in order:
        asking.ask(number)
    assert asking.ask(last) == _whole(straight, last)


def test_in_a_circle_each_knows_the_others() -> None:
    graph: Graph = {0: ([1], 1), 1: ([2], 1), 2: ([0], 1)}
    asking = _Asking(graph)
    assert [asking.ask(number)[1][0][0] for number in graph] == [1, 2, 0]


def test_what_leads_too_far_is_not_known() -> None:
    asking = _Asking({0: ([1], 1), 1: ([2, 3], 1), 2: ([], 1), 3: ([], MOST_OF_NAME)})
    assert asking.ask(2) == (2, ())
    assert asking.ask(0) is None
    assert asking.ask(3) == (3, ())
    taken = asking.steps
    # What it came to is kept.
    assert [asking.ask(0), asking.ask(2)] == [None, (2, ())]
    assert asking.steps == taken


def test_what_a_module_asks_for_may_not_cost_more_than_all() -> None:
    asking = _Asking({number: ([], MOST_OF_NAME // 2) for number in range(9)})
    known = MOST_OF_MODULE // (MOST_OF_NAME // 2)
    assert [asking.ask(number) is None for number in range(9)] == [False] * known + [True] * (9 - known)


def test_a_part_is_counted_once() -> None:
    asking = _Asking({0: ([1, 1, 1], 1), 1: ([], MOST_OF_NAME - 1)})
    assert asking.ask(0) == (0, ((1, ()),) * 3)
    assert asking.ask(0) == (0, ((1, ()),) * 3)
    assert asking.steps == MOST_OF_NAME
