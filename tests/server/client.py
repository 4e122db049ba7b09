"""A client of the installed command, by pytest-lsp."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from lsprotocol import types
from pytest_lsp import LanguageClient, make_test_lsp_client

COMMAND = Path(sys.executable).parent / "immlint"
#: Seconds after which an answer is not waited for any more.
PATIENCE = 60


def capabilities(
    *encodings: str, pull: bool = False, lazy: bool = False, plain: bool = False, watch: bool = False
) -> types.ClientCapabilities:
    """What a client can: *lazy* asks for edits when they are wanted, *plain* takes as little as there is."""
    if plain:
        return types.ClientCapabilities()
    resolve = types.ClientCodeActionResolveOptions(["edit"]) if lazy else None
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=list(encodings) or None),
        workspace=types.WorkspaceClientCapabilities(
            workspace_edit=types.WorkspaceEditClientCapabilities(
                document_changes=True, resource_operations=[types.ResourceOperationKind.Create]
            ),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
                dynamic_registration=watch
            ),
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True) if pull else None,
        ),
        text_document=types.TextDocumentClientCapabilities(
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
                related_information=True,
                tag_support=types.ClientDiagnosticsTagOptions(list(types.DiagnosticTag)),
            ),
            diagnostic=types.DiagnosticClientCapabilities() if pull else None,
            code_action=types.CodeActionClientCapabilities(data_support=lazy, resolve_support=resolve),
            completion=types.CompletionClientCapabilities(
                completion_item=types.ClientCompletionItemOptions(snippet_support=True)
            ),
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
        ),
    )


class Editor:
    """An editor as a test drives it."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.published: list[types.PublishDiagnosticsParams] = []
        self.registered: list[types.Registration] = []
        self.result: types.InitializeResult | None = None
        client.feature(types.CLIENT_REGISTER_CAPABILITY)(self._register)
        # What pytest-lsp keeps is the last of each document, without its version.
        client.protocol.fm.features.pop(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(self._publish)

    @property
    def _register(self) -> object:
        def register(params: types.RegistrationParams) -> None:
            self.registered += params.registrations

        return register

    @property
    def _publish(self) -> object:
        def publish(params: types.PublishDiagnosticsParams) -> None:
            self.published.append(params)

        return publish

    def open(self, uri: str, text: str, *, version: int = 1, language: str = "json") -> None:
        item = types.TextDocumentItem(uri, language, version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, uri: str, text: str, *, version: int) -> None:
        whole = types.TextDocumentContentChangeWholeDocument(text)
        document = types.VersionedTextDocumentIdentifier(version, uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [whole]))

    def close(self, uri: str) -> None:
        document = types.TextDocumentIdentifier(uri)
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(document))

    async def pushed(self, uri: str, version: int | None = 1, *, after: int = 0) -> list[types.Diagnostic]:
        """The diagnostics that come for a version, after those that came *after* before."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for params in self.published[after:]:
                    if params.uri == uri and params.version == version:
                        return list(params.diagnostics)
                await asyncio.sleep(0.01)

    async def pulled(self, uri: str, previous: str | None = None) -> types.DocumentDiagnosticReport:
        params = types.DocumentDiagnosticParams(
            types.TextDocumentIdentifier(uri), previous_result_id=previous
        )
        async with asyncio.timeout(PATIENCE):
            return await self.client.text_document_diagnostic_async(params)

    async def until(self, count: str) -> None:
        """Wait until something came that pytest-lsp keeps: messages, or requests to pull again."""
        async with asyncio.timeout(PATIENCE):
            while not getattr(self.client, count):
                await asyncio.sleep(0.01)


def codes(items: Sequence[types.Diagnostic]) -> list[str]:
    return [str(item.code) for item in items]


@asynccontextmanager
async def editor(
    *folders: Path,
    able: types.ClientCapabilities | None = None,
    command: Sequence[str] = (str(COMMAND), "server"),
) -> AsyncIterator[Editor]:
    """An editor with folders, which leaves as the protocol says; the server must end with 0."""
    client = make_test_lsp_client()
    made = Editor(client)
    await client.start_io(*command)
    server = client._server
    assert server is not None
    try:
        async with asyncio.timeout(PATIENCE):
            made.result = await client.initialize_session(
                types.InitializeParams(
                    capabilities=able or capabilities(),
                    workspace_folders=[types.WorkspaceFolder(f.as_uri(), f.name) for f in folders],
                )
            )
        yield made
        async with asyncio.timeout(PATIENCE):
            await client.shutdown_session()
            assert await server.wait() == 0
    finally:
        if server.returncode is None:
            server.kill()
        await client.stop()  # type: ignore[no-untyped-call]
