"""The role that a request hands to IMM, which its caller must be allowed to pass."""

from __future__ import annotations

from immlint.access.ask import Ask
from immlint.catalog import Operation
from immlint.language import Chars, Language, Run
from immlint.subject import Request, filled, part
from immlint.subject import language as language_of

PARAMETER = "ServiceRole"
ACTION = "ram:PassRole"


def passed_role(request: Request, operation: Operation) -> Ask | None:
    """Return what passing the role of *request* asks for; ``None`` if it names none, or nobody knows it."""
    value = request.parameters.get(PARAMETER)
    if PARAMETER not in operation.parameter_names or not isinstance(value, str):
        return None
    # By name is how the API takes it; who gives the ARN means the same role.
    name = part(value, value.rfind("/") + 1, len(value))
    if not filled(name, "").strip():
        return None
    # RAM tells no two roles apart by case, and writes their names in lower case, but documents neither.
    spelt = language_of(name)
    spellings = dict.fromkeys((spelt, _lower(spelt)))
    return Ask(ACTION, tuple(Language.literal("role/") + spelling for spelling in spellings))


def _lower(name: Language) -> Language:
    return Language([list(map(_lower_run, branch)) for branch in name.branches])


def _lower_run(run: Run) -> Run:
    known = Language([[run]]).text
    return run if known is None else run._replace(chars=Chars.of(known[:1].lower()))
