"""Short names to show for what expressions compute."""

from __future__ import annotations

import libcst as cst

from immlint.document.python.syntax.literal import token


def expression_name(node: cst.CSTNode) -> str:
    """Return a short name to show for what an expression computes."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        return node.attr.value
    if isinstance(node, cst.Call):
        return expression_name(node.func)
    if isinstance(node, cst.Subscript):
        inner = node.slice[0].slice if node.slice else None
        value = getattr(inner, "value", None)
        text = token(value.value) if isinstance(value, cst.SimpleString) else None
        name = text.text if text else ""
        return name if name.isidentifier() else expression_name(node.value)
    return "..."
