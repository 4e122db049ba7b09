"""An AccessKey stands in the code.

What it does: looks for AccessKey ids (`LTAI` and at least 12 more letters and digits) given to clients and
configurations. Placeholders such as `LTAIxxxxxxxxxxxx` are let pass. The message never shows the whole.

Why: who reads the code can use the key, and a key in a history stays there.

How to fix: read it from the environment, or leave it to the default chain of credentials; replace the key.

Source: RAM, best practices; AccessKey pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from immlint.finding import Severity
from immlint.rule import Example, Facts, Issue, issue, rule
from immlint.subject import EMBEDDED, Place
from immlint.subject.code import KeyWritten

SOURCE = "https://www.alibabacloud.com/help/en/ram/use-cases/best-practices"

VALID = (
    Example(
        """import os

from alibabacloud_tea_openapi.models import Config
from alibabacloud_imm20200930.client import Client

Client(Config(access_key_id=os.environ["KEY"], access_key_secret=os.environ["SECRET"], region_id="cn-beijing"))
Client(Config(access_key_id="LTAIxxxxxxxxxxxxxxxx", access_key_secret="x", region_id="cn-beijing"))
""",
        "app.py",
    ),
)
INVALID = (
    Example(
        """from alibabacloud_tea_openapi.models import Config
from alibabacloud_imm20200930.client import Client

Client(Config(access_key_id="LTAI5tExampleKey0d9Wq", access_key_secret=secret, region_id="cn-beijing"))
""",
        "app.py",
        finds=(("", "the AccessKey LTAI5t... stands in the code; expected it from the environment"),),
    ),
)
_KEY = re.compile(r"LTAI[A-Za-z0-9]{12,}")
#: Fewer different characters make a placeholder.
_DIFFERENT = 6


@rule(on=KeyWritten, severity=Severity.WARNING, source=SOURCE, valid=VALID, invalid=INVALID)
def hard_coded_key(key: KeyWritten, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for a key, at its text."""
    if not _KEY.fullmatch(key.text):
        return
    if len(set(key.text[4:].lower())) >= _DIFFERENT:
        # The text itself, which need not stand where it is given.
        place = Place((*key.place.route, EMBEDDED), part=(0, len(key.text)))
        yield issue(
            place,
            "the AccessKey {key}... stands in the code; expected it from the environment",
            "replace the key: who could read it has it",
            key=key.text[:6],
        )
