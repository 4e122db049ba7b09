"""The subjects of a run, as rules over all of it see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from immlint.record import record
from immlint.subject import Subject

if TYPE_CHECKING:
    from immlint.document import Document


@record(eq=False)
class Member:
    """A subject as rules over a whole run see it: with the document it stands in.

    ``granting`` tells that it is a policy the caller holds, as the user said. ``doubtful`` marks one of
    several requests of which only one is meant, but not told which.
    """

    document: Document
    subject: Subject
    granting: bool = False
    doubtful: bool = False

    @property
    def path(self) -> str:
        """The path of the document."""
        return self.document.source.path


@record(eq=False)
class Run:
    """The subjects of all documents that are checked together."""

    members: Sequence[Member]
    #: Whether some of them may be of code.
    may_be_code: bool = True


@record(eq=False)
class GrantedRun(Run):
    """A run that was given the policies its caller holds: they are among the members."""
