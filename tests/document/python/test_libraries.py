"""What the libraries that code may use have in common."""

from collections import Counter

import pytest

from immlint.catalog import load
from immlint.document.python.interpret import interpret
from immlint.document.python.library import LIBRARIES
from immlint.document.python.syntax.statements import Parsed, Statement


@pytest.mark.parametrize("names", ["packages", "methods"])
def test_a_name_is_of_one_library(names: str) -> None:
    walk = interpret(Parsed([Statement(0, "")]), "", load())
    owners = Counter(name for kind in LIBRARIES for name in getattr(walk.library(kind), names))
    assert owners
    assert [name for name, count in owners.items() if count > 1] == []
