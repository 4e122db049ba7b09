"""CPU seconds for policies of growing size, all rules on, beside the time of ``import json``.

    python bench/policy.py

One policy has many patterns in one statement, one many statements, one the most of both that fit into
the 6144 characters of a custom policy; ``redundant`` has something to prove and to mend in every
statement. Sizes go beyond the limit to show how the time grows: the last column is the time for a
statement or pattern, as a multiple of that of the row above.
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

SIZES = (25, 50, 100, 200, 400)


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


def main() -> None:
    unit = min(bare() for _ in range(5))
    print(f"python -c 'import json': {unit * 1000:.0f} ms")
    print("policy          n   characters     usual         pedantic    growth per n")
    kinds: list[Callable[[int], list[dict[str, Any]]]] = [patterns, statements, redundant, at_the_limit]
    spent(json.dumps({"Version": "1", "Statement": statements(2)}), Config(pedantic=True))
    for make in kinds:
        before = 0.0
        for n in SIZES:
            text = json.dumps({"Version": "1", "Statement": make(n)}, separators=(",", ":"))
            usual, pedantic = (spent(text, Config(pedantic=shown)) for shown in (False, True))
            growth = f"{pedantic / n / before:5.2f}" if before else ""
            print(
                f"{make.__name__:<12} {n:4} {len(text):8}   {usual:6.3f} x{usual / unit:5.1f}"
                f"   {pedantic:6.3f} x{pedantic / unit:5.1f}   {growth}"
            )
            before = pedantic / n


if __name__ == "__main__":
    main()
