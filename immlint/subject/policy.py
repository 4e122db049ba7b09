"""RAM policy documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar

from immlint.record import field, record
from immlint.subject.place import Route
from immlint.subject.value import Text, lifted

T = TypeVar("T")

PolicyKind = Literal["identity", "trust", "session", "control", "bucket"]


@record(eq=False)
class Policy:
    """One RAM policy document as it was written, right or wrong, at *route*.

    ``size`` is the number of characters as sent: the whole file or string for a policy that is
    one, else that of the compact JSON form. ``minified`` is that of the compact form.
    """

    document: Any
    kind: PolicyKind = "identity"
    route: Route = ()
    size: int = 0
    minified: int = 0
    #: What was worked out of it, by the function that did: every rule asks again.
    derived: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False)

    def once(self, work: Callable[[Policy], T]) -> T:
        """Return ``work(self)``, worked out the first time only."""
        if work not in self.derived:
            self.derived[work] = work(self)
        found: T = self.derived[work]
        return found


#: What documentation puts in the place of an action, a resource or a part of one: ``[ECS RAM Action]``.
_BRACKETED = re.compile(r"(?:^|(?<=[:/]))\[[A-Za-z][^\[\]]*\](?=$|[:/@])")
#: What samples mask as a whole; an account of which digits are masked is still one.
_MASKED = re.compile(r"(?:^|(?<=[:/]))[Xx]{4,}(?=$|[/*@])")
#: A list of JSON begins with a letter only where its first value is a word of JSON.
_LETTER_BEHIND = re.compile(r"\[[A-Za-z]")
_NAMING = ("Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal")


def read_texts(document: Any) -> Any:
    """Return a policy with its texts read as templates, by what samples of policies leave out, too."""
    return read_names(lifted(document))


def may_leave_out(text: str) -> bool:
    """Tell whether a name in a policy may be what samples leave out; *text* is its compact JSON."""
    return _LETTER_BEHIND.search(text) is not None or "xxxx" in text.lower()


def read_names(document: Any) -> Any:
    """Return the same of a policy whose texts are read as templates, or surely have no gaps."""
    statements = document.get("Statement") if isinstance(document, dict) else None
    if isinstance(statements, list):
        return {**document, "Statement": [_read_names(item) for item in statements]}
    return {**document, "Statement": _read_names(statements)} if isinstance(statements, dict) else document


def _read_names(statement: Any) -> Any:
    if not isinstance(statement, dict):
        return statement
    return {key: lifted(item, _name) if key in _NAMING else item for key, item in statement.items()}


def _name(text: str) -> str:
    if isinstance(text, Text) or ("[" not in text and "xxxx" not in text.lower()):
        return text
    found = [match.span() for match in _MASKED.finditer(text)]
    if not text.startswith("acs:oss:"):  # an object of OSS may have such a name
        found += [match.span() for match in _BRACKETED.finditer(text)]
    return Text(text, sorted(found)) if found else text


def kind_of(document: Any) -> PolicyKind:
    """Return the kind of a policy that its own form tells: of an identity, of a role's trust or of a bucket.

    The one place that tells it: documents, code and :meth:`immlint.ram.Policy.parse` all ask here.
    """
    statements = document.get("Statement") if isinstance(document, dict) else None
    items = statements if isinstance(statements, list) else [statements]
    objects = [item for item in items if isinstance(item, dict)]
    if not objects or not all("Principal" in item or "NotPrincipal" in item for item in objects):
        return "identity"
    if not any("Resource" in item for item in objects):
        return "trust"
    # Buckets, keys and endpoints have policies with both; in none of them a role is assumed.
    if all(map(_is_of_bucket, objects)):
        return "bucket"
    listed = not all(isinstance(item.get("Principal"), dict) for item in objects)
    return "trust" if not listed and any(map(_assumes_role, objects)) else "identity"


def _is_of_bucket(statement: Mapping[str, Any]) -> bool:
    """Tell whether a statement is one of a bucket: beside actions of OSS it lists ids, or names everybody."""
    principal = statement.get("Principal", statement.get("NotPrincipal"))
    named = statement.get("Action", statement.get("NotAction"))
    actions = named if isinstance(named, list) else [named]
    return (
        (isinstance(principal, list) or principal == "*")
        and "Resource" in statement
        and bool(actions)
        and all(isinstance(action, str) and action.lower().startswith("oss:") for action in actions)
    )


def _assumes_role(statement: Mapping[str, Any]) -> bool:
    action = statement.get("Action")
    (only,) = action if isinstance(action, list) and len(action) == 1 else [action]
    return isinstance(only, str) and only.lower() == "sts:assumerole"
