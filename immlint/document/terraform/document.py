"""Terraform as a document: the policies and requests that its blocks hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from immlint.document import sniff
from immlint.document.comments import Comments
from immlint.document.composite import Composite, Part
from immlint.document.excerpt import Excerpt
from immlint.document.parts import is_elided, part
from immlint.document.recognise.ros import first_project
from immlint.document.recognise.subjects import Found, find
from immlint.document.terraform.evaluate import Evaluator, Template
from immlint.document.terraform.policies import File, Root, roots
from immlint.document.terraform.policy_document import MAKERS, policy_document
from immlint.document.terraform.scope import Scope
from immlint.document.terraform.syntax import Block, Syntax
from immlint.document.terraform.written import Written, WrittenDocument, written_object
from immlint.source import Source
from immlint.subject import Site, Subject, lifted

#: What is told of a file whose text is given: its path as it is written, its kind, whether it is filled in.
Followed = Callable[[str, str, bool], None]

#: The provider asks the first API for it.
_PROJECT = "alicloud_imm_project"


def terraform(
    source: Source,
    around: Callable[[], Iterator[Syntax]] = lambda: iter(()),
    followed: Followed = lambda path, kind, is_template: None,
    *,
    kind: str | None = None,
    is_sample: bool = False,
) -> Composite:
    """Return what is in a configuration; *around* are the other files of its folder.

    *kind* is what its outermost attributes are, which only a template has.
    """
    syntax = Syntax(source.text)
    reading = _Reading(syntax, Scope(syntax, around, kind), followed, is_sample)
    parts = [*reading.parts()]
    comments = Comments(tuple(syntax.comments()), tuple(_joined(source, syntax)))
    written = WrittenDocument(source, reading.values, reading.subjects, comments)
    return Composite(source, [Part(_whole(source.text), written, is_sample), *parts])


class _Reading:
    """One reading of a text: the values in it that are policies, and the subjects that they are."""

    def __init__(self, syntax: Syntax, scope: Scope, followed: Followed, is_sample: bool) -> None:
        self.values: list[Written] = []
        self.subjects: list[Subject] = []
        self._evaluator = Evaluator(syntax, scope.look_up)
        self._scope = scope
        self._followed = followed
        self._is_sample = is_sample

    def parts(self) -> Iterator[Part]:
        """Yield the texts that are policies, and take note of the values that are."""
        for attribute, kind in self._scope.attributes():
            for root in roots(self._evaluator, attribute.expression, kind):
                found = self._read(root)
                if found is not None:
                    yield found
        for block in self._evaluator.syntax.blocks():
            if (block.type, *block.labels[:1]) in MAKERS:
                made = policy_document(self._evaluator, block)
                kind = self._scope.kind((block.type, *block.labels)) or "policy"
                if made is not None and kind != "ignore":
                    self._add(made, kind)
            elif block.type == "resource" and block.labels[:1] == (_PROJECT,):
                self._add_project(block)

    def _add_project(self, block: Block) -> None:
        for attribute in self._evaluator.syntax.attributes(block.body):
            if attribute.name == "project":
                name = self._evaluator.value(attribute.expression)
                key = Written(*attribute.span, attribute.name)
                route = (Site(len(self.values)),)
                self.values.append(written_object(block.span, [(key, name)], is_literal=False))
                self.subjects.append(first_project(lifted(name.value), route, attribute.name))

    def _read(self, root: Root) -> Part | None:
        match root.holds:
            case Template(excerpt, holes):
                begins = excerpt.text.lstrip()[:1] in ("{", "[")
                if begins or (root.kind is not None and not holes):
                    return part(excerpt, "JSON", is_sample=self._is_sample, kind=root.kind, holes=holes)
            case Written() as value:
                self._add(value, root.kind)
            case File(path, is_template) if root.kind is not None:
                self._followed(path, root.kind, is_template)
        return None

    def _add(self, value: Written, kind: str | None) -> None:
        """Take up a value if it is a policy, by its kind or by what it holds."""
        if self._is_sample and is_elided(self._evaluator.syntax.text[value.start : value.end]):
            return
        text = json.dumps(value.value, ensure_ascii=False, default=lambda unknown: None)
        claim = sniff.data(Source.of("", text), kind, False)
        if claim is None:
            return
        found = Found()
        route = (Site(len(self.values)),)
        find(value.value, claim._replace(sample=self._is_sample), route, None, found)
        if found:
            self.values.append(value)
            self.subjects += found.subjects


def _whole(text: str) -> Excerpt:
    return Excerpt([(text, 0, len(text))])


def _joined(source: Source, syntax: Syntax) -> Iterator[tuple[int, int]]:
    """Yield the lines of heredocs: of what stands in them, a comment can only be before."""
    for span in syntax.texts():
        yield source.position(span.start).line, source.position(span.end).line
