"""CPU seconds for policies of growing size, all rules on, beside the time of ``import json``.

    python bench/policy.py

One policy has many patterns in one statement, one the most of both that fit into the 6144 characters of a
custom policy, all others many statements. ``redundant`` and ``covered`` have something to prove and to mend
in every statement; in ``middles`` every pattern may meet every other. Sizes go far beyond the limit to show
how the time grows: the last two columns are the time of a row as a multiple of that of the row above, which
has half as many: 2.0 is linear growth.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import immlint
from immlint.config import Config

SIZES = (25, 50, 100, 200, 400, 800)


def patterns(n: int) -> list[dict[str, Any]]:
    resources = [f"acs:imm:*:*:project/p{i}/*" for i in range(n)]
    return [{"Effect": "Allow", "Action": ["imm:CreateDataset", "imm:Get*"], "Resource": resources}]


def statements(n: int) -> list[dict[str, Any]]:
    return [
        {
            "Effect": "Deny" if i % 5 == 0 else "Allow",
            "Action": f"imm:Get*{i}",
            "Resource": f"acs:imm:*:*:*p{i}*",
        }
        for i in range(n)
    ]


def redundant(n: int) -> list[dict[str, Any]]:
    return [
        {
            "Effect": "Allow",
            "Action": ["imm:GetDataset", "imm:GetDataset"] if i % 2 else "imm:Get*",
            "Resource": f"acs:imm:*:*:project/p{i // 2}/*",
        }
        for i in range(n)
    ]


def names(n: int) -> list[dict[str, Any]]:
    return [
        {"Effect": "Allow", "Action": "imm:GetDataset", "Resource": f"acs:imm:*:*:project/p{i}/dataset/*"}
        for i in range(n)
    ]


def prefixes(n: int) -> list[dict[str, Any]]:
    return [
        {"Effect": "Allow", "Action": "imm:Get*", "Resource": f"acs:imm:*:*:project/p{i}*"} for i in range(n)
    ]


def middles(n: int) -> list[dict[str, Any]]:
    return [
        {"Effect": "Deny" if i % 2 else "Allow", "Action": "imm:*", "Resource": f"acs:imm:*:*:*p{i}*"}
        for i in range(n)
    ]


def conditions(n: int) -> list[dict[str, Any]]:
    return [
        {
            "Effect": "Deny" if i % 2 else "Allow",
            "Action": "imm:Get*",
            "Resource": "*",
            "Condition": {"StringEquals": {"acs:SourceVpc": f"vpc-{i}"}},
        }
        for i in range(n)
    ]


def covered(n: int) -> list[dict[str, Any]]:
    narrow = [
        {"Effect": "Allow", "Action": "imm:GetDataset", "Resource": f"acs:imm:*:*:project/p{i}/dataset/*"}
        for i in range(n - 1)
    ]
    return [*narrow, {"Effect": "Allow", "Action": "imm:Get*", "Resource": "*"}]


def at_the_limit(n: int) -> list[dict[str, Any]]:
    actions = [f"imm:*{chr(97 + i % 26)}{i}*" for i in range(n)]
    resources = [f"acs:imm:*:*:*p{i}*" for i in range(n // 2)]
    return [{"Effect": "Allow", "Action": actions, "Resource": resources}]


def bare() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import json"], check=True)
    return time.perf_counter() - started


def spent(text: str, config: Config) -> float:
    started = time.process_time()
    immlint.lint_text(text, filename="policy.json", config=config)
    return time.process_time() - started


#: One policy for each way that statements can get into each other's way.
KINDS: tuple[Callable[[int], list[dict[str, Any]]], ...] = (
    patterns,
    statements,
    redundant,
    names,
    prefixes,
    middles,
    conditions,
    covered,
    at_the_limit,
)


def main() -> None:
    unit = min(bare() for _ in range(5))
    print(f"python -c 'import json': {unit * 1000:.0f} ms")
    print("policy          n   characters     usual          pedantic       growth: usual, pedantic")
    spent(json.dumps({"Version": "1", "Statement": statements(2)}), Config(pedantic=True))
    for make in KINDS:
        before = (0.0, 0.0)
        for n in SIZES:
            text = json.dumps({"Version": "1", "Statement": make(n)}, separators=(",", ":"))
            usual, pedantic = now = tuple(spent(text, Config(pedantic=shown)) for shown in (False, True))
            growth = "  ".join(f"{a / b:5.2f}" for a, b in zip(now, before, strict=True) if b)
            print(
                f"{make.__name__:<12} {n:4} {len(text):9}   {usual:6.3f} x{usual / unit:6.1f}"
                f"   {pedantic:6.3f} x{pedantic / unit:6.1f}   {growth}"
            )
            before = (usual, pedantic)


if __name__ == "__main__":
    main()
