"""A request hands a role to IMM, and no policy allows to pass it.

What it does: looks for `ram:PassRole` on the role that a request names (`ServiceRole` of CreateProject,
UpdateProject, CreateBatch and CreateTrigger, and that of `CredentialConfig`) in the policies given with `--policy`. A role that nobody
knows is let pass, as is one that a policy allows under a condition.

Why: whoever gives a service a role acts through it. RAM's policies for IMM grant `ram:PassRole` beside
`imm:*`; the pages of the operations do not say whether it is asked for, so this is information.

How to fix: allow `ram:PassRole` on that role; `immlint policy` writes the statement.

Source: IMM, configure a service role; the system policy AliyunIMMFullAccess.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.held import Access
from immlint.finding import Severity
from immlint.rule import Example, Facts, GrantedRun, Issue, issue, quoted, rule
from immlint.subject import Request

SOURCE = "https://www.alibabacloud.com/help/en/imm/user-guide/configure-a-service-role"

_POLICY = """{
  "Version": "1",
  "Statement": [
    {"Effect": "Allow", "Action": "imm:*", "Resource": "*"},
    {
      "Effect": "Allow",
      "Action": "ram:PassRole",
      "Resource": "acs:ram:*:*:role/aliyunimmdefaultrole"
    }
  ]
}
"""
VALID = (
    Example(
        '{"Action": "CreateProject", "ProjectName": "p", "ServiceRole": "AliyunIMMDefaultRole"}\n',
        "request.json",
        policy=_POLICY,
    ),
    Example(
        '{"Action": "CreateProject", "ProjectName": "p", "ServiceRole": "${role}"}\n',
        "request.json",
        policy=_POLICY,
    ),
    Example('{"Action": "CreateProject", "ProjectName": "p"}\n', "request.json", policy=_POLICY),
)
INVALID = (
    Example(
        '{"Action": "CreateProject", "ProjectName": "p", "ServiceRole": "PhotoRole"}\n',
        "request.json",
        policy=_POLICY,
        finds=(
            (
                "/ServiceRole",
                'ram:PassRole on role "PhotoRole" is not granted; expected a statement that allows it',
            ),
        ),
    ),
)


@rule(on=GrantedRun, severity=Severity.INFO, source=SOURCE, valid=VALID, invalid=INVALID)
def missing_dependent_action(run: GrantedRun, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every role that is passed and that no policy lets pass, at the role."""
    for role, held in facts.shared(Access, run.members).passed:
        request = held.member.subject
        assert isinstance(request, Request)
        if len(held.with_verdict("none")) == len(held.parts):
            yield issue(
                request.place(role.route),
                "{action} on role {role} is not granted; expected a statement that allows it",
                "whoever hands a role to a service must be allowed to pass it",
                action=held.ask.action,
                role=quoted(role.name),
                document=held.member.document,
            )
