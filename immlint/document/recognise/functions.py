"""What a template engine computes of data (``Ref``, ``Fn::Sub``, ``Fn::Join``): text with gaps, or unknown.

Source: ROS, "Functions"; AWS's templates have functions of the same names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from immlint.subject import UNKNOWN, Text, joined
from immlint.subject.value import Range

#: Levels below which nothing is computed.
DEEPEST = 120
#: What ``Fn::Sub`` fills in, and what it writes (``${!name}``), which is not the text that stands there.
_FILLED = re.compile(r"\$\{[^{}]*\}")


def is_function(key: object) -> bool:
    """Tell whether the only key of an object makes it a call of a function."""
    return key == "Ref" or (isinstance(key, str) and key.startswith("Fn::"))


def without_functions(value: Any, depth: int = 0) -> Any:
    """Return data with the functions in it computed, as far as a template tells what they give."""
    if depth > DEEPEST:
        return value
    if isinstance(value, list):
        return [without_functions(item, depth + 1) for item in value]
    if isinstance(value, dict):
        if len(value) == 1 and depth:
            ((key, given),) = value.items()
            if is_function(key):
                return _called(key, given, depth)
        return {key: without_functions(item, depth + 1) for key, item in value.items()}
    return value


def _called(name: str, given: Any, depth: int) -> Any:
    """Return what a function gives: what may be no text, or a list of texts, is unknown."""
    if name == "Fn::Sub":
        text = given[0] if isinstance(given, list) and given else given
        if type(text) is str:
            return _filled(text, [found.span() for found in _FILLED.finditer(text)])
    if name == "Fn::Join" and isinstance(given, list) and len(given) == 2:
        separator, parts = given
        if isinstance(separator, str) and isinstance(parts, list):
            text = joined(separator, [_part(item, depth) for item in parts])
            return _filled(str(text), text.gaps) if isinstance(text, Text) else text
    return UNKNOWN


def _part(value: Any, depth: int) -> str:
    """Return one of the texts that are joined; what is unknown is shown by its name."""
    found = without_functions([value], depth + 1)[0]
    if isinstance(found, str):
        return found
    if isinstance(found, int | float) and not isinstance(found, bool):
        return str(found)
    named = value.get("Ref") if isinstance(value, dict) else None
    shown = "${%s}" % (named if isinstance(named, str) and named.isprintable() else "unknown")
    return Text(shown, [(0, len(shown))])


def _filled(text: str, gaps: Sequence[Range]) -> str:
    """Return a text of which the engine fills in the gaps: it says that they may be anything."""
    return Text(text, gaps, Text(text, gaps).language) if gaps else text
