"""The SDKs of RAM and STS, and of credentials: requests that carry a policy."""

from __future__ import annotations

from collections.abc import Iterable

from immlint.document.python.domain.value import Arguments, Interpreting, Slot, Value
from immlint.document.python.library.encoding import check_policy
from immlint.document.python.library.library import Library
from immlint.document.python.library.policies import PolicySink, Sinks

_RAM = "alibabacloud_ram20150501.models"
_STS = "alibabacloud_sts20150401.models"
_SINKS: dict[str, Sinks] = {
    f"{_RAM}.CreatePolicyRequest": {"policy_document": None},
    f"{_RAM}.CreatePolicyVersionRequest": {"policy_document": None},
    f"{_RAM}.CreateRoleRequest": {"assume_role_policy_document": "trust"},
    f"{_RAM}.UpdateRoleRequest": {"new_assume_role_policy_document": "trust"},
    f"{_STS}.AssumeRoleRequest": {"policy": "session"},
    f"{_STS}.AssumeRoleWithOIDCRequest": {"policy": "session"},
    f"{_STS}.AssumeRoleWithSAMLRequest": {"policy": "session"},
}


class RamRequest(PolicySink):
    """A request that takes the text of a policy."""

    __slots__ = ()

    def assign(self, name: str, slot: Slot, walk: Interpreting) -> None:
        """Set a field, and note a policy that is no text."""
        super().assign(name, slot, walk)
        if name in self.sinks:
            check_policy(walk.library(RamSdk).walk, name, slot)


class RamSdk(Library):
    """The packages ``alibabacloud_ram20150501`` and ``alibabacloud_sts20150401``."""

    packages = ("alibabacloud_ram20150501", "alibabacloud_sts20150401")

    def symbols(self) -> Iterable[str]:
        """Return the dotted names of the requests that take a policy."""
        return _SINKS

    def construct(self, name: str, given: Arguments) -> Value | None:
        """Return a request that takes a policy."""
        if name not in _SINKS:
            return None
        made = RamRequest(node=given.node, is_open=given.is_open, branch=self.walk.branch, sinks=_SINKS[name])
        for field, slot in given.keywords.items():
            made.assign(field, slot, self.walk)
        return made
