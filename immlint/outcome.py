"""What a run found, as the command line tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from immlint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from immlint.document import Document
    from immlint.finding import Finding
    from immlint.input import Input
    from immlint.source import Source


@record(eq=False, frozen=False)
class Report:
    """What a run found. ``sources`` holds the text of every file with findings, by path."""

    findings: list[Finding] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    #: How many inputs held something to check.
    checked: int = 0
    #: Inputs that hold neither request nor policy.
    foreign: list[Input] = field(default_factory=list)
    #: The extras without which something that is ours cannot be read, by its format.
    lacking: dict[str, str] = field(default_factory=dict)
    #: Whether a rule crashed or a named path could not be read.
    failed: bool = False
    #: Why RAM would refuse policies that the caller is said to hold, a line for each.
    refused: list[str] = field(default_factory=list)
    #: The policies that the caller holds, by real path, where they were read.
    held: Mapping[str, Document] = field(default_factory=dict)

    def add(self, document: Document, findings: Sequence[Finding]) -> None:
        """Take up what was found in *document*."""
        if findings:
            self.findings.extend(findings)
            self.sources[document.source.path] = document.source
