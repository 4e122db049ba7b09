"""What a frame keeps of the values that its names have had."""

from immlint.document.python.domain.dict import Dict
from immlint.document.python.domain.frame import Frame
from immlint.document.python.domain.join import MOST, aliased


def test_a_name_is_followed_to_its_latest_values_and_the_others_are_open() -> None:
    frame, values = Frame("module"), [Dict() for _ in range(3 * MOST)]
    for value in values:
        frame.bind("d", value)
    frame.forget(["d"])
    assert list(aliased(frame.find("d"))) == values[-1:] + values[-MOST:-1]
    assert [value.is_whole for value in values] == [False] * (2 * MOST) + [True] * MOST


def test_a_value_that_a_name_has_twice_is_kept_once() -> None:
    frame, value = Frame("module"), Dict()
    for _ in range(3):
        frame.bind("d", value)
        frame.forget(["d"])
    assert aliased(frame.find("d")) == (value,)
