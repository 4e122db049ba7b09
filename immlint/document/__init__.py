"""Bytes to subjects: each third-party parser is known to exactly one room here."""

from __future__ import annotations

from immlint.document.contract import Document, Rereadable, Unread
from immlint.document.reader import read

__all__ = ["Document", "Rereadable", "Unread", "read"]
