"""What can be written at the cursor, as the client takes it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence

from lsprotocol import types

from immlint.config import ConfigError
from immlint.message import Say
from immlint.server.completion import code, json_cursor, policy, request, yaml_cursor
from immlint.server.completion.cursor import Cursor, Offer
from immlint.server.documents import Opened
from immlint.server.workspace import View, Workspace

#: What, when it is typed, may be followed by something that is known.
TRIGGERS = ('"', ":", "/")
_FINDERS: dict[str, Callable[[str, int], Iterator[Cursor]]] = {
    ".json": json_cursor.find,
    ".jsonl": json_cursor.find_in_line,
    ".ndjson": json_cursor.find_in_line,
    ".yaml": yaml_cursor.find,
    ".yml": yaml_cursor.find,
}
#: How Python writes what JSON has as words.
_CONSTANTS = {"true": "True", "false": "False"}
#: What YAML reads as a text without quotes.
_PLAIN = re.compile(r"(?!(?:true|false|null|yes|no|on|off|y|n)\Z)[A-Za-z][\w./:*-]*(?<!:)", re.I)


def complete(
    workspace: Workspace,
    document: Opened,
    view: View,
    at: types.Position,
    able: types.ClientCapabilities,
    say: Say,
) -> types.CompletionList | None:
    """Return what can be written at a place, ``None`` if that is not known."""
    text, offset = document.source.text, document.positions.offset(at)
    if document.path.lower().endswith(".py"):
        found = code.offers(text, offset)
        return _listed(*found, _Python(document, able, say, found[0])) if found and found[1] else None
    suffix = next((s for s in _FINDERS if document.path.lower().endswith(s)), None)
    if suffix is None:
        return None
    folder = workspace.folder(document, view)
    path = folder.path(document)
    try:
        kind = folder.settings().of(path).kind(path)
    except ConfigError:
        kind = None
    is_yaml = suffix in (".yaml", ".yml") and text.lstrip()[:1] not in ("{", "[")
    for cursor in yaml_cursor.find_in_text(text, offset) if is_yaml else ():
        offers = policy.offers(cursor, None)
        if offers:
            return _listed(cursor, offers, _Writer(document, able, say, cursor))
    for cursor in _FINDERS[suffix](text, offset):
        offers = policy.offers(cursor, kind)
        if offers is None:
            offers = request.offers(cursor, path, kind)
        if offers:
            return _listed(cursor, offers, (_Yaml if is_yaml else _Writer)(document, able, say, cursor))
    return None


def _listed(cursor: Cursor, offers: Sequence[Offer], writer: _Writer) -> types.CompletionList:
    return types.CompletionList(_grows(cursor), writer.items(offers))


def _grows(cursor: Cursor) -> bool:
    """Tell whether there is more once a service is named."""
    return not cursor.is_key and ":" not in cursor.written and bool({"Action", "NotAction"} & {*cursor.route})


class _Writer:
    """Writes what is offered in JSON at the cursor."""

    def __init__(self, document: Opened, able: types.ClientCapabilities, say: Say, cursor: Cursor) -> None:
        self._cursor = cursor
        self._say = say
        self._range = document.positions.range(cursor.start, cursor.end)
        completion = able.text_document and able.text_document.completion
        item = completion and completion.completion_item
        self._snippets = bool(item and item.snippet_support)

    def items(self, offers: Sequence[Offer]) -> list[types.CompletionItem]:
        """Return the offers that can be written here."""
        # Within quotes a number would be a text.
        fitting = [offer for offer in offers if not (offer.literal and self._cursor.quote)]
        return [self._item(number, offer) for number, offer in enumerate(fitting)]

    def _item(self, number: int, offer: Offer) -> types.CompletionItem:
        snippet = offer.snippet if self._snippets else None
        kinds = types.CompletionItemKind
        return types.CompletionItem(
            offer.text,
            kind=kinds.Property if self._cursor.is_key else kinds.Value,
            detail=self._say(offer.detail) or None,
            sort_text=f"{offer.rank:04}{number:05}",
            filter_text=offer.text,
            insert_text_format=types.InsertTextFormat.Snippet
            if snippet
            else types.InsertTextFormat.PlainText,
            text_edit=types.TextEdit(self._range, self._written(snippet or offer.text, offer)),
        )

    def _written(self, text: str, offer: Offer) -> str:
        cursor = self._cursor
        colon = ": " if cursor.is_key and not cursor.followed else ""
        if cursor.quote:
            return text if cursor.closed else f"{text}{cursor.quote}{colon}"
        return self._value(text, offer) + colon

    def _value(self, text: str, offer: Offer) -> str:
        """Return what stands without quotes yet."""
        return text if offer.literal else json.dumps(text, ensure_ascii=False)


class _Yaml(_Writer):
    """Writes it in YAML."""

    def _value(self, text: str, offer: Offer) -> str:
        return text if _PLAIN.fullmatch(offer.text) else super()._value(text, offer)


class _Python(_Writer):
    """Writes it in a call of Python; in a text it is JSON."""

    def _written(self, text: str, offer: Offer) -> str:
        cursor = self._cursor
        if cursor.is_key and not cursor.quote and cursor.data is None:
            return text if cursor.followed else f"{text}="
        return super()._written(text, offer)

    def _value(self, text: str, offer: Offer) -> str:
        return _CONSTANTS.get(text, text) if offer.literal else super()._value(text, offer)
