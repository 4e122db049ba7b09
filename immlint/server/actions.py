"""What is offered about findings: to mend them one by one or all at once, or to ignore one from now on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lsprotocol import types

from immlint.config import ConfigError
from immlint.finding import Finding
from immlint.message import Message
from immlint.server.diagnostics import Shown, diagnostic
from immlint.server.documents import Opened
from immlint.server.edits import Edits
from immlint.server.mending import Mending, RefusedError
from immlint.server.workspace import View, Workspace
from immlint.suppress.add import NEVER

QUICK_FIX = types.CodeActionKind.QuickFix.value
FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.immlint"


class Actions:
    """The actions on one document."""

    def __init__(
        self,
        workspace: Workspace,
        document: Opened,
        view: View,
        able: types.ClientCapabilities,
        shown: Shown,
    ) -> None:
        self._document = document
        self._view = view
        self._findings = workspace.lint(document, view).findings
        self._shown = shown
        self._mending = Mending(workspace.folder(document, view), document, view, Edits(able))
        self._lazy = _asks_for_edits(able)

    def offered(self, within: types.Range, only: Sequence[str] | None) -> list[types.CodeAction]:
        """Return what can be done about the findings in a range, of the kinds that are asked for.

        A client that asks for edits when they are wanted gets none here: proofs take a while.
        """
        start, end = map(self._document.positions.offset, (within.start, within.end))
        here = [f for f in self._findings if f.start <= end and start <= f.end]
        found: list[types.CodeAction] = []
        if _is_wanted(QUICK_FIX, only):
            found += [self._fix(finding) for finding in here if _is_applied(finding)]
            found += [self._ignore(finding) for finding in here if finding.code not in NEVER]
        if _is_wanted(FIX_ALL, only) and any(map(_is_safe, self._findings)):
            title = self._shown.say(Message("Mend all that is safe to mend (immlint)"))
            found.append(self._action(title, FIX_ALL, "all"))
        return found if self._lazy else list(self._with_edits(found))

    def resolved(self, action: types.CodeAction) -> types.CodeAction:
        """Return an action with its edit. Raises RefusedError."""
        data: dict[str, Any] = action.data if isinstance(action.data, dict) else {}
        if data.get("version") != self._document.version:
            raise RefusedError(Message("the text is another now"))
        try:
            action.edit = self._edit(data)
        except ConfigError as error:
            raise RefusedError(str(error)) from None
        return action

    def _edit(self, data: dict[str, Any]) -> types.WorkspaceEdit:
        if data.get("what") == "all":
            return self._mending.all()
        finding = next((f for f in self._findings if [*f.key()] == data.get("finding")), None)
        if finding is None:
            raise RefusedError(Message("the finding is gone"))
        return self._mending.ignored(finding) if data.get("what") == "ignore" else self._mending.one(finding)

    def _with_edits(self, actions: Sequence[types.CodeAction]) -> Iterator[types.CodeAction]:
        for action in actions:
            try:
                yield self.resolved(action)
            except RefusedError:
                continue

    def _fix(self, finding: Finding) -> types.CodeAction:
        say, safe = self._shown.say, _is_safe(finding)
        description = say(finding.fix.description) if finding.fix else ""
        title = f"{description[:1].upper()}{description[1:]} ({finding.code})"
        if not safe:
            title = say(Message("{fix}, which may change the meaning", fix=title))
        action = self._action(title, QUICK_FIX, "fix", finding)
        action.is_preferred = safe
        return action

    def _ignore(self, finding: Finding) -> types.CodeAction:
        title = self._shown.say(Message("Ignore {code} {name} here", code=finding.code, name=finding.name))
        return self._action(title, QUICK_FIX, "ignore", finding)

    def _action(self, title: str, kind: str, what: str, finding: Finding | None = None) -> types.CodeAction:
        data: dict[str, Any] = {"uri": self._document.uri, "version": self._document.version, "what": what}
        about = None
        if finding is not None:
            data["finding"] = [*finding.key()]
            about = [diagnostic(finding, self._document, self._view.documents, self._shown)]
        return types.CodeAction(title, kind=kind, diagnostics=about, data=data)


def _is_applied(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applicability != "display"


def _is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applicability == "safe"


def _is_wanted(kind: str, only: Sequence[str] | None) -> bool:
    return not only or any(kind == each or kind.startswith(f"{each}.") for each in only)


def _asks_for_edits(able: types.ClientCapabilities) -> bool:
    action = able.text_document and able.text_document.code_action
    resolve = action and action.data_support and action.resolve_support
    return bool(resolve and "edit" in resolve.properties)
