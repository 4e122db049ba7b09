"""What IMM offers, as typed data, and requests held against it."""

from __future__ import annotations

from immlint.catalog.catalog import Catalog, Operation, Parameter, SdkClass, load
from immlint.catalog.row import RamRow

__all__ = ["Catalog", "Operation", "Parameter", "RamRow", "SdkClass", "load"]
