"""Where the findings of a run are written to, and in which form."""

from __future__ import annotations

import sys
from typing import Any

import click

from immlint import __version__
from immlint.cli.terminal import colors, width
from immlint.config import Config
from immlint.registry import Registry
from immlint.report import REPORTS, STATISTICS, Context, Format, RuleSummary
from immlint.run import Report
from immlint.save import replace


def write(report: Report, registry: Registry, options: dict[str, Any], config: Config, *, err: bool) -> None:
    """Write the findings to the file that the options name, else to standard output; *err*: to that."""
    target = options["output_file"]
    stream = sys.stderr if err else sys.stdout
    columns = None if target else width(stream)
    form = _form(options, config, people=columns is not None)
    # A file is no terminal, whatever else is.
    color = options["color"] == "always" if target else colors(options["color"], stream)
    context = Context(
        report.sources,
        color,
        lambda code: summary(registry, code),
        __version__,
        columns,
    )
    text = form(report.findings, context)
    data = f"{text}\n".encode("utf-8", "backslashreplace") if text else b""
    if not target:
        # What programs read does not depend on the encoding of a terminal.
        people = form.is_for_people
        click.echo(text if people else data, nl=people and bool(text), err=err, color=color)
        return
    try:
        replace(target, data)
    except OSError as error:
        raise click.ClickException(f"{target}: {(error.strerror or str(error)).lower()}") from None


def _form(options: dict[str, Any], config: Config, *, people: bool) -> Format:
    name = options["output_format"] or config.output_format or ("full" if people else "concise")
    return (STATISTICS if options["statistics"] else REPORTS)[name]


def summary(registry: Registry, code: str) -> RuleSummary:
    """Return what a report says of a rule."""
    rule = registry.find(code)
    return RuleSummary(code, rule.name, rule.severity.label, rule.summary, rule.explanation, rule.url)
