"""An entry of a list is covered by another of the same list.

What it does: compares the patterns of one list as sets; of two equal ones the later is reported.

Why: it has no effect and hides what does. As information.

How to fix: drop the entry; the policy stays equal.

Source: RAM, policy elements; wildcards.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.finding import Severity
from immlint.language import Language
from immlint.ram.arn import resource
from immlint.ram.grammar import is_open, statements, texts
from immlint.rule import Example, Facts, Issue, quoted
from immlint.subject import Place, Policy

SEVERITY = Severity.INFO
SUBJECT = Policy
SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

VALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["imm:Get*", "imm:List*"], "Resource": "*"}]}\n',
        "policy.json",
    ),
)
INVALID = (
    Example(
        '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["imm:GetTask", "imm:Get*"], "Resource": ["acs:imm:*:*:project/p/*", "acs:imm:*:*:project/p/dataset/d"]}]}\n',
        "policy.json",
        finds=(
            ("/Statement/0/Action/0", '"imm:GetTask" is covered by "imm:Get*"; expected each once'),
            (
                "/Statement/0/Resource/1",
                '"acs:imm:*:*:project/p/dataset/d" is covered by "acs:imm:*:*:project/p/*"; expected each once',
            ),
        ),
    ),
)

#: Comparing all pairs is quadratic: longer lists are compared by equality and by lone stars only.
_MOST = 60


def check(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every entry that another one covers."""
    for statement in statements(policy):
        for name in ("Action", "NotAction", "Resource"):
            entries = list(texts(statement, name))
            if not 1 < len(entries) <= _MOST:
                continue
            sets = [_language(entry.value, name) for entry in entries]
            for index, entry in enumerate(entries):
                if is_open(entry.value):
                    continue
                for other, rival in enumerate(entries):
                    later = entry.value == rival.value and other > index
                    if other != index and not later and _covers(sets[other], sets[index]):
                        message = "{entry} is covered by {other}; expected each once"
                        arguments = {"entry": quoted(entry.value), "other": quoted(rival.value)}
                        yield Issue(Place(entry.route), message, "", arguments)
                        break


def _language(value: str, name: str) -> Language | None:
    return resource(value) if name == "Resource" else Language.glob(value.lower())


def _covers(large: Language | None, small: Language | None) -> bool:
    if large is None or small is None:
        return False
    return small.compare_to_union([large], budget=20_000).verdict == "all"
