"""An entry of a list is covered by another of the same list.

What it does: compares the patterns of one list as sets; of two equal ones the later is reported.

Why: it has no effect and hides what does. As information.

How to fix: drop the entry; the policy stays equal, which is proved before the fix is offered.

Source: RAM, policy elements; wildcards.
"""

from __future__ import annotations

from collections.abc import Iterator

from immlint.access.leak import leaks
from immlint.finding import Severity
from immlint.precondition import of_ram
from immlint.ram.arn import Fields, parse, split
from immlint.ram.pattern import WILD, action, is_wild, typical
from immlint.ram.plain import some_list_of
from immlint.ram.prove.offer import dropping
from immlint.ram.prove.patterns import Patterns
from immlint.ram.written import Text, statements, texts
from immlint.rule import Example, Facts, Issue, issue, quoted, rule
from immlint.subject import Place, Policy, is_open

SOURCE = "https://www.alibabacloud.com/help/en/ram/policy-elements"

VALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": ["imm:Get*", "imm:List*"], "Resource": "*"}]
}
""",
        "policy.json",
    ),
)
INVALID = (
    Example(
        """{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["imm:DeleteDataset", "imm:DeleteD*"],
      "Resource": ["acs:imm:*:*:project/p/*", "acs:imm:*:*:project/p/dataset/d"]
    }
  ]
}
""",
        "policy.json",
        finds=(
            ("/Statement/0/Action/0", '"imm:DeleteDataset" is covered by "imm:DeleteD*"; expected each once'),
            (
                "/Statement/0/Resource/1",
                '"acs:imm:*:*:project/p/dataset/d" is covered by "acs:imm:*:*:project/p/*"; expected each once',
            ),
        ),
        fixed="""{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["imm:DeleteD*"],
      "Resource": ["acs:imm:*:*:project/p/*"]
    }
  ]
}
""",
    ),
    Example(
        """{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": ["imm:GetTask", "IMM:gettask"], "Resource": "acs:imm:*:*:project/p"}]
}
""",
        "policy.json",
        finds=(("/Statement/0/Action/1", '"IMM:gettask" is covered by "imm:GetTask"; expected each once'),),
        fixed="""{
  "Version": "1",
  "Statement": [{"Effect": "Allow", "Action": ["imm:GetTask"], "Resource": "acs:imm:*:*:project/p"}]
}
""",
    ),
    Example(
        'Version: "1"\nStatement:\n  - Effect: Allow\n    Action: [ecs:Stop*, ecs:StopInstance]\n    Resource: "*"\n',
        "policy.yaml",
        finds=(
            ("/Statement/0/Action/1", '"ecs:StopInstance" is covered by "ecs:Stop*"; expected each once'),
        ),
        fixed='Version: "1"\nStatement:\n  - Effect: Allow\n    Action: [ecs:Stop*]\n    Resource: "*"\n',
    ),
    Example(
        'Version: "1"\nStatement:\n  - Effect: Allow\n    Action:\n      - ecs:Stop*\n      - ecs:StopInstance # kept: not written in brackets\n    Resource: "*"\n',
        "policy.yaml",
        finds=(
            ("/Statement/0/Action/1", '"ecs:StopInstance" is covered by "ecs:Stop*"; expected each once'),
        ),
    ),
)


#: Entries that are held against each other rather than filed.
_FEW = 16


def _cover_some(entries: tuple[str, ...], name: str) -> bool:
    """Tell whether an entry of a list may cover another, as far as one thing tells that each names."""
    return _resources_cover_some(entries) if name == "Resource" else _actions_cover_some(entries)


def _actions_cover_some(texts: tuple[str, ...]) -> bool:
    folded = [text.lower() for text in texts]
    if len(texts) > _FEW or len({*folded}) < len(texts):
        return True
    for large in filter(is_wild, texts):
        holds = action(large).holds
        if any(holds(typical(small)) for small in folded if small != large.lower()):
            return True
    return False


def _last_field(resource: str) -> str:
    fields = split(resource)
    return fields[4] if len(fields) == 5 else ""


def _resources_cover_some(texts: tuple[str, ...]) -> bool:
    if len(texts) > _FEW or len({*texts}) < len(texts):
        return True
    for large in filter(is_wild, texts):
        # Nearly all names differ in how their last fields begin.
        begun = WILD.split(_last_field(large), maxsplit=1)[0]
        near = [text for text in texts if text is not large and _last_field(typical(text)).startswith(begun)]
        if near and any(parse(large).holds(parse(small).sample) for small in near):
            return True
    return False


@rule(
    on=Policy,
    severity=Severity.INFO,
    source=SOURCE,
    valid=VALID,
    invalid=INVALID,
    when=(of_ram,),
    needs=(some_list_of(_cover_some),),
)
def covered_element(policy: Policy, facts: Facts) -> Iterator[Issue]:
    """Yield an issue for every entry that another one covers."""
    for statement in statements(policy):
        for name in ("Action", "NotAction", "Resource"):
            value = statement.body.get(name)
            if not isinstance(value, list) or len(value) < 2:
                continue
            entries = [entry for entry in texts(statement, name) if not is_open(entry.value)]
            if not _cover_some(tuple([entry.value for entry in entries]), name):
                continue
            for entry, rival in _covered(entries, name):
                # Two of different kinds are told as a leak: to leave out the smaller would make it be meant.
                if any(
                    leak.resource.route == rival.route
                    and any(text.route == entry.route for text in leak.named)
                    for leak in policy.once(leaks)
                ):
                    continue
                yield issue(
                    Place(entry.route),
                    "{entry} is covered by {other}; expected each once",
                    entry=quoted(entry.value),
                    other=quoted(rival.value),
                    repair=dropping(policy, entry.route),
                )


def _covered(entries: list[Text], name: str) -> Iterator[tuple[Text, Text]]:
    """Yield entries with the entry that covers each; of equal ones the later is covered."""
    first: dict[str, Text] = {}
    distinct: list[Text] = []
    for entry in entries:
        folded = entry.value if name == "Resource" else entry.value.lower()
        if folded in first:
            yield entry, first[folded]
        else:
            first[folded] = entry
            distinct.append(entry)
    wild = [entry for entry in distinct if is_wild(entry.value)]
    if not wild:
        return
    patterns = Patterns([(_fields(entry.value, name), number) for number, entry in enumerate(wild)])
    for entry in distinct:
        # One typical string of the entry rules nearly every rival out before sets are compared.
        point = parse(entry.value).sample if name == "Resource" else (typical(entry.value.lower()),)
        for rival in (wild[number] for number in patterns.holding(point)):
            if rival is entry or not _covers(rival.value, entry.value, name):
                continue
            if rival.route < entry.route or not _covers(entry.value, rival.value, name):
                yield entry, rival
                break


def _fields(text: str, name: str) -> Fields:
    return parse(text).fields if name == "Resource" else (text.lower(),)


def _covers(large: str, small: str, name: str) -> bool:
    if name == "Resource":
        return parse(small).names_any and parse(large).covers(parse(small))
    return action(large).covers(action(small))
