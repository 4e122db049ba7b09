"""Bytes to subjects: each third-party parser is known to exactly one room here."""

from __future__ import annotations

from immlint.document.contract import Dependent, Document, Rereadable, Unread
from immlint.document.reader import read

__all__ = ["Dependent", "Document", "Rereadable", "Unread", "read"]
