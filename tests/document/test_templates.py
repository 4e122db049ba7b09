"""Helm and Jinja templates: values are unknown, and what only makes YAML or JSON is not ours."""

from __future__ import annotations

from pathlib import Path

import pytest

import immlint
from immlint.config import Config

POLICY = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "imm:*", "Resource": %s}]}'

#: They can be read: what stands for a value is unknown, the rest is checked as ever.
READABLE = {
    "CreateDataset.yaml": 'ProjectName: {{ .Values.project }}\nDatasetName: {{ include "n" . | quote }}\n',
    "GetDataset.yaml": "- ProjectName: {{ p }}\n  DatasetName: {{ d }}\n- {{ more }}\n",
    "GetProject.yaml": "{{ .Values.key }}: p\n",
    "ListProjects.yaml": "MaxResults: {{ .Values.count }}\nNextToken: ${{ secrets.TOKEN }}\n",
    "UpdateProject.yaml": "<<: {{ common }}\nDescription: d\n",
    "UpdateProject.json": '{"ProjectName": "p", "Description": {{ d | tojson }}}',
    "CreateBatch.json": '{{ include "batch" . }}',
    "requests.jsonl": '{"Action": "GetProject", "Version": "2020-09-30", "ProjectName": {{ p }}}\n',
    "policy.json": POLICY % "[{{ first }}, {{ second }}]",
    "policy.yaml": "Version: '1'\nStatement:\n- {Effect: Allow, Action: 'imm:*', Resource: {{ all }}}\n",
}
#: They cannot.
UNREADABLE = {
    "GetProject.yaml": "{{- if .Values.on }}\nProjectName: p\n{{- end }}\n",
    "CreateProject.yaml": "ProjectName: {{ .Values.project }}-photos\n",
    "GetDataset.yaml": "{% for d in datasets %}\n- ProjectName: p\n  DatasetName: {{ d }}\n{% endfor %}\n",
    "GetProject.json": '{"ProjectName": "p" {# no comma #} {% if x %}, "NextToken": 1 {% endif %}}',
    "CreateDataset.json": '{"ProjectName": "{{ include "name" . }}", "DatasetName": "d"}',
    "DeleteProject.json": '\ufeff{\n  {{ if x }}\n  "ProjectName": "p"\n  {{ end }}\n}',
    "policy.json": POLICY % '"*" {{ condition }}',
    "policy.yaml": "{{- with .Values }}\nStatement:\n- Effect: Allow\n  Action: imm:*\n{{- end }}\n",
}


@pytest.mark.parametrize(("name", "text"), READABLE.items())
def test_a_value_that_is_filled_in_later_is_unknown(name: str, text: str) -> None:
    assert immlint.lint_text(text, filename=name, config=Config()) == []


def test_beside_unknown_values_all_is_checked() -> None:
    text = "ProjectName: {{ .Values.project }}\nDatasetName: 1-photos\n"
    (finding,) = immlint.lint_text(text, filename="GetDataset.yaml", config=Config())
    assert (finding.code, finding.line, finding.column) == ("IMM104", 2, 14)
    text = '{"ProjectName": {{ project | tojson }},\n "DatasetName": "1-photos"}\n'
    (finding,) = immlint.lint_text(text, filename="GetDataset.json", config=Config())
    assert (finding.code, finding.line, finding.column) == ("IMM104", 2, 18)


@pytest.mark.parametrize(("name", "text"), UNREADABLE.items())
def test_a_template_is_reported_where_it_is_asked_for_only(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert immlint.lint_paths([tmp_path], config=Config()) == []
    kinds = {name: "policy" if name.startswith("policy") else f"request:{path.stem}"}
    for paths, config in ([path], Config()), ([tmp_path], Config(kinds=kinds)):
        (finding,) = immlint.lint_paths(paths, config=config)
        assert (finding.code, finding.severity) == ("LNT903", "error")
        assert finding.message == "this is a template; expected the JSON or YAML that is made of it"
        assert text.removeprefix("\ufeff")[finding.start] == "{"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("GetProject.json", '{"ProjectName": "{{ p }}" "x": 1}'),
        ("GetProject.json", '{"ProjectName": "{{ p }},\n "DatasetName": "d"}'),
        ("GetProject.json", '{{"ProjectName": "p"}, 1}'),
        ("GetProject.yaml", 'ProjectName: "{{ p }}"\nDatasetName: "d\n'),
        ("GetProject.yaml", "ProjectName: [${{ p }}\n"),
    ],
)
def test_a_slip_beside_a_placeholder_is_one(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    found = immlint.lint_paths([tmp_path], config=Config())
    assert [f.code for f in found] == ["LNT903"]
    assert "template" not in found[0].message
