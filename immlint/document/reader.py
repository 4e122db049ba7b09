"""The formats that can be read, in one table. A new one is a module, a function and a row here."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from immlint.document import sniff
from immlint.document.contract import Document, Unread
from immlint.document.neighbours import Neighbours
from immlint.document.sniff import Claim
from immlint.message import Message, Term, either
from immlint.source import Source, UndecodableError
from immlint.subject import Problem


class Format(NamedTuple):
    """One notation. Its parser is imported when ``read`` is called: most files are not ours."""

    name: str
    suffixes: tuple[str, ...]
    #: From the bytes, what the user says of the file and whether it was named, to whether it is ours.
    claim: Callable[[Source, str | None, bool], Claim | None]
    read: Callable[[Source, Claim, Neighbours | None], Document]
    #: How the text itself declares its encoding, where it has a way to.
    declared: Callable[[bytes], str | None] | None = None
    #: Whether it sends or holds requests rather than being one.
    is_around: bool = False
    #: Whether other files bear on it, or it on others, and nothing keeps a record of that.
    reaches: bool = False
    #: How the names of its files begin, where no suffix tells.
    names: tuple[str, ...] = ()
    #: The extra that its parser comes with, if it does not come with all else.
    extra: str | None = None

    @property
    def is_readable(self) -> bool:
        """Whether its parser is installed."""
        return self.extra is None or _has_hcl()


def _json(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.json.document import JsonDocument

    return _with_terraform(JsonDocument(source, claim))


def _json_lines(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.json.lines import LinesDocument

    return LinesDocument(source, claim)


def _yaml(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.yaml.document import YamlDocument

    return _with_terraform(YamlDocument(source, claim))


def _with_terraform(document: Document) -> Document:
    """Return a document with the configuration that it holds, if it is such a template of ROS."""
    if sniff.TRANSFORM not in document.source.data or not _has_hcl():
        return document
    from immlint.document.transformed import transformed

    return transformed(document)


def _python(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.python import PythonDocument

    return PythonDocument(source, claim, neighbours)


def _markdown(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.markdown.document import markdown

    return markdown(source)


def _notebook(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.notebook import notebook

    return notebook(source, neighbours)


def _shell(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.shell.document import scripts

    return scripts(source, None, _followed(source, neighbours))


def _dockerfile(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.shell.document import scripts
    from immlint.document.shell.scripts import dockerfile

    return scripts(source, dockerfile(source.text), _followed(source, neighbours))


def _makefile(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.shell.document import scripts
    from immlint.document.shell.scripts import makefile

    return scripts(source, makefile(source.text), _followed(source, neighbours))


def _workflow(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.workflow import workflow

    return workflow(source, _followed(source, neighbours))


def _has_hcl() -> bool:
    from immlint.document.terraform.syntax import is_installed

    return is_installed()


def _terraform(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.terraform.folder import configuration

    return configuration(source, neighbours)


def _template(source: Source, claim: Claim, neighbours: Neighbours | None) -> Document:
    from immlint.document.terraform.filled import filled

    return filled(source, claim.role)


def _followed(source: Source, neighbours: Neighbours | None) -> Callable[[str, str], None]:
    """Return what takes note of the files whose text a command is given."""
    return lambda path, kind: neighbours.follow(source.path, path, kind) if neighbours is not None else None


TEMPLATE = Format(
    "Terraform", (".tftpl",), sniff.template, _template, is_around=True, reaches=True, extra="hcl"
)
CONFIGURATION = Format(
    "Terraform", (".tf", ".tofu"), sniff.terraform, _terraform, is_around=True, reaches=True, extra="hcl"
)
JSON = Format("JSON", (".json",), sniff.data, _json)
YAML = Format("YAML", (".yaml", ".yml"), sniff.data, _yaml)
_LINES = Format("JSON", (".jsonl", ".ndjson"), sniff.data, _json_lines)
FORMATS = (
    JSON,
    _LINES,
    YAML,
    Format("Python", (".py",), sniff.code, _python, sniff.declared_encoding, is_around=True),
    Format("Markdown", (".md", ".markdown", ".mdx"), sniff.prose, _markdown, is_around=True),
    Format("Jupyter", (".ipynb",), sniff.notebook, _notebook, is_around=True, reaches=True),
    Format("shell", (".sh", ".bash", ".zsh"), sniff.commands, _shell, is_around=True, reaches=True),
    Format(
        "Makefile",
        (".mk",),
        sniff.commands,
        _makefile,
        is_around=True,
        reaches=True,
        names=("Makefile", "makefile", "GNUmakefile"),
    ),
    Format(
        "Dockerfile", (), sniff.commands, _dockerfile, is_around=True, reaches=True, names=("Dockerfile",)
    ),
    CONFIGURATION,
    TEMPLATE,
)
#: YAML of which parts are for a shell, by where it stands.
WORKFLOW = Format("YAML", (), sniff.workflow, _workflow, reaches=True)
#: What a folder is searched for.
SUFFIXES = tuple(suffix for row in FORMATS for suffix in row.suffixes)
#: Terraform in JSON: without the parser, data like any other.
_CONFIGURATIONS = (".tf.json", ".tofu.json")
#: What is expected where something else is given.
EXPECTED = either(dict.fromkeys(row.name for row in FORMATS if not row.is_around))
_WORKFLOWS = "/.github/workflows"
#: And how the names of files begin that it is searched for as well.
NAMES = tuple(name for row in FORMATS for name in row.names)
#: The hidden folders that are searched, too.
HIDDEN = (".github",)
_BY_SUFFIX = {suffix: row for row in FORMATS for suffix in row.suffixes}
_WITH_COMMANDS = tuple(
    suffix for row in FORMATS if row.claim in (sniff.commands, sniff.terraform) for suffix in row.suffixes
)
_REACHING = (*_CONFIGURATIONS, *(suffix for row in FORMATS if row.reaches for suffix in row.suffixes))
#: Named like code, but what a type checker reads says nothing of what is sent.
_PASSED_OVER = (".pyi",)


def read(
    source: Source, kind: str | None = None, *, named: bool = False, neighbours: Neighbours | None = None
) -> Document | None:
    """Return the document in *source*, or ``None`` if it is not ours.

    *kind* is what configuration says of the file (``request:CreateDataset``, ``policy`` ...); *named*
    tells that the user asked for this very file. *neighbours* are the modules that it may import.
    """
    found = claimed(source, kind, named=named)
    return found.read(source, neighbours) if found else None


class Claimed(NamedTuple):
    """A format, and what a file in it claims to be."""

    form: Format
    claim: Claim

    def read(self, source: Source, neighbours: Neighbours | None = None) -> Document | None:
        """Return the document in *source*, or ``None`` if it is not ours after all."""
        document = self.parsed(source, neighbours)
        return document if document is not None and self.is_ours(document) else None

    def is_ours(self, document: Document) -> bool:
        """Tell whether there is anything to check in a document, or somebody asked for it."""
        return bool(document.subjects or document.ambiguous) or self.claim.asked

    def encoded(self, source: Source) -> Source:
        """Return *source* as a text in the encoding that it declares itself, if there is a way to."""
        declared = self.form.declared and self.form.declared(source.data)
        return Source(source.path, source.data, declared) if declared else source

    def parsed(self, source: Source, neighbours: Neighbours | None = None) -> Document | None:
        """Return the document in *source*, whatever it holds, or ``None`` if it cannot be read."""
        form, claim = self
        if not form.is_readable:
            return None
        source = self.encoded(source)
        try:
            _ = source.text
        except UndecodableError as error:
            if claim.about is None:
                return None
            wanted = Term("the encoding it declares") if source.declared else Term("UTF-8 text")
            message = Message("{error}; expected {wanted}", error=error.args[0], wanted=wanted)
            return Unread(source, Problem("syntax", message, span=(0, 0), about=claim.about))
        return form.read(source, claim, neighbours)


def holds_lines(path: str) -> bool:
    """Tell whether a path is that of a regular file of JSON Lines."""
    return path.lower().endswith(_LINES.suffixes) and os.path.isfile(path)


def long_lines(path: str, kind: str | None, *, named: bool, longest: int) -> Document | None:
    """Return a file of JSON Lines of any length, no line of which has *longest* bytes; ``None``: not ours."""
    from immlint.document.json.long import LongLines

    document = LongLines(path, kind, named=named, longest=longest)
    return document if document.subjects or document.ambiguous or kind is not None else None


def left_unread(form: str, extra: str | None) -> Message:
    """Return what is told where the parser of a format is not installed."""
    return Message(
        "{form} is left unread; to have it checked, install immlint[{extra}]", form=form, extra=extra
    )


def lacking(source: Source) -> Format | None:
    """Return the format of a text that claims to be ours, if its parser is not installed."""
    found = claimed(source, named=True)
    return found.form if found is not None and not found.form.is_readable else None


def claimed(
    source: Source, kind: str | None = None, *, named: bool = False, is_template: bool = False
) -> Claimed | None:
    """Return what *source* claims to be, before it is parsed: ``None`` if it is not ours."""
    form = TEMPLATE if is_template else _format(source, named=named, asked=kind is not None)
    found = form.claim(source, kind, named) if form else None
    return Claimed(form, found) if form and found else None


def _format(source: Source, *, named: bool, asked: bool) -> Format | None:
    """Return the format that the name tells, else the text of a file that somebody asked for."""
    suffix = os.path.splitext(source.path)[1].lower()
    if source.path.endswith(_CONFIGURATIONS) and not asked and CONFIGURATION.is_readable:
        return CONFIGURATION
    if suffix in YAML.suffixes and not asked and _is_workflow(source.path):
        return WORKFLOW
    if suffix in _BY_SUFFIX or suffix in _PASSED_OVER:
        return _BY_SUFFIX.get(suffix)
    name = os.path.basename(source.path)
    if name.startswith(NAMES):
        return next(row for row in FORMATS if row.names and name.startswith(row.names))
    head = source.data[len(source.mark) :].lstrip()[:1]
    if head in (b"{", b"[") and (named or asked):
        return JSON
    return YAML if asked else None


def has_commands(path: str) -> bool:
    """Tell whether a file may say of others what their texts are for: to commands, or to resources."""
    name = os.path.basename(path)
    return name.endswith(_WITH_COMMANDS) or name.startswith(NAMES) or _is_workflow(path)


def is_told_of_others(path: str) -> bool:
    """Tell whether what is in a file may bear on others, or others on it, without a record of that."""
    return has_commands(path) or path.endswith(_REACHING)


def _is_workflow(path: str) -> bool:
    """Tell whether a file is a workflow of GitHub, or GitLab's, by where it stands."""
    if path.endswith(".gitlab-ci.yml"):
        return True
    suffixed = path.endswith(YAML.suffixes)
    return suffixed and os.path.dirname(os.path.abspath(path)).replace(os.sep, "/").endswith(_WORKFLOWS)
