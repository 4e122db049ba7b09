"""The conversation with one client: documents come and change, diagnostics go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified
from pygls.lsp.server import LanguageServer

from immlint.config.nearest import NAMES
from immlint.message import Say
from immlint.server.actions import Actions
from immlint.server.complete import complete
from immlint.server.diagnostics import Shown, diagnostic
from immlint.server.documents import Opened, file_of, name_of
from immlint.server.folder import Linted
from immlint.server.hover import hover
from immlint.server.mending import RefusedError
from immlint.server.workspace import View, Workspace

T = TypeVar("T")

#: Seconds without a keystroke before a document is checked.
DEBOUNCE = 0.1
#: What is watched beside configurations: policies, rules, baselines and modules that count as well.
_WATCHED = "**/*.{json,yaml,yml,txt,py}"


class Session:
    """What is known of one client. Texts are checked in one thread, one after another."""

    def __init__(self, server: LanguageServer, say: Say) -> None:
        self._server = server
        self._say = say
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="immlint")
        self._workspace = Workspace()
        self._documents: dict[str, Opened] = {}
        self._generation = 0
        #: Diagnostics that are yet to be pushed, by address.
        self._pending: dict[str, asyncio.Task[None]] = {}
        #: Addresses of which the client holds diagnostics that were pushed.
        self._pushed: set[str] = set()
        #: Whether the client asks by itself: some say so and never do.
        self._pulls = False
        #: The last answer to a pull, by address, with its number.
        self._pulled: dict[str, tuple[str, list[types.Diagnostic]]] = {}
        self._answers = 0
        #: What was shown of configurations, by the address of the document it came up with.
        self._told: dict[str, tuple[str, ...]] = {}
        self._watches = False
        self.is_shut_down = False

    # What the client says of itself and of documents.

    def initialized(self, params: types.InitializedParams) -> None:
        """Ask to be told of files that change."""
        workspace = self._able.workspace
        watched = workspace and workspace.did_change_watched_files
        if watched and watched.dynamic_registration:
            self._watches = True
            patterns = [*(f"**/{name}" for name in NAMES), _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(
                [types.FileSystemWatcher(glob_pattern=pattern) for pattern in patterns]
            )
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration("immlint-watch", method, options)
            self._server.client_register_capability(types.RegistrationParams([registration]))

    def shutdown(self, params: None) -> None:
        """Stop checking."""
        self.is_shut_down = True
        for task in self._pending.values():
            task.cancel()
        self._worker.shutdown(wait=False, cancel_futures=True)

    def did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take a document up."""
        given = params.text_document
        path = file_of(given.uri)
        name = path or name_of(given.uri, given.language_id)
        self._take(Opened(given.uri, name, path is not None, given.version, given.text, self._encoding))

    def did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take the new version of a document up: the whole text, as that is what was agreed on."""
        known = self._documents.get(params.text_document.uri)
        if known is not None and params.content_changes:
            text = params.content_changes[-1].text
            version = params.text_document.version
            self._take(Opened(known.uri, known.path, known.is_file, version, text, known.encoding))

    def did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a document, and take its diagnostics back."""
        uri = params.text_document.uri
        self._documents.pop(uri, None)
        self._pulled.pop(uri, None)
        self._told.pop(uri, None)
        if uri in self._pending:
            self._pending.pop(uri).cancel()
        self._take_back([uri])
        if not self.is_shut_down:
            self._worker.submit(self._workspace.forget, uri)

    def did_save(self, params: types.DidSaveTextDocumentParams) -> None:
        """Take a file for changed, where the client does not tell by itself."""
        if not self._watches:
            self.files_changed(params)

    def files_changed(self, params: object) -> None:
        """Check all again: a configuration, a policy or a module may be another now."""
        self._generation += 1
        if not self._pulls:
            for uri in self._documents:
                self._push_later(uri)
            return
        workspace = self._able.workspace
        if workspace and workspace.diagnostics and workspace.diagnostics.refresh_support:
            self._server.workspace_diagnostic_refresh(None)

    def settings_changed(self, params: types.DidChangeConfigurationParams) -> None:
        """Do nothing: what holds stands in files."""

    # Diagnostics.

    async def pull(self, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        """Answer with the diagnostics of a document; from now on nothing is pushed any more."""
        self._pulls = True
        for task in self._pending.values():
            task.cancel()
        self._pending.clear()
        # What was pushed would be shown beside what is answered.
        self._take_back(list(self._pushed))
        uri = params.text_document.uri
        items = await self._diagnostics(uri)
        known = self._pulled.get(uri)
        if known is not None and known == (params.previous_result_id, items):
            return types.RelatedUnchangedDocumentDiagnosticReport(known[0])
        self._answers += 1
        self._pulled[uri] = str(self._answers), items
        return types.RelatedFullDocumentDiagnosticReport(items, result_id=str(self._answers))

    async def _diagnostics(self, uri: str) -> list[types.Diagnostic]:
        document = self._documents.get(uri)
        if document is None:
            return []
        found = await self._ask(document, self._workspace.lint)
        if not self.is_shut_down:
            # The answer does not wait for it.
            self._worker.submit(self._workspace.settle)
        self._tell(uri, found)
        return [diagnostic(f, document, self._documents, self._shown) for f in found.findings]

    def _take(self, document: Opened) -> None:
        self._documents[document.uri] = document
        if not self._pulls:
            self._push_later(document.uri)

    def _push_later(self, uri: str, *, alone: bool = False) -> None:
        if uri in self._pending:
            self._pending[uri].cancel()
        self._pending[uri] = asyncio.get_running_loop().create_task(self._push(uri, alone=alone))

    async def _push(self, uri: str, *, alone: bool = False) -> None:
        await asyncio.sleep(DEBOUNCE)
        document = self._documents.get(uri)
        if document is None:
            return
        items = await self._diagnostics(uri)
        self._pending.pop(uri, None)
        self._pushed.add(uri)
        self._publish(uri, items, document.version)
        for other in [] if alone else await self._ask(document, self._workspace.judged_by):
            self._push_later(other, alone=True)

    def _take_back(self, uris: Iterable[str]) -> None:
        for uri in uris:
            if uri in self._pushed:
                self._pushed.discard(uri)
                self._publish(uri, [], None)

    def _publish(self, uri: str, items: list[types.Diagnostic], version: int | None) -> None:
        params = types.PublishDiagnosticsParams(uri, items, version)
        self._server.text_document_publish_diagnostics(params)

    def _tell(self, uri: str, found: Linted) -> None:
        """Show what keeps the configuration from being used, once for all documents."""
        said = tuple(filter(None, (found.trouble, *found.remarks)))
        if said and said not in self._told.values():
            kind = types.MessageType.Error if found.trouble else types.MessageType.Warning
            self._server.window_show_message(
                types.ShowMessageParams(kind, "immlint: " + "\n".join(map(self._say, said)))
            )
        self._told[uri] = said

    # What the client asks for.

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """Return what can be done about the findings in a range."""
        return await self._about(
            params.text_document.uri,
            lambda document, view: self._actions(document, view).offered(params.range, params.context.only),
            [],
        )

    async def resolve(self, action: types.CodeAction) -> types.CodeAction:
        """Return an action with its edit."""
        data = action.data
        try:
            return await self._about(
                data["uri"] if isinstance(data, dict) else "",
                lambda document, view: self._actions(document, view).resolved(action),
                action,
            )
        except RefusedError as error:
            raise JsonRpcContentModified(self._say(str(error))) from None

    async def hover(self, params: types.HoverParams) -> types.Hover | None:
        """Return the page of the rule that found something at a place."""
        return await self._about(
            params.text_document.uri,
            lambda document, view: hover(
                self._workspace, document, view, params.position, self._able, self._say
            ),
            None,
        )

    async def complete(self, params: types.CompletionParams) -> types.CompletionList | None:
        """Return what can be written at a place."""
        return await self._about(
            params.text_document.uri,
            lambda document, view: complete(
                self._workspace, document, view, params.position, self._able, self._say
            ),
            None,
        )

    def _actions(self, document: Opened, view: View) -> Actions:
        return Actions(self._workspace, document, view, self._able, self._shown)

    @property
    def _shown(self) -> Shown:
        return Shown(self._able, self._say)

    @property
    def _able(self) -> types.ClientCapabilities:
        return self._server.client_capabilities

    async def _about(self, uri: str, work: Callable[[Opened, View], T], otherwise: T) -> T:
        document = self._documents.get(uri)
        return otherwise if document is None else await self._ask(document, work)

    async def _ask(self, document: Opened, work: Callable[[Opened, View], T]) -> T:
        """Return what *work* makes of a document, in the thread in which all is checked."""
        view = View(self._roots(), dict(self._documents), self._generation)
        return await asyncio.get_running_loop().run_in_executor(self._worker, work, document, view)

    @property
    def _encoding(self) -> str:
        return self._server.server_capabilities.position_encoding or types.PositionEncodingKind.Utf16

    def _roots(self) -> list[str]:
        workspace = self._server.workspace
        addresses = [folder.uri for folder in workspace.folders.values()]
        if not addresses and workspace.root_uri:
            addresses = [workspace.root_uri]
        return [path for path in map(file_of, addresses) if path is not None]
