"""RAM policy documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from immlint.subject.place import Route

PolicyKind = Literal["identity", "trust", "session", "control"]


@dataclass(frozen=True, slots=True, eq=False)
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
