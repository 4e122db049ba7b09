"""Which rules are asked of a subject: most follows from few answers, and is remembered."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from immlint.derived import Derived
from immlint.facts import Facts
from immlint.rule import Precondition, Rule

#: A rule with the preconditions that are still to be asked for.
Asked = tuple[Rule, tuple[Precondition, ...]]
#: Answers of which it is remembered what they lead to.
_MOST_KNOWN = 4096


class Questions:
    """What is to be known of subjects of one type, to tell which of some rules are asked."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = [(rule, rule.conditions) for rule in rules]
        derived = [one for _, conditions in self._rules for one in conditions if isinstance(one, Derived)]
        self._answers = tuple(dict.fromkeys(one.answer for one in derived))
        self._known: dict[tuple[Hashable, ...], list[Asked]] = {}

    def asked(self, subject: object, facts: Facts) -> Sequence[Asked]:
        """Return the rules of which all that follows from answers is met, in order.

        Where no answer can be given, none of them is left out: each tells by itself that it fails.
        """
        try:
            key = tuple([answer(subject, facts) for answer in self._answers])
        except Exception:  # what a rule of ours or of others asks may fail in any way
            return self._rules
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = self._led_to(key)
        return found

    def _led_to(self, key: tuple[Hashable, ...]) -> list[Asked]:
        answers = dict(zip(self._answers, key, strict=True))
        return [
            (rule, tuple(one for one in conditions if not isinstance(one, Derived)))
            for rule, conditions in self._rules
            if all(one.follows(answers[one.answer]) for one in conditions if isinstance(one, Derived))
        ]
