"""What policies grant, asked of the API, of the run of a request, and of a difference: all say the same."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import immlint
from immlint.config import Config
from immlint.ram import Policy, diff, grants

_IP = [{"IpAddress": {"acs:SourceIp": f"10.{half}.0.0/9"}} for half in (0, 128)]
_CONDITIONS = st.sampled_from([None, None, *_IP, {"Bool": {"acs:SecureTransport": "true"}}])
_NAMES = st.sampled_from(["p", "pq", "p*", "?", "*", "q*", "a" * 128, "?" * 129 + "*"])
_RESOURCES = st.sampled_from(["*"]) | st.builds(
    lambda region, name, rest: f"acs:imm:{region}:*:project/{name}{rest}",
    st.sampled_from(["*", "cn-beijing", "cn-*"]),
    _NAMES,
    st.sampled_from(["", "/*", "/dataset/d*"]),
)


def _statement(effect: str, action: str, resource: str, condition: dict[str, Any] | None) -> dict[str, Any]:
    made = {"Effect": effect, "Action": action, "Resource": resource}
    return {**made, "Condition": condition} if condition else made


_STATEMENTS = st.lists(
    st.builds(
        _statement,
        st.sampled_from(["Allow", "Allow", "Deny"]),
        st.sampled_from(["imm:*", "imm:GetDataset", "imm:GetProject"]),
        _RESOURCES,
        _CONDITIONS,
    ),
    min_size=1,
    max_size=4,
)


def _text(statements: list[dict[str, Any]]) -> str:
    return json.dumps({"Version": "1", "Statement": statements})


@settings(max_examples=20, deadline=None)
@given(_STATEMENTS)
def test_a_question_a_request_and_a_difference_agree(
    tmp_path_factory: Any, statements: list[dict[str, Any]]
) -> None:
    held = Policy.parse(_text(statements))
    path = tmp_path_factory.mktemp("held") / "policy.json"
    path.write_text(_text(statements), "utf-8")
    config = Config(policies=(str(path),), select=("GNT101", "GNT102", "GNT103", "GNT105"))
    for project, dataset in (("pq", None), ("p", "d1")):
        inside = f"/dataset/{dataset}" if dataset else ""
        action = "imm:GetDataset" if dataset else "imm:GetProject"
        resource = f"acs:imm:cn-beijing:1234567890123456:project/{project}{inside}"
        decision = grants([held], action=action, resource=resource)
        request = {"Action": action.removeprefix("imm:"), "ProjectName": project, "RegionId": "cn-beijing"}
        sent = {**request, "DatasetName": dataset} if dataset else request
        found = immlint.lint_text(json.dumps(sent), filename="request.json", config=config)
        codes = {finding.code for finding in found}
        assert bool(codes - {"GNT105"}) is (decision.verdict != "all"), (decision.verdict, found)
        assert bool(codes) is (decision.certain != "all"), (decision.certain, found)
        # An Allow of just that is nothing new where it is granted whatever conditions hold, and only there.
        allowing = Policy.parse(_text([_statement("Allow", action, resource, None)]))
        assert diff([held], [allowing]).narrower is (decision.certain == "all")
