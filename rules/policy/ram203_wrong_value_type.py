"""A value of the policy is of the wrong JSON type.

What it does: checks the type of every element. Numbers and booleans in conditions must be quoted: a
bare one is a warning, as only the reference says so.

Why: RAM refuses the policy ("Data type mismatch").

How to fix: give the documented type.

Source: RAM, policy structure and syntax; validate policies, "Data type mismatch".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from immlint.finding import Severity
from immlint.message import A_STRING, AN_OBJECT, Term, type_of
from immlint.precondition import of_ram_or_oss
from immlint.ram.plain import not_plain
from immlint.ram.written import PATTERNS, Statement, statements, values
from immlint.repair import Repair
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, Route, is_open

SOURCE = "https://www.alibabacloud.com/help/en/ram/permission-policy-check"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": "*"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [{"Effect": ["Allow"], "Action": 7, "Resource": ["*", null], "Condition": []}]
}
""",
        "policy.json",
        finds=(
            ("/Statement/0/Effect", "Effect is a list; expected a string"),
            ("/Statement/0/Action", "Action is a number; expected a string or a list of strings"),
            ("/Statement/0/Resource/1", "Resource holds null; expected strings"),
            ("/Statement/0/Condition", "Condition is a list; expected an object"),
        ),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": [7]}},
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": null}
  ]
}
""",
        "policy.json",
        finds=(
            ("/Statement/0/Principal/RAM/0", "RAM holds a number; expected strings"),
            ("/Statement/1/Principal", "Principal is null; expected an object"),
        ),
    ),
    Example(
        '{"Version": "1", "Statement": {"Effect": "Allow", "Action": "ecs:StopInstance", "Resource": "*"}}\n',
        "policy.json",
        finds=(("/Statement", "Statement is an object; expected a list of objects"),),
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "imm:*",
      "Resource": "*",
      "Condition": {"Bool": {"acs:SecureTransport": true}, "IpAddress": []}
    }
  ]
}
""",
        "policy.json",
        finds=(
            (
                "/Statement/0/Condition/Bool/acs:SecureTransport",
                "acs:SecureTransport is compared with true or false; expected it in quotes",
            ),
            ("/Statement/0/Condition/IpAddress", "IpAddress is a list; expected an object of condition keys"),
        ),
    ),
)

_IS = "{name} is {what}; expected {expected}"
_HOLDS = "{name} holds {what}; expected {expected}"
_COMPARED = "{name} is compared with {what}; expected {expected}"


@rule(
    on=Policy,
    severity=Severity.ERROR,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram_or_oss,),
    needs=(not_plain,),
)
def wrong_value_type(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every value of the wrong type."""
    document = policy.document
    if not isinstance(document, dict):
        yield from _wrong(policy.route, Term("the policy"), document, AN_OBJECT)
        return
    route: Route = (*policy.route, "Statement")
    value = document.get("Statement")
    if isinstance(value, dict):
        # Nowhere documented, but seen to be let pass by tools: information.
        yield issue(
            Place(route), "Statement is an object; expected a list of objects", severity=Severity.INFO
        )
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if not isinstance(item, dict):
                yield from _wrong((*route, index), Term("a statement"), item, AN_OBJECT)
    elif "Statement" in document:
        yield from _wrong(route, "Statement", value, Term("a list of objects"))
    for statement in statements(policy):
        yield from _statement(statement)


def _statement(statement: Statement) -> Iterator[Issue]:
    for name, value in statement.body.items():
        route: Route = (*statement.route, name)
        if name in ("Effect", "Sid"):
            if not isinstance(value, str):
                yield from _wrong(route, name, value, A_STRING)
        elif name in PATTERNS:
            if isinstance(value, list):
                for index, item in enumerate(value):
                    if not isinstance(item, str):
                        yield from _wrong((*route, index), name, item, Term("strings"), _HOLDS)
            elif not isinstance(value, str):
                yield from _wrong(route, name, value, Term("a string or a list of strings"))
        elif name == "Condition":
            yield from _condition(route, value)
        elif name == "Principal":
            yield from _principal(route, value)


def _condition(route: Route, value: Any) -> Iterator[Issue]:
    if not isinstance(value, dict):
        yield from _wrong(route, "Condition", value, AN_OBJECT)
        return
    for operator, keys in value.items():
        if not isinstance(keys, dict):
            yield from _wrong((*route, operator), operator, keys, Term("an object of condition keys"))
            continue
        for key, compared in keys.items():
            for at, item in values((*route, operator, key), compared):
                if isinstance(item, bool | int | float):
                    yield issue(
                        Place(at),
                        "{key} is compared with {what}; expected it in quotes",
                        key=key,
                        what=type_of(item),
                        severity=Severity.WARNING,
                        repair=Repair.writing(Place(at), json.dumps(item)),
                    )
                elif not isinstance(item, str):
                    yield from _wrong(at, key, item, Term("strings"), _COMPARED)


def _principal(route: Route, value: Any) -> Iterator[Issue]:
    # Buckets, keys and endpoints take a list of ids or "*".
    if not isinstance(value, dict | list | str):
        yield from _wrong(route, "Principal", value, AN_OBJECT)
    for kind, given in value.items() if isinstance(value, dict) else ():
        for at, item in values((*route, kind), given):
            if not isinstance(item, str):
                yield from _wrong(at, str(kind), item, Term("strings"), _HOLDS)


def _wrong(route: Route, name: str, value: Any, expected: Term, message: str = _IS) -> Iterator[Issue]:
    if is_open(value) and not isinstance(value, str):
        return
    meant = _meant(value) if name in PATTERNS else None
    hint = "write {meant}" if meant else ""
    yield issue(
        Place(route),
        message,
        hint,
        name=name,
        what=type_of(value),
        expected=expected,
        meant=quoted(meant),
        repair=Repair.writing(Place(route), meant) if meant else None,
    )


def _meant(value: Any) -> str | None:
    """Return the one string that YAML took for an object: `imm: GetTask` without quotes."""
    pairs = list(value.items()) if isinstance(value, dict) else []
    (key, item) = pairs[0] if len(pairs) == 1 else ("", None)
    return f"{key}:{item}" if isinstance(item, str) else None
