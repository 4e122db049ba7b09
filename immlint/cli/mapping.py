"""What the policies of a run grant, as maps beside its findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from immlint.access.held import Access
from immlint.access.map import Cell, access_map
from immlint.catalog import load
from immlint.cli.access import SAID, reasons
from immlint.cli.policy_files import PolicyFile
from immlint.document import Document
from immlint.message import Message, counted
from immlint.project import is_grant, members
from immlint.ram import Policy
from immlint.ram.pattern import Action
from immlint.refusal import refusals
from immlint.registry import Registry
from immlint.report import AccessMap, MappedAction, Reach
from immlint.subject import Policy as Written

#: Policies that have maps of their own; people look at no more.
_MOST = 20


def maps(
    documents: Sequence[Document], holding: Mapping[str, Document], registry: Registry
) -> tuple[list[AccessMap], list[str]]:
    """Return the maps of a run, and remarks on what is not on them.

    Policies that the caller holds are one map, with what the requests of the run ask for. Without those, the
    policies of each file that is checked are a map by themselves.
    """
    remarks: list[str] = []
    if holding:
        accepted = _accepted(holding.values(), registry, remarks)
        if remarks:
            return [], remarks
        files = [_file(document, number) for number, document in enumerate(accepted)]
        return [_map(files, _asked(documents, holding))], remarks
    own = [document for document in documents if any(map(_is_identity, document.subjects))]
    left = len(own) - _MOST
    if left > 0:
        remarks.append(
            counted(left, "{count} policy file is on no map", "{count} policy files are on no map")
        )
    return [_map([_file(d, 0)], None) for d in _accepted(own[:_MOST], registry, remarks)], remarks


def _is_identity(subject: object) -> bool:
    return isinstance(subject, Written) and subject.kind == "identity" and is_grant(subject)


def _accepted(documents: Iterable[Document], registry: Registry, remarks: list[str]) -> list[Document]:
    """Return the documents that RAM does not refuse; nothing is granted by the others, which is a remark."""
    found = []
    for document in documents:
        if refusals(document, registry):
            path = document.source.path
            remarks.append(Message("{path}: RAM refuses this policy; it is on no map", path=path))
        else:
            found.append(document)
    return found


def _file(document: Document, number: int) -> PolicyFile:
    """Return a document as the policy file of a number, by which its statements are found."""
    written = [s for s in document.subjects if isinstance(s, Written) and is_grant(s)]
    policies = [Policy.read(one.document, number, one.route, one.kind) for one in written]
    return PolicyFile(document.source.path, tuple(policies), document)


#: By action: the places that ask for it, and whether each has what it asks for.
_Asked = dict[str, dict[str, bool]]


def _asked(documents: Sequence[Document], holding: Mapping[str, Document]) -> _Asked:
    access = Access(members(documents, holding), load())
    asked: _Asked = {}
    for one in (*access.held, *(passing for _, passing in access.passed)):
        document = one.member.document
        line, _ = document.source.position(document.locate(one.place).start)
        where = f"{document.source.path}:{line}"
        places = asked.setdefault(one.ask.action, {})
        granted = not one.with_verdict("none", "some")
        places[where] = places.get(where, True) and granted
    return asked


def _map(files: Sequence[PolicyFile], asked: _Asked | None) -> AccessMap:
    cells = access_map([policy for file in files for policy in file.policies])
    by_action: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        by_action.setdefault((cell.service, cell.action), []).append(cell)
    known = {action for _, action in by_action}
    services: dict[str, list[MappedAction]] = {}
    left_out: dict[str, int] = {}
    for (service, action), own in by_action.items():
        needed = (asked or {}).get(action, {})
        if not needed and all(cell.answer == "not granted" for cell in own):
            left_out[service] = left_out.get(service, 0) + 1
            services.setdefault(service, [])
            continue
        reaches = [_reach(cell, files) for cell in own]
        row = MappedAction(action, reaches, list(needed), _use(own, asked, needed))
        services.setdefault(service, []).append(row)
    for action, places in (asked or {}).items():
        if action not in known:
            row = MappedAction(action, (), list(places), "lacking")
            services.setdefault(Action(action).service, []).append(row)
    for rows in services.values():
        rows.sort(key=lambda row: (row.use != "lacking", not row.needed))
    return AccessMap(", ".join(file.path for file in files), services, left_out)


def _use(cells: Sequence[Cell], asked: _Asked | None, needed: dict[str, bool]) -> str:
    if needed:
        return "" if all(needed.values()) else "lacking"
    granted = any(cell.answer in ("granted", "partly", "conditional") for cell in cells)
    return "unused" if asked and granted else ""


def _reach(cell: Cell, files: Sequence[PolicyFile]) -> Reach:
    return Reach(cell.resource, SAID[cell.answer], list(reasons(cell, files)))
