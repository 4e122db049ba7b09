"""Workflows of GitHub and GitLab: YAML whose steps are for a shell."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from immlint.document import sniff
from immlint.document.composite import Composite, Part
from immlint.document.excerpt import Excerpt
from immlint.document.shell.document import shell
from immlint.document.yaml.compose import Node, ScalarNode, SequenceNode, compose
from immlint.document.yaml.document import LONGEST, YamlDocument
from immlint.document.yaml.excerpt import excerpt_of
from immlint.document.yaml.spans import under
from immlint.source import Source

#: The keys whose texts are for a shell: GitHub's, and GitLab's.
_KEYS = ("run", "script", "before_script", "after_script")
_DEEPEST = 20


def workflow(source: Source, followed: Callable[[str, str], None]) -> Composite:
    """Return what the steps of a workflow ask for, and what it holds as data."""
    return Composite(source, _parts(source, followed))


def _parts(source: Source, followed: Callable[[str, str], None]) -> Iterator[Part]:
    text = source.text
    claim = sniff.data(source, None, False)
    if claim is not None:
        yield Part(Excerpt([(text, 0, len(text))]), YamlDocument(source, claim))
    if len(text) > LONGEST or sniff.commands(source, None, False) is None:
        return
    roots, _ = compose(text)
    for root in roots:
        scripts = under(root, _is_script) if root is not None else ()
        for node in (scalar for script in scripts for scalar in _scalars(script, 1)):
            excerpt = excerpt_of(text, node)
            if excerpt is not None:
                yield Part(excerpt, shell(Source.of("", excerpt.text), followed))


def _is_script(name: str, value: Node) -> bool:
    return name in _KEYS


def _scalars(node: Node, depth: int) -> Iterator[ScalarNode]:
    """Yield a scalar, or those of a list, which may hold lists itself."""
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, SequenceNode) and depth < _DEEPEST:
        for item in node.value:
            yield from _scalars(item, depth + 1)
