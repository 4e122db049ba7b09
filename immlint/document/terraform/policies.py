"""Where policies stand in Terraform: the attributes that take one, the functions and blocks that make one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from immlint.document.terraform.evaluate import Evaluator, Reference, Template, call, operands, reference
from immlint.document.terraform.syntax import DEEPEST, Syntax
from immlint.document.terraform.texts import lone_interpolation, pieces
from immlint.document.terraform.written import Written

if TYPE_CHECKING:
    from tree_sitter import Node

_POLICY, _TRUST = "policy", "trust-policy"
#: The attributes that take a policy, by resource type, with what it is there. Policies of other services
#: (keys, endpoints, MaxCompute, log projects) have grammars of their own.
POLICIES: Mapping[str, Mapping[str, str]] = {
    "alicloud_ram_policy": {"document": _POLICY, "policy_document": _POLICY},
    "alicloud_ram_role": {"document": _TRUST, "assume_role_policy_document": _TRUST},
    "alicloud_resource_manager_policy": {"policy_document": _POLICY},
    "alicloud_resource_manager_policy_version": {"policy_document": _POLICY},
    "alicloud_resource_manager_role": {"assume_role_policy_document": _TRUST},
    "alicloud_resource_manager_control_policy": {"policy_document": "control-policy"},
    "alicloud_cloud_sso_access_configuration": {"permission_policy_document": _POLICY},
    "alicloud_open_api_explorer_api_mcp_server": {"assume_role_extra_policy": "session-policy"},
    "alicloud_oss_bucket": {"policy": "bucket-policy"},
    "alicloud_oss_bucket_policy": {"policy": "bucket-policy"},
    "alicloud_kms_key": {"policy": "ignore"},
    "alicloud_kms_secret": {"policy": "ignore"},
    "alicloud_log_project": {"policy": "ignore"},
    "alicloud_max_compute_role": {"policy": "ignore"},
    "alicloud_privatelink_vpc_endpoint": {"policy_document": "ignore"},
    "alicloud_vpc_gateway_endpoint": {"policy_document": "ignore"},
    "alicloud_ram_access_key_policy": {"access_key_policy": "ignore"},
    "alicloud_tag_policy": {"policy_content": "ignore"},
}
#: How the resource types of other clouds begin, whose policies are theirs.
OTHERS = (
    *("aws_", "azurerm_", "baiducloud_", "byteplus_", "google_", "huaweicloud_", "ibm_", "minio_", "oci_"),
    *("opentelekomcloud_", "tencentcloud_", "ucloud_", "volcengine_"),
)
#: Functions whose value is one of those they are given.
_ONE_OF = ("trimspace", "chomp", "tostring", "sensitive", "nonsensitive", "coalesce", "try")
#: Functions that keep what they are given whole, as part of their value or encoded. What any other function
#: makes of a policy is unknown: ``replace`` fills it in, ``merge`` completes it.
_WHOLE = (
    "jsonencode",
    "yamlencode",
    "base64encode",
    "format",
    "concat",
    "flatten",
    "tolist",
    "toset",
    "tomap",
)


class File(NamedTuple):
    """The text of another file; *is_template* tells that it is filled in."""

    path: str
    is_template: bool


class Named(NamedTuple):
    """What is written where a name is given its value: ``local.policy``."""

    path: Reference


class Root(NamedTuple):
    """What may be a policy: its characters, a value, or what is written elsewhere."""

    holds: Template | Written | File | Named
    kind: str | None


def roots(evaluator: Evaluator, node: Node, kind: str | None, depth: int = 0) -> Iterator[Root]:
    """Yield what in an expression may be a policy; *kind* is what its attribute takes."""
    if depth > DEEPEST or kind == "ignore":
        return
    path = reference(evaluator.syntax, node)
    if path is not None:
        yield Root(Named(path), kind)
        return
    for child in operands(node):
        match child.type:
            case "string_lit" | "quoted_template" | "heredoc_template":
                yield from _of_text(evaluator, child, kind, depth)
            case "function_call":
                yield from _of_call(evaluator, child, kind, depth)
            case "object" if _is_policy(evaluator.syntax, child, kind):
                yield Root(evaluator.value(node, depth), kind)
            case "conditional":
                _, *branches = (part for part in child.children if part.type == "expression")
                for branch in branches:
                    yield from roots(evaluator, branch, kind, depth + 1)
            case "expression" | "literal_value" | "template_expr" | "collection_value":
                yield from roots(evaluator, child, kind, depth + 1)
            case _:
                yield from roots(evaluator, child, None, depth + 1)


def _of_text(evaluator: Evaluator, node: Node, kind: str | None, depth: int) -> Iterator[Root]:
    if kind is None and "tatement" not in evaluator.syntax.cut(node):
        return
    found = pieces(evaluator.syntax, node)
    lone = lone_interpolation(node, found)
    if lone is not None:
        yield from roots(evaluator, lone, kind, depth + 1)
    elif found is not None:
        yield Root(evaluator.template(node, found, depth), kind)


def _of_call(evaluator: Evaluator, node: Node, kind: str | None, depth: int) -> Iterator[Root]:
    name, arguments = call(evaluator.syntax, node)
    if not arguments:
        return
    if name in ("file", "templatefile"):
        path = evaluator.value(arguments[0], depth).value
        if kind is not None and isinstance(path, str):
            yield Root(File(path, name == "templatefile"), kind)
        return
    if name == "jsonencode":
        path_of = reference(evaluator.syntax, arguments[0])
        value = evaluator.value(arguments[0], depth + 1)
        if path_of is not None:
            yield Root(Named(path_of), kind)
            return
        if isinstance(value.value, dict):
            yield Root(value, kind)
            return
    if name in _ONE_OF or name in _WHOLE:
        for argument in arguments:
            yield from roots(evaluator, argument, kind if name in _ONE_OF else None, depth + 1)


def _is_policy(syntax: Syntax, node: Node, kind: str | None) -> bool:
    """Tell whether an object is a policy: where none is asked for, one without a version may be a part."""
    names = {*_names(syntax, node)}
    return "Statement" in names and (kind is not None or "Version" in names)


def _names(syntax: Syntax, node: Node) -> Iterator[str]:
    """Yield the names of an object's members as they are written."""
    for child in node.children:
        if child.type == "object_elem":
            yield syntax.cut(child.children[0]).strip('"')
