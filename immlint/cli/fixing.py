"""``immlint check --fix`` and ``--diff``: what fixes make of the files, written or shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import unified_diff

import click

from immlint.cli.quoting import quoted
from immlint.cli.speech import tell
from immlint.config import Settings
from immlint.custom import Registries
from immlint.document import Document
from immlint.finding import Applicability, Finding
from immlint.fix import Checked, Mended, mend
from immlint.input import Input
from immlint.message import Message, counted, reason
from immlint.outcome import Report
from immlint.run import run
from immlint.save import replace
from immlint.source import Source

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Fixing:
    """The fixes of one run. ``failed`` tells that a file could not be mended or written."""

    def __init__(
        self,
        inputs: Sequence[Input],
        rules: Registries,
        settings: Settings,
        *,
        unsafe: bool,
        ignores: bool,
    ) -> None:
        self._inputs = inputs
        self._rules = rules
        self._settings = settings
        self._allowed: set[Applicability] = {"safe", "unsafe"} if unsafe else {"safe"}
        self._ignores = ignores
        self._applied: Counter[str] = Counter()
        self._files = 0
        self.failed = False

    def mended(self) -> Iterator[tuple[Input, Mended]]:
        """Yield each input in which something is mended, or could be; nothing is written yet."""
        report, documents = self._run(self._inputs)
        findings: dict[str, list[Finding]] = {}
        for finding in report.findings:
            findings.setdefault(finding.path, []).append(finding)
        for item in self._inputs:
            own = findings.get(item.path, [])
            if any(f.fix and f.fix.applicability in self._allowed for f in own):
                checked = Checked(documents[item.path], own)
                yield item, self._mend(item, report.sources[item.path], checked)

    def write(self) -> dict[str, Source]:
        """Write every file that is mended; return the texts that are no files, by path."""
        texts: dict[str, Source] = {}
        for item, made in self.mended():
            if self._tell(made) and item.source is None:
                try:
                    replace(item.path, made.after.data)
                except OSError as error:
                    self._fail(
                        Message("{path}: {error}; nothing is written", path=item.path, error=reason(error))
                    )
                    continue
            elif item.source is not None:
                texts[item.path] = made.after
            self._count(made)
        return texts

    def show(self) -> bool:
        """Print what would be changed, and tell whether anything would."""
        changed = False
        for _, made in self.mended():
            if self._tell(made):
                changed = True
                if made.before.encoding.startswith(("utf-16", "utf-32")):
                    told = "{path}: no patch of {encoding} text applies; expected --fix"
                    self._fail(Message(told, path=made.before.path, encoding=made.before.encoding))
                    continue
                # Raw: escapes in the text belong to it, and a patch without them would not apply.
                click.echo(_diff(made), nl=False, color=True)
                self._count(made)
        return changed

    def said(self, *, would: bool = False) -> Message:
        """Return how many findings are mended, or would be, by which rules."""
        total = sum(self._applied.values())
        if not total:
            return Message("would mend nothing") if would else Message("mended nothing")
        template = (
            "would mend {findings} in {files} ({rules})"
            if would
            else "mended {findings} in {files} ({rules})"
        )
        return Message(
            template,
            findings=counted(total, "{count} finding", "{count} findings"),
            files=counted(self._files, "{count} file", "{count} files"),
            rules=", ".join(f"{code} {count}" for code, count in sorted(self._applied.items())),
        )

    def _mend(self, item: Input, source: Source, checked: Checked) -> Mended:
        def check(text: Source) -> Checked:
            # What the files around it say holds of the new text as well.
            report, documents = self._run([item._replace(source=text, opened=item.has_neighbours)])
            return Checked(documents.get(item.path), report.findings)

        return mend(source, checked, check, self._allowed)

    def _run(self, inputs: Sequence[Input]) -> tuple[Report, dict[str, Document]]:
        """Check inputs; return the documents that they are, too."""
        documents: dict[str, Document] = {}
        report = run(
            inputs,
            self._rules.run,
            self._settings,
            nearest=self._rules.of,
            ignores=self._ignores,
            seen=lambda document: documents.__setitem__(document.source.path, document),
        )
        return report, documents

    def _tell(self, made: Mended) -> bool:
        """Say why something is not mended; tell whether anything is."""
        if made.refused:
            told = "{path}: nothing is mended: {why} (fixes of {rules})"
            rules = ", ".join(made.withheld)
            self._fail(Message(told, path=made.before.path, why=made.refused, rules=rules))
        return made.is_changed

    def _fail(self, line: str) -> None:
        self.failed = True
        tell("Error: {line}", line=line)

    def _count(self, made: Mended) -> None:
        self._applied += made.applied
        self._files += made.is_changed


def _diff(made: Mended) -> str:
    path = made.before.path
    old, new = (_LINE.findall(source.text) for source in (made.before, made.after))
    lines = []
    for line in unified_diff(old, new, _named(f"a/{path}"), _named(f"b/{path}")):
        # As patch reads it: a last line without its end is said to be one.
        lines.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(lines)


def _named(path: str) -> str:
    """Return the name of a file as ``git apply`` and ``patch`` read it."""
    written = quoted(path)
    # Where a name ends is told by a tab if it holds blanks.
    return written if written != path else path + "\t" * (" " in path)
