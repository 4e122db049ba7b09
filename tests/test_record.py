"""Records are dataclasses to whoever looks, without the module that would make them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys

import pytest

from immlint.record import field, fields_of, record, replace


@record
class Point:
    """A place."""

    x: int
    y: int = 2
    #: Who drew it: the same place, whoever did.
    by: str = field(default="", compare=False, repr=False)
    seen: list[str] = field(default_factory=list, compare=False)

    def told(self) -> str:
        """Return it as text."""
        return f"{self.x}/{self.y}"


@record
class Named(Point):
    """A place with a name."""

    name: str = "home"

    def told(self) -> str:
        """Return it as text."""
        return f"{self.name} {super().told()}"


@record(eq=False, frozen=False, slots=False)
class Open:
    """A record that may be written to."""

    x: int = 1


def test_what_is_equal_is_told_by_the_fields_that_count() -> None:
    assert Point(1) == Point(1, 2, "me", ["you"]) != Point(1, 3)
    assert len({Point(1), Point(1, by="me"), Point(2)}) == 2
    assert Point(1) != Named(1)
    assert Open() != Open()
    assert repr(Point(1, by="me")) == "Point(x=1, y=2, seen=[])"


def test_each_has_defaults_of_its_own() -> None:
    one = Point(1)
    one.seen.append("me")
    assert Point(1).seen == []
    assert Named(1).told() == "home 1/2"
    with pytest.raises(TypeError, match="x"):
        Point()  # type: ignore[call-arg]


def test_there_is_no_room_for_more_unless_asked_for() -> None:
    with pytest.raises(AttributeError):
        Point(1).z = 3  # type: ignore[attr-defined]
    assert not hasattr(Named(1), "__dict__")
    made = Open()
    made.x = 5
    assert vars(made) == {"x": 5}


def test_copies_are_alike() -> None:
    one = Named(1, 5, "me", ["you"], "there")
    for other in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one), replace(one, x=1)):
        assert other == one
        assert (other.by, other.seen, other.name) == ("me", ["you"], "there")
    assert replace(one, name="here").told() == "here 1/5"


def test_dataclasses_takes_it_for_its_own() -> None:
    one = Named(1, by="me")
    assert dataclasses.is_dataclass(one)
    assert dataclasses.asdict(one) == {"x": 1, "y": 2, "by": "me", "seen": [], "name": "home"}
    assert dataclasses.replace(one, x=3) == Named(3)
    shown = {row.name: (row.compare, row.repr) for row in dataclasses.fields(Point)}
    assert shown == {"x": (True, True), "y": (True, True), "by": (False, False), "seen": (False, True)}
    assert [*(fields_of(one) or ())] == [row.name for row in dataclasses.fields(one)]
    assert fields_of("text") is None


def test_it_is_made_without_what_takes_long() -> None:
    code = (
        "import sys\nfrom immlint.record import record\n@record\nclass A:\n    x: int = 1\nA()\n"
        "print({'dataclasses', 'inspect'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
