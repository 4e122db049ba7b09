"""Endpoints of IMM, which name a region."""

from __future__ import annotations

import re

#: Source: IMM, endpoints: the public one, and that inside of a VPC.
_ENDPOINT = re.compile(r"(?:https?://)?imm(?:-vpc)?\.([a-z0-9-]+)\.aliyuncs\.com/?", re.I | re.A)


def region_within(endpoint: str | None) -> tuple[int, int] | None:
    """Return where the region stands in an endpoint of IMM; ``None`` for any other."""
    match = _ENDPOINT.fullmatch(endpoint or "")
    return match.span(1) if match else None


def region_in(endpoint: str | None) -> str | None:
    """Return the region that an endpoint of IMM names; ``None`` for any other."""
    part = region_within(endpoint)
    return (endpoint or "")[slice(*part)].lower() if part else None
