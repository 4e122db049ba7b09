"""What the requests of files ask for together, and what of them could not be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from immlint.access.ask import Ask, asked_by, that_count
from immlint.access.passing import passed_roles
from immlint.catalog import Catalog
from immlint.message import Message
from immlint.subject import Problem, Request

if TYPE_CHECKING:
    from immlint.document import Document


def needs(documents: Sequence[Document], catalog: Catalog) -> tuple[list[Ask], list[str]]:
    """Return what the requests ask for, and remarks on what was left out or is only inferred."""
    asks: list[Ask] = []
    remarks: dict[str, None] = {}
    counts = that_count(s for document in documents for s in document.subjects)
    for document in documents:
        for request in document.subjects:
            if isinstance(request, Request) and counts(request):
                found, remark = _need(request, catalog, document.source.path)
                asks += found
                remarks.update(dict.fromkeys(remark))
    for document in documents:
        remarks.update(dict.fromkeys(_left_out(document)))
    return asks, list(remarks)


def _need(request: Request, catalog: Catalog, path: str) -> tuple[list[Ask], tuple[str, ...]]:
    operation = catalog.operations.get(request.operation)
    named = {"path": path, "operation": request.operation}
    if operation is None or request.version not in (None, catalog.version):
        return [], (Message("{path}: {operation} is of no known API version; left out", **named),)
    found = asked_by(request, operation)
    if operation.ram.action is None:
        return found, (Message("{operation} needs no grant", **named),)
    if not found:
        return found, (Message("{path}: {operation} has a name that is not legal; left out", **named),)
    found = [*found, *(role.ask for role in passed_roles(request, catalog))]
    if not operation.ram.documented:
        return found, (Message("what {action} asks for is only inferred", action=operation.ram.action),)
    return found, ()


def _left_out(document: Document) -> Iterator[str]:
    """Yield why requests of a file may be missing."""
    problems = (s for s in document.subjects if isinstance(s, Problem))
    if any(problem.kind == "template" and problem.about != "policy" for problem in problems):
        yield Message("{path}: this is a template; left out", path=document.source.path)
    if document.ambiguous:
        yield Message("{path}: which operation is meant is not told; left out", path=document.source.path)
