"""Policy files named on a command line, with the places of their statements."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from immlint.document import Document, read
from immlint.ram import Policy
from immlint.ram.decision import Statement
from immlint.source import Source
from immlint.subject import Place, PolicyKind
from immlint.subject import Policy as Written


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """One file and the policies in it."""

    path: str
    policies: tuple[Policy, ...]
    document: Document

    def position(self, statement: Statement) -> tuple[int, int]:
        """Return line and column of a statement, both from 1."""
        line, column = self.document.source.position(self.document.locate(Place(statement.route)).start)
        return line, column


def read_file(name: str, number: int = 0, kind: PolicyKind | None = None) -> PolicyFile:
    """Read a policy file (JSON, or YAML by its name); misuse is a message and exit code 2.

    *kind* is what the user says it is; else each policy tells by its shape.
    """
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        raise click.ClickException(f"{name}: {(error.strerror or str(error)).lower()}") from None
    document = read(Source(name, data), "policy", named=True)
    found = [s for s in document.subjects if isinstance(s, Written)] if document else []
    policies = [Policy.read(w.document, number, w.route, kind or w.kind) for w in found]
    if document is None or not any(policy.statements for policy in policies):
        raise click.ClickException(f"{name}: holds no policy with a statement of Allow or Deny")
    return PolicyFile(name, tuple(policies), document)


def pointer(statement: Statement) -> str:
    """Return where a statement stands in its document, as a JSON pointer."""
    return Place(statement.route).pointer
