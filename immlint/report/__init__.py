"""Findings as text, in one table. A new report is a module, a function and a row here."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from immlint.finding import Finding
from immlint.report.context import AccessMap, Context, MappedAction, Reach, Reporter, RuleSummary

__all__ = [
    "REPORTS",
    "STATISTICS",
    "AccessMap",
    "Context",
    "Format",
    "MappedAction",
    "Reach",
    "Reporter",
    "RuleSummary",
]


class Format(NamedTuple):
    """How findings are written; the module is imported when its report is."""

    module: str
    function: str
    #: What its columns count.
    columns: str = "code points"
    #: Whether people read it: then it is written in the encoding of their terminal, else in UTF-8.
    is_for_people: bool = False
    #: Whether it shows what policies grant.
    has_maps: bool = False

    def __call__(self, findings: Sequence[Finding], context: Context) -> str:
        """Return the report, without a line end."""
        write: Reporter = getattr(import_module(f"immlint.report.{self.module}"), self.function)
        return write(findings, context)


#: By the name that ``--output-format`` takes.
REPORTS = {
    "full": Format("terminal", "full", is_for_people=True),
    "concise": Format("terminal", "concise", is_for_people=True),
    "grouped": Format("terminal", "grouped", is_for_people=True),
    "json": Format("machine", "as_json"),
    "jsonl": Format("machine", "as_json_lines"),
    "sarif": Format("sarif", "sarif"),
    "github": Format("commands", "github"),
    "gitlab": Format("gitlab", "gitlab"),
    "junit": Format("markup", "junit"),
    "checkstyle": Format("markup", "checkstyle"),
    "rdjson": Format("rdjson", "rdjson", columns="UTF-8 bytes"),
    "rdjsonl": Format("rdjson", "rdjson_lines", columns="UTF-8 bytes"),
    "azure": Format("commands", "azure"),
    "html": Format("html", "html", has_maps=True),
}
#: What ``--statistics`` writes, for the formats that it is known in.
STATISTICS = {
    **dict.fromkeys(("full", "concise", "grouped"), Format("statistics", "as_text", is_for_people=True)),
    "json": Format("statistics", "as_json"),
}
