"""Uses of an SDK in code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from immlint.subject.place import Place

Use = Literal[
    "keyword",
    "attribute",
    "wire-key",
    "positional",
    "on-class",
    "method",
    "argument",
    "part",
    "parameter",
    "client",
    "credential",
]


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One use of an SDK in code, right or wrong; the rules tell which.

    ========== ============================ ========================= ==============================
    use        owner                        name                      value
    ========== ============================ ========================= ==============================
    keyword    class of models              keyword as written        the value
    attribute  class of models              attribute assigned        the value
    wire-key   class of models              key given to from_map     the value
    positional class of models              empty                     how many are positional
    on-class   class of models              method called on it       None
    method     Client, or class of the core method called             None
               SDK
    argument   method of Client             class or type given       operation of the method
    part       class of models              field given a dict        the class it takes
    parameter  query, params or body        wire name                 the value, not encoded
    client     Client or AcsClient          empty                     names of what is given
    credential class it is given to         keyword or parameter      the text
    ========== ============================ ========================= ==============================
    """

    use: Use
    owner: str
    name: str
    place: Place
    value: Any = None
