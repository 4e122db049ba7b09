"""CPU seconds for policies of growing size, all rules on, beside the time of ``import json``.

    python bench/policy.py

One policy has many patterns in one statement, one many statements, one the most of both that fit into
the 6144 characters of a custom policy.
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


def at_the_limit(n: int) -> list[dict[str, Any]]:
    actions = [f"imm:*{chr(97 + i % 26)}{i}*" for i in range(n)]
    resources = [f"acs:imm:*:*:*p{i}*" for i in range(n // 2)]
    return [{"Effect": "Allow", "Action": actions, "Resource": resources}]


def bare() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import json"], check=True)
    return time.perf_counter() - started


def main() -> None:
    unit = min(bare() for _ in range(5))
    print(f"python -c 'import json': {unit * 1000:.0f} ms")
    kinds: list[Callable[[int], list[dict[str, Any]]]] = [patterns, statements, at_the_limit]
    immlint.lint_text('{"Version": "1", "Statement": []}', filename="warm.json")
    for make in kinds:
        for n in (25, 50, 100, 200):
            text = json.dumps({"Version": "1", "Statement": make(n)}, separators=(",", ":"))
            started = time.process_time()
            immlint.lint_text(text, filename="policy.json", config=Config(pedantic=True))
            spent = time.process_time() - started
            print(
                f"{make.__name__:<12} {n:4}  {len(text):6} characters  {spent:6.3f} s  x{spent / unit:5.1f}"
            )


if __name__ == "__main__":
    main()
