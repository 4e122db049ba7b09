"""Policy files named on a command line, with the places of their statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from immlint.cli.speech import tell
from immlint.document import Document, read
from immlint.document.neighbours import Neighbours
from immlint.document.reader import lacking, left_unread
from immlint.message import Message, Term, reason
from immlint.ram import Policy
from immlint.ram.condition import described
from immlint.ram.decide.decision import Statement
from immlint.ram.written import foreign_cloud
from immlint.record import record
from immlint.refusal import overlong, refusals, told
from immlint.rules import registry
from immlint.source import Source
from immlint.subject import Place, PolicyKind
from immlint.subject import Policy as Written


@record
class PolicyFile:
    """One file and the policies in it."""

    path: str
    policies: tuple[Policy, ...]
    document: Document
    #: Whether it is longer than RAM takes: nothing is surely granted by it then.
    is_too_long: bool = False

    def position(self, statement: Statement) -> tuple[int, int]:
        """Return line and column of a statement, both from 1."""
        line, column = self.document.source.position(self.document.locate(Place(statement.route)).start)
        return line, column


def read_files(named: Sequence[tuple[str, PolicyKind | None]]) -> list[PolicyFile]:
    """Read policy files (JSON, or YAML by its name), ``-`` for standard input; misuse is exit code 2.

    Each is named with what the user says it is; without that, each policy tells by its shape.
    """
    if sum(name == "-" for name, _ in named) > 1:
        raise click.ClickException(Message("- is named twice; standard input can be read once only"))
    return [_read(name, number, kind) for number, (name, kind) in enumerate(named)]


def _read(name: str, number: int, kind: PolicyKind | None) -> PolicyFile:
    source = _source(name)
    form = lacking(source)
    if form is not None:
        fault = left_unread(form.name, form.extra)
        raise click.ClickException(Message("{path}: {fault}", path=source.path, fault=fault))
    document = read(source, "policy", named=True, neighbours=Neighbours([source.path]))
    found = [s for s in document.subjects if isinstance(s, Written)] if document else []
    clouds = [foreign_cloud(written) for written in found]
    ours = [written for written, cloud in zip(found, clouds, strict=True) if cloud is None]
    if clouds and not ours:
        fault = Message("{path}: a policy of {cloud}; expected one of RAM", path=source.path, cloud=clouds[0])
        raise click.ClickException(fault)
    if ours and all(written.kind == "bucket" for written in ours):
        fault = Message("{path}: a policy of a bucket; expected one of RAM", path=source.path)
        raise click.ClickException(fault)
    # Where nothing stands, nothing is refused.
    for finding in refusals(document, registry()) if document and source.data.strip() else ():
        raise click.ClickException(told(finding))
    policies = [Policy.read(w.document, number, w.route, kind or w.kind) for w in ours]
    if document is None or not any(policy.statements for policy in policies):
        fault = Message("{path}: holds no policy with a statement of Allow or Deny", path=source.path)
        raise click.ClickException(fault)
    for finding in overlong(document, registry()):
        tell(told(finding))
        return PolicyFile(source.path, tuple(policies), document, is_too_long=True)
    return PolicyFile(source.path, tuple(policies), document)


def _source(name: str) -> Source:
    from immlint.input import Input, UnreadableError, load, standard_input

    shown: str = Term("standard input") if name == "-" else name
    why: str
    try:
        return load(standard_input("stdin") if name == "-" else Input(name, named=True))
    except UnreadableError as error:
        why = error.fact
    except OSError as error:
        why = reason(error)
    raise click.ClickException(Message("{shown}: {error}", shown=shown, error=why))


def pointer(statement: Statement) -> str:
    """Return where a statement stands in its document, as a JSON pointer."""
    return Place(statement.route).pointer


def place(statement: Statement, files: Sequence[PolicyFile]) -> str:
    """Return where a statement stands, for people: file, line and column."""
    if statement.policy < 0:
        return "FullAliyunAccess"
    file = files[statement.policy]
    line, column = file.position(statement)
    return f"{file.path}:{line}:{column}"


def decided_by(statement: Statement, files: Sequence[PolicyFile]) -> Message:
    """Return that a statement decides an answer: where it stands, its effect and its condition."""
    where = f"{place(statement, files)} {pointer(statement)}".strip()
    if not statement.condition:
        return Message("by {where} ({effect})", where=where, effect=statement.effect)
    condition = described(statement.condition)
    told = "by {where} ({effect} if {condition})"
    return Message(told, where=where, effect=statement.effect, condition=condition)


def row(statement: Statement, files: Sequence[PolicyFile]) -> dict[str, Any]:
    """Return the same as data of JSON, with what the statement is."""
    said = {"effect": statement.effect, "kind": statement.kind, "condition": described(statement.condition)}
    if statement.policy < 0:
        return {"path": None, "pointer": None, "line": None, "column": None, **said}
    file = files[statement.policy]
    line, column = file.position(statement)
    return {"path": file.path, "pointer": pointer(statement), "line": line, "column": column, **said}
