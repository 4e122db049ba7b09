"""A request cannot be read as it is written.

What it does: reports syntax errors, repeated keys and encodings that JSON or YAML does not have, in a
file that is a request by its name, its kind or its content. Policies have rules of their own, RAM201
and RAM215. A template (Helm, Jinja) that cannot be read before it is rendered is reported if it was named
or given a kind; in a folder that is information.

Why: other readers refuse the file, or read something else than was meant. A template was not checked.

How to fix: as the message says.

Source: RFC 8259 (JSON), YAML 1.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, reported, rule
from immlint.subject import Problem

SOURCE = "https://www.rfc-editor.org/rfc/rfc8259"

VALID = (
    Example('{"ProjectName": "p"}\n', "GetProject.json"),
    Example("{not ours,\n", "notes.json"),
    Example("ProjectName: p  # a comment\n", "GetProject.yaml"),
    Example("ProjectName: {{ .Values.project }}\n", "GetProject.yaml"),
    Example('{"ProjectName": "p", "Description": {{ text | tojson }}}\n', "UpdateProject.json"),
)
INVALID = (
    Example(
        '{"ProjectName": "p",}\n',
        "GetProject.json",
        finds=(("", 'trailing comma; expected a value or "}"'),),
    ),
    Example(
        '{"ProjectName": "p", "ProjectName": "q"}\n',
        "GetProject.json",
        finds=(("", 'key "ProjectName" is given twice; expected it once'),),
    ),
    Example(
        '\ufeff{"ProjectName": "p"} // mine\n',
        "GetProject.json",
        finds=(("", "comment; expected none, JSON has no comments"),),
    ),
    Example(
        "{\"ProjectName\": 'p'}\n",
        "GetProject.json",
        finds=(("", "unexpected '; expected a value"),),
    ),
    Example("", "GetProject.json", finds=(("", "the document is empty; expected a value"),)),
    Example(
        "ProjectName: p\n{{- if .Values.text }}\nDescription: {{ .Values.text }}\n{{- end }}\n",
        "UpdateProject.yaml",
        finds=(("", "this is a template; expected the JSON or YAML that is made of it"),),
    ),
)


@rule(on=Problem, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def parse_error(problem: Problem, facts: Facts) -> Iterator[Issue]:
    """Yield the problem if it is one of text, and not of a policy's."""
    ours = problem.about != "policy" and problem.kind in ("syntax", "duplicate-key", "encoding")
    if ours or problem.kind == "template":
        # UTF-16 is read by most: it is worth a warning.
        severity = Severity.WARNING if problem.kind == "encoding" else None
        if not problem.named:
            severity = Severity.INFO
        yield reported(problem, severity, inferred=not problem.named)
