"""A client is made without region and endpoint.

What it does: looks at the configuration of each `Client` of alibabacloud_imm20200930. What comes from elsewhere
is taken to be complete.

Why: the client raises RuntimeError when it is made, for it knows no host to send to.

How to fix: give `region_id`, or `endpoint` as `imm.cn-hangzhou.aliyuncs.com`.

Source: alibabacloud_imm20200930, its client.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject.code import ClientMade

SOURCE = "https://pypi.org/project/alibabacloud-imm20200930/"

VALID = (
    Example(
        """from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi.models import Config

Client(Config(credential=credential, region_id="cn-beijing"))
""",
        "app.py",
    ),
)
INVALID = (
    Example(
        """from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi.models import Config

Client(Config(credential=credential))
""",
        "app.py",
        finds=(("", "the client has no region; expected region_id or endpoint in its configuration"),),
    ),
)


@rule(on=ClientMade, severity=Severity.ERROR, source=SOURCE, valid=VALID, invalid=INVALID)
def missing_region(client: ClientMade, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for a client that cannot be made, at the call."""
    if not {"region_id", "endpoint"} & set(client.settings):
        yield issue(
            client.place,
            "the client has no region; expected region_id or endpoint in its configuration",
            "it raises RuntimeError when it is made",
        )
