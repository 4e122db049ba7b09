"""A method of the SDK is called with arguments that it does not take, or without those it needs.

What it does: holds each call of a client of alibabacloud_imm20200930, of `AcsClient` and of a setter of the old core
SDK against what the method takes. Where more arguments may come from `*args` or `**kwargs`, nothing is said. The
fields of a request, given to the method itself, are left to SDK105.

Why: Python raises TypeError when the line runs. `create_dataset` takes the request alone, `create_dataset_with_options`
the request and the runtime options, and no headers; none of them has a default.

How to fix: call the method as it is defined.

Source: alibabacloud_imm20200930, methods of its client; aliyun-python-sdk-core, aliyun-python-sdk-imm.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.catalog import Catalog
from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import Place
from immlint.subject.code import MethodCalled

_HEAD = """from alibabacloud_imm20200930 import client, models
from alibabacloud_tea_util.models import RuntimeOptions

imm = client.Client(config)
request = models.GetProjectRequest(project_name="p")
"""
SOURCE = "https://pypi.org/project/alibabacloud-imm20200930/"

VALID = (
    Example(
        _HEAD + "imm.get_project(request)\nimm.get_project_with_options(request, RuntimeOptions())\n",
        "app.py",
    ),
    Example(_HEAD + "imm.get_project_with_options(request, *rest)\n", "app.py"),
)
INVALID = (
    Example(
        _HEAD + "imm.get_project()\n",
        "app.py",
        finds=(("", "get_project is called without request; expected get_project(request)"),),
    ),
    Example(
        _HEAD + "imm.get_project_with_options(request)\n",
        "app.py",
        finds=(
            (
                "",
                "get_project_with_options is called without runtime; expected get_project_with_options(request, runtime)",
            ),
        ),
    ),
    Example(
        _HEAD + "imm.get_project_with_options(request, {}, RuntimeOptions())\n",
        "app.py",
        finds=(
            (
                "",
                "get_project_with_options is given 3 arguments; expected get_project_with_options(request, runtime)",
            ),
        ),
    ),
    Example(
        _HEAD + "imm.get_project(request, runtime=RuntimeOptions())\n",
        "app.py",
        finds=(("/runtime", "get_project takes no argument runtime; expected get_project(request)"),),
    ),
)
#: Methods that every request of the core SDK has.
_CORE = {
    "add_query_param": ("k", "v"),
    "add_body_params": ("k", "v"),
    "set_query_params": ("params",),
    "set_body_params": ("body_params",),
}


@rule(on=MethodCalled, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def wrong_call(call: MethodCalled, facts: Facts) -> Iterator[Issue]:
    """Yield one issue for a call that raises, at the keyword or at the name of the method."""
    takes = _arguments(call, facts.catalog)
    if takes is None:
        return
    missing = [name for name in takes[call.positional :] if name not in call.keywords]
    unknown = next((name for name in call.keywords if name not in takes), None)
    twice = next((name for name in call.keywords if name in takes[: call.positional]), None)
    at = unknown or twice
    if unknown is not None:
        message = "{method} takes no argument {name}; expected {wanted}"
    elif call.positional > len(takes):
        message = "{method} is given {count} arguments; expected {wanted}"
        at = None
    elif twice is not None:
        message = "{method} is given {name} twice; expected {wanted}"
    elif missing:
        message = "{method} is called without {missing}; expected {wanted}"
    else:
        return
    hint = "Python raises TypeError here"
    if f"{call.name}_with_options" in facts.catalog.methods and not missing:
        hint = "{method}_with_options takes runtime options"
    yield issue(
        call.place if at is None else Place((*call.place.route, at), key=True),
        message,
        hint,
        method=call.name,
        name=at,
        missing=", ".join(missing),
        count=call.positional + len(call.keywords),
        wanted=f"{call.name}({', '.join(takes)})",
    )


def _arguments(call: MethodCalled, catalog: Catalog) -> tuple[str, ...] | None:
    """Return the names of the arguments that a method takes, if it is known."""
    if call.owner == "Client":
        operation = catalog.methods.get(call.name)
        return operation.arguments(call.name) if operation is not None else ("config",)
    if call.owner == "AcsClient":
        return ("acs_request",)
    if call.name in _CORE:
        return _CORE[call.name]
    name = call.name.removeprefix("set_")
    known = name in catalog.operations[call.owner.removesuffix("Request")].core_setters
    # A keyword of Python with an underscore before it.
    return (f"_{name}" if name == "From" else name,) if known else None
