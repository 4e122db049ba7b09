"""The server on standard input and output."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from immlint import __version__
from immlint.message import Say
from immlint.server.actions import FIX_ALL, QUICK_FIX
from immlint.server.complete import TRIGGERS
from immlint.server.session import Session


def serve(say: Say) -> int:
    """Talk to one client until it leaves, and return the exit code: 1 if it did not say so before.

    *say* says what people read in their language.
    """
    # What a library prints must not get between the messages.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as output:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        server = LanguageServer(
            "immlint",
            __version__,
            # The texts are small, and lines are cut by the rules of the protocol in one place only.
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
        )
        session = Session(server, say)
        for method, (handler, options) in _features(session).items():
            # pygls marks what it is given, which a method does not allow.
            server.feature(method, options)(_marked(handler))
        # The process is ours, and what it answers should not wait: garbage is collected between answers.
        gc.disable()
        server.start_io(sys.stdin.buffer, output)
    return 0 if session.is_shut_down else 1


def _features(session: Session) -> dict[str, tuple[Callable[..., Any], object]]:
    diagnostics = types.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=False, identifier="immlint"
    )
    actions = types.CodeActionOptions([QUICK_FIX, FIX_ALL], resolve_provider=True)
    return {
        types.INITIALIZED: (session.initialized, None),
        types.SHUTDOWN: (session.shutdown, None),
        types.TEXT_DOCUMENT_DID_OPEN: (session.did_open, None),
        types.TEXT_DOCUMENT_DID_CHANGE: (session.did_change, None),
        types.TEXT_DOCUMENT_DID_SAVE: (session.did_save, None),
        types.TEXT_DOCUMENT_DID_CLOSE: (session.did_close, None),
        types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (session.files_changed, None),
        types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: (session.files_changed, None),
        # There are no settings; some editors say that they changed all the same.
        types.WORKSPACE_DID_CHANGE_CONFIGURATION: (session.settings_changed, None),
        types.TEXT_DOCUMENT_DIAGNOSTIC: (session.pull, diagnostics),
        types.TEXT_DOCUMENT_CODE_ACTION: (session.actions, actions),
        types.CODE_ACTION_RESOLVE: (session.resolve, None),
        types.TEXT_DOCUMENT_HOVER: (session.hover, None),
        types.TEXT_DOCUMENT_COMPLETION: (session.complete, types.CompletionOptions(list(TRIGGERS))),
    }


def _marked(handler: Callable[..., Any]) -> Callable[..., Any]:
    return partial(handler)
