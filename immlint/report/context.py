"""What a report may know beside the findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from immlint.finding import Finding
from immlint.source import Source


class Context(NamedTuple):
    """The texts that findings are about, by path, and whether the reader shows colors."""

    sources: Mapping[str, Source]
    color: bool = False


Reporter = Callable[[Sequence[Finding], Context], str]
