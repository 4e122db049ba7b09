"""CPU seconds for thousands of RAM policies, beside parliament on the same shapes in AWS's names.

    python bench/many_policies.py [--count N] [--seed N] [--peer PYTHON] [--stream]

Policies have 1 to 40 statements and are no longer than RAM takes. A statement has the same numbers of
actions, resources, conditions and wildcards in both clouds' names; in one of eight the resource is of another
kind than its actions ask for. Two runs: all policies different, and an eighth of them different, each given
eight times. All rules are on, in one process each. ``--peer`` is an interpreter that has parliament; without
it only immlint and ``json.loads``, which is the floor, are measured. With ``--stream`` policies that all
differ are made one by one for immlint alone: what is resident then is what the checking keeps.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import metadata
from typing import Any

from words import ALIBABA, AWS, Cloud, Kind

#: How often each kind is drawn.
_WEIGHTS = (3, 3, 2, 1, 2, 1)
#: The most characters of a custom policy. Source: RAM, limits.
_LONGEST = 6144


def policy(cloud: Cloud, seed: int) -> str:
    """Return one policy; equal seeds give the same shape in both clouds' names."""
    statements = [*_statements(ALIBABA, seed)]
    while len(_written(ALIBABA, statements)) > _LONGEST:
        statements.pop()
    return _written(cloud, [*_statements(cloud, seed)][: len(statements)])


def _written(cloud: Cloud, statements: Sequence[dict[str, Any]]) -> str:
    return json.dumps({"Version": cloud.version, "Statement": statements}, separators=(",", ":"))


def _statements(cloud: Cloud, seed: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 40)):
        yield _statement(cloud, chance)


def _statement(cloud: Cloud, chance: random.Random) -> dict[str, Any]:
    kind, other = chance.choices(cloud.kinds, _WEIGHTS, k=2)
    given: dict[str, Any] = {"Effect": "Deny" if chance.random() < 0.15 else "Allow"}
    known = (kind.patterns if chance.random() < 0.3 else kind.actions).split()
    given["Action"] = _listed(chance.sample(known, chance.choice((1, 1, 2, 3))))
    fitting = kind if chance.random() < 0.875 else other
    if chance.random() < 0.1:
        given["Resource"] = "*"
    else:
        count = chance.choice((1, 1, 1, 2, 3))
        given["Resource"] = _listed([_resource(cloud, fitting, chance) for _ in range(count)])
    if chance.random() < 0.25:
        operator, key, values = chance.choice(cloud.conditions)
        given["Condition"] = {operator: {key: chance.choice(values)}}
    return given


def _resource(cloud: Cloud, kind: Kind, chance: random.Random) -> str:
    return chance.choice(kind.resources).format(
        region=chance.choice(cloud.regions),
        account=chance.choice((cloud.account, "*")),
        name=f"{chance.choice(('photos', 'video', 'archive', 'team'))}-{chance.randrange(500)}",
        other=f"part-{chance.randrange(50)}",
    )


def _listed(items: list[str]) -> str | list[str]:
    return items[0] if len(items) == 1 else items


def texts(cloud: Cloud, count: int, seed: int, times: int) -> Iterator[str]:
    """Yield *count* policies, each *times* times, far from each other."""
    distinct = max(count // times, 1)
    for number in range(distinct * times):
        yield policy(cloud, seed * 1_000_000 + number % distinct)


def immlint_on(found: Iterable[str]) -> tuple[float, int]:
    """Return what it takes to check policies with all rules, and the number of findings."""
    from immlint.config import Config
    from immlint.linter import Linter

    # As the command does: what a policy is read into is no garbage, and to look for some costs a tenth.
    gc.set_threshold(20_000, 20, 20)

    linter = Linter(Config(pedantic=True))
    _count(linter.lint_many([("policy.json", policy(ALIBABA, 0), None)]))
    return _spent(lambda: _count(linter.lint_many(("policy.json", text, None) for text in found)))


def parliament_on(found: Sequence[str]) -> tuple[float, int]:
    """Return the same for parliament."""
    import parliament  # type: ignore[import-not-found]

    parliament.analyze_policy_string(policy(AWS, 0))
    return _spent(lambda: sum(len(parliament.analyze_policy_string(text).findings) for text in found))


def json_on(found: Sequence[str]) -> tuple[float, int]:
    """Return what it takes to read the texts only."""
    return _spent(lambda: len([json.loads(text) for text in found]))


class Stream:
    """Policies that are made when they are asked for, with what it takes to make them."""

    def __init__(self, made: Iterator[str]) -> None:
        self._made = made
        self.seconds, self.characters = 0.0, 0

    def __iter__(self) -> Iterator[str]:
        while True:
            started = time.process_time()
            text = next(self._made, None)
            self.seconds += time.process_time() - started
            if text is None:
                return
            self.characters += len(text)
            yield text


def _count(found: Iterable[object]) -> int:
    return sum(1 for _ in found)


def _spent(run: Callable[[], int]) -> tuple[float, int]:
    started = time.process_time()
    found = run()
    return time.process_time() - started, found


TOOLS = {"json": (json_on, ALIBABA), "immlint": (immlint_on, ALIBABA), "parliament": (parliament_on, AWS)}
#: CPU seconds, findings, characters, resident kilobytes and the version.
Measured = tuple[float, int, int, int, str]


def measured(tool: str, python: str, arguments: Sequence[str]) -> Measured:
    """Measure one tool in a process of its own."""
    command = [python, __file__, "--tool", tool, *arguments]
    seconds, found, characters, kilobytes, version = json.loads(subprocess.check_output(command, text=True))
    return seconds, found, characters, kilobytes, version


def stream(count: int, seed: int) -> None:
    """Measure immlint on policies that nobody holds, and print what was measured."""
    import resource

    given = Stream(texts(ALIBABA, count, seed, 1))
    seconds, found = immlint_on(given)
    seconds -= given.seconds
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{count} all different, one by one: {seconds:.1f} CPU s, {seconds / count * 1000:.2f} ms each,"
        f" {found} findings, {given.characters / count / 1000:.1f} KB each, {megabytes} MB"
    )


def tell(tool: str, count: int, seed: int, times: int) -> None:
    """Measure one tool in this process and print what was measured as JSON."""
    import resource

    run, cloud = TOOLS[tool]
    given = list(texts(cloud, count, seed, times))
    seconds, found = run(given)
    version = platform.python_version() if tool == "json" else metadata.version(tool)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps([seconds, found, sum(map(len, given)), kilobytes, version]))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--peer", help="an interpreter with parliament")
    parser.add_argument("--stream", action="store_true", help="make the policies one by one")
    parser.add_argument("--tool", choices=TOOLS, help=argparse.SUPPRESS)
    parser.add_argument("--times", type=int, default=1, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.tool:
        tell(given.tool, given.count, given.seed, given.times)
        return
    if given.stream:
        stream(given.count, given.seed)
        return
    print(f"{platform.platform()}, Python {platform.python_version()}")
    print(
        "policies                   tool                 CPU s  ms each  immlint's  findings   KB each   MB"
    )
    for times, what in ((1, "all different"), (8, "an eighth different")):
        arguments = [f"--count={given.count}", f"--seed={given.seed}", f"--times={times}"]
        pythons = {"json": sys.executable, "immlint": sys.executable, "parliament": given.peer}
        rows = {tool: measured(tool, python, arguments) for tool, python in pythons.items() if python}
        for tool, (seconds, found, characters, kilobytes, version) in rows.items():
            each, ratio = seconds / given.count * 1000, seconds / rows["immlint"][0]
            print(
                f"{given.count:6} {what:<19} {tool:<11}{version:<8} {seconds:7.2f} {each:8.3f} {ratio:10.3f}"
                f" {found:9} {characters / given.count / 1000:9.1f} {kilobytes // 1024:4}"
            )


if __name__ == "__main__":
    main()
