"""What earlier runs found, where it can be proved to hold still: a run without it finds the same."""

from __future__ import annotations

from immlint.cache.cache import FOLDER, Cache

__all__ = ["FOLDER", "Cache"]
