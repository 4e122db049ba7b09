"""All subjects of a run, for rules that hold one against another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from immlint.subject.code import Call
from immlint.subject.policy import Policy
from immlint.subject.problem import Problem
from immlint.subject.request import Request, Response

Subject = Request | Response | Policy | Call | Problem


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A subject of a run: it stands in the document numbered *document*.

    ``granting`` tells that it is a policy the caller holds, as the user said. ``doubtful`` marks one of
    several requests of which only one is meant, but not told which.
    """

    document: int
    path: str
    subject: Subject
    granting: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """The subjects of all documents that were checked together."""

    members: Sequence[Member]


@dataclass(frozen=True, slots=True, eq=False)
class GrantedRun(Run):
    """A run that was given the policies its caller holds: they are among the members."""
