"""Templates that Terraform fills in (``templatefile``): a policy with gaps, in a file of its own."""

from __future__ import annotations

from immlint.document.composite import Composite, Part
from immlint.document.excerpt import Excerpt
from immlint.document.terraform.document import terraform
from immlint.source import Source

#: No line of a template is this one.
_END = "END_OF_THE_TEMPLATE"


def filled(source: Source, kind: str | None) -> Composite:
    """Return what is in a template: it is read as the heredoc that it would be in a configuration."""
    text = source.text
    size = len(text)
    pieces = [(f"template = <<{_END}\n", 0, 0), (text, 0, size), (f"\n{_END}\n", size, size)]
    excerpt = Excerpt(pieces, _written)
    return Composite(source, [Part(excerpt, terraform(Source.of("", excerpt.text), kind=kind))])


def _written(text: str) -> str:
    return text
