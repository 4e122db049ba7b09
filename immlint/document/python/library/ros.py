"""The CDK of ROS: policies and roles, policy documents as properties, and the projects that it creates."""

from __future__ import annotations

from immlint.document.python.domain.dict import Dict
from immlint.document.python.domain.join import Unknown
from immlint.document.python.domain.value import Arguments, Value
from immlint.document.python.journal import Sending
from immlint.document.python.library.library import Library
from immlint.document.python.library.policies import Sinks, sink

_RAM = "ros_cdk_ram."
_DOCUMENTS: Sinks = {"policy_document": None, "policy_document_unchecked": None}
_SINKS: dict[str, Sinks] = {
    f"{_RAM}ManagedPolicyProps": _DOCUMENTS,
    f"{_RAM}RosManagedPolicyProps": _DOCUMENTS,
    f"{_RAM}RosRole.PoliciesProperty": {"policy_document": None},
    f"{_RAM}RoleProps": {"assume_role_policy_document": "trust"},
}
_ELEMENTS = {
    "version": "Version",
    "statement": "Statement",
    "effect": "Effect",
    "action": "Action",
    "not_action": "NotAction",
    "resource": "Resource",
    "condition": "Condition",
    "principal": "Principal",
}


class Ros(Library):
    """The packages ``ros_cdk_ram`` and ``ros_cdk_imm``."""

    packages = ("ros_cdk_ram", "ros_cdk_imm")

    def construct(self, name: str, given: Arguments) -> Value | None:
        """Return properties that take a policy, or a part of one; note a project."""
        if name in _SINKS:
            return sink(self.walk, _SINKS[name], given)
        last = name.rpartition(".")[2]
        if name.startswith(_RAM) and last in ("PolicyDocumentProperty", "StatementProperty"):
            slots = {_ELEMENTS[key]: slot for key, slot in given.keywords.items() if key in _ELEMENTS}
            is_open = given.is_open or len(slots) != len(given.keywords)
            return Dict(slots, is_open, given.node)
        if name.startswith("ros_cdk_imm.") and last.endswith("Project2Props"):
            self._project(given)
            return Unknown(name)
        return None

    def _project(self, given: Arguments) -> None:
        """Note the project that is created with the present API."""
        rows = self.walk.catalog.operations["CreateProject"].parameters.values()
        wire = {row.python: row.name for row in rows}
        slots = {wire[key]: slot for key, slot in given.keywords.items() if key in wire}
        sending = Sending("CreateProject", slots, given.node, is_open=given.is_open, typed=True)
        self.walk.journal.request(self.walk.context, sending)
