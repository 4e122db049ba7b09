"""Where the documentation is on the web: said here only."""

from __future__ import annotations

ADDRESS = "https://your-org.github.io/immlint/"


def rule_page(code: str) -> str:
    """Return the address of the page of a rule."""
    return f"{ADDRESS}rules/{code}/"


def schema_address(name: str) -> str:
    """Return the address that a schema goes by."""
    return f"{ADDRESS}schemas/{name}.json"
