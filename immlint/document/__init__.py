"""Bytes to subjects: each third-party parser is known to exactly one room here."""

from __future__ import annotations

from immlint.document.contract import Document, Unread, dependent, streamed
from immlint.document.reader import read

__all__ = ["Document", "Unread", "dependent", "read", "streamed"]
