"""Where the findings of a run are written to, and in which form."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from immlint import __version__
from immlint.cli.speech import Speech, echo, refusal, speech
from immlint.cli.terminal import colors, width
from immlint.config import Config, Settings
from immlint.message import Message, Say, reason
from immlint.outcome import Report
from immlint.report import REPORTS, STATISTICS, AccessMap, Context, Format, RuleSummary
from immlint.save import replace

if TYPE_CHECKING:
    from immlint.document import Document
    from immlint.registry import Registry


def write(
    report: Report,
    rules: Callable[[], Registry],
    options: dict[str, Any],
    settings: Settings,
    *,
    err: bool,
    documents: Sequence[Document] = (),
) -> None:
    """Write the findings to the file that the options name, else to standard output; *err*: to that.

    *rules* are read where the form tells more of them than their findings do.
    *documents* are those of which the policies are shown as maps, where the form has some.
    """
    target = options["output_file"]
    stream = sys.stderr if err else sys.stdout
    columns = None if target else width(stream)
    form = _form(options, settings.run, people=columns is not None)
    # A file is no terminal, whatever else is.
    color = options["color"] == "always" if target else colors(options["color"], stream)
    spoken = speech()
    if not form.is_for_people and not spoken.is_asked_for:
        spoken = Speech()
    maps: Sequence[AccessMap] = ()
    remarks: Sequence[str] = ()
    if form.has_maps:
        from immlint.cache.remembered import whole
        from immlint.cli.mapping import maps as mapped

        maps, remarks = mapped([whole(document) for document in documents], report.held, rules())
    context = Context(
        report.sources,
        color,
        lambda code: summary(rules(), code, spoken.say),
        __version__,
        columns,
        spoken.say,
        spoken.language,
        maps,
        remarks,
    )
    findings = report.findings if spoken.is_english else [f.said(spoken.say) for f in report.findings]
    text = form(findings, context)
    data = f"{text}\n".encode("utf-8", "backslashreplace") if text else b""
    if not target:
        # What programs read does not depend on the encoding of a terminal.
        people = form.is_for_people
        echo(text if people else data, nl=people and bool(text), err=err, color=color)
        return
    try:
        replace(target, data)
    except OSError as error:
        raise refusal(Message("{path}: {error}", path=target, error=reason(error))) from None


def has_maps(options: Mapping[str, Any], config: Config) -> bool:
    """Tell whether the form that is asked for shows what policies grant."""
    return _form(options, config, people=False).has_maps


def _form(options: Mapping[str, Any], config: Config, *, people: bool) -> Format:
    name = options["output_format"] or config.output_format or ("full" if people else "concise")
    return (STATISTICS if options["statistics"] else REPORTS)[name]


def summary(registry: Registry, code: str, say: Say) -> RuleSummary:
    """Return what a report says of a rule."""
    from immlint.page import explanation

    rule = registry.find(code)
    explained = explanation(rule, say)
    return RuleSummary(code, rule.name, rule.severity.label, say(rule.summary), explained, rule.url)
