"""Policies that RAM refuses: they grant nothing and prove nothing, so no question about them is answered.

What makes RAM refuse a policy is what the rules on its grammar and on trust policies call an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from immlint.access import answer
from immlint.access.service import asked_resources
from immlint.catalog import load
from immlint.document import Document, read
from immlint.engine import Engine
from immlint.facts import Facts
from immlint.finding import Finding, Severity
from immlint.message import Message
from immlint.ram.decide import difference
from immlint.ram.decide.decision import Decision
from immlint.ram.decide.difference import Difference
from immlint.ram.policy import Policy
from immlint.registry import Registry
from immlint.select import Selection
from immlint.source import Source

#: The rules whose errors are refusals of the API.
CODES = frozenset(f"RAM{number}" for number in (*range(201, 214), 215, 601, 602, 603))
_ACTION = re.compile(r"[A-Za-z0-9._-]+:[A-Za-z0-9._/-]+")
#: The rule about the length: such a policy is read, and nothing is surely granted by it.
TOO_LONG = frozenset({"RAM214"})


def refusals(document: Document, registry: Registry) -> list[Finding]:
    """Return why RAM would refuse the policies of *document*, in the order of the text."""
    return _errors(document, registry, CODES)


def overlong(document: Document, registry: Registry) -> list[Finding]:
    """Return what tells that a policy of *document* is longer than RAM takes."""
    return _errors(document, registry, TOO_LONG)


def _errors(document: Document, registry: Registry, codes: frozenset[str]) -> list[Finding]:
    engine = Engine(registry, Selection(codes, Severity.ERROR), Facts(load()))
    return sorted(engine.check(document), key=Finding.key)


def told(finding: Finding) -> str:
    """Return a refusal as one line for people."""
    where = f"{finding.path}:{finding.line}:{finding.column}"
    told = "{where}: RAM refuses this policy: {code} {text}"
    return Message(told, where=where, code=finding.code, text=finding.message)


def grants(
    policies: Iterable[Policy], *, action: str, resource: str, excepted: Iterable[str] = ()
) -> Decision:
    """Decide what *policies* together grant of *action* on *resource* (``*``: every legal value).

    *excepted* are resources not asked for. Raises ValueError if RAM would refuse one of the policies, if
    *action* is no single action, and if *resource* or one of *excepted* is none of its service.
    """
    if not _ACTION.fullmatch(action):
        # Of several actions one answer would hold for some of them only.
        raise ValueError(Message("{action!r} is no action; expected <ram-code>:<action-name>", action=action))
    known = _accepted(policies)
    return answer.grants(known, action=action, resource=resource, excepted=excepted)


def diff(old: Iterable[Policy], new: Iterable[Policy]) -> Difference:
    """Compare what *old* and *new* grant, exactly, for every action and resource there may be.

    Raises ValueError if RAM would refuse one of the policies.
    """
    return difference.diff(_accepted(old), _accepted(new), asked_resources())


def _accepted(policies: Iterable[Policy]) -> Sequence[Policy]:
    from immlint.rules import registry

    found = list(policies)
    for policy in found:
        if policy.text is not None:
            kind = "policy" if policy.kind == "identity" else f"{policy.kind}-policy"
            document = read(_source(policy.text), kind, named=True)
            for finding in refusals(document, registry()) if document else ():
                raise ValueError(told(finding))
    return found


def _source(text: str) -> Source:
    return Source("policy.json", text.encode("utf-8", "surrogatepass"))
