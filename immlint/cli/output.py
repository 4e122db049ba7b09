"""Where the findings of a run are written to, and in which form."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from immlint import __version__
from immlint.config import Config
from immlint.registry import Registry
from immlint.report import REPORTS, Context, RuleSummary
from immlint.run import Report
from immlint.save import replace


def write(report: Report, registry: Registry, options: dict[str, Any], config: Config, *, err: bool) -> None:
    """Write the findings to the file that the options name, else to standard output; *err*: to that."""
    target = options["output_file"]
    terminal = sys.stdout.isatty() and not target
    form = REPORTS[options["output_format"] or config.output_format or ("full" if terminal else "concise")]
    color = {"always": True, "never": False}.get(
        options["color"], terminal and not os.environ.get("NO_COLOR")
    )
    text = form(
        report.findings, Context(report.sources, color, lambda code: summary(registry, code), __version__)
    )
    data = f"{text}\n".encode("utf-8", "backslashreplace") if text else b""
    if not target:
        # What programs read does not depend on the encoding of a terminal.
        click.echo(text if form.is_for_people else data, nl=form.is_for_people and bool(text), err=err)
        return
    try:
        replace(target, data)
    except OSError as error:
        raise click.ClickException(f"{target}: {(error.strerror or str(error)).lower()}") from None


def summary(registry: Registry, code: str) -> RuleSummary:
    """Return what a report says of a rule."""
    rule = registry.find(code)
    return RuleSummary(code, rule.name, rule.severity.label, rule.summary, rule.explanation, rule.url)
