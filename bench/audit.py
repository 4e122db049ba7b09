"""What rows cost: policies through ``lint_many`` and DuckDB, requests in JSON Lines through the command line.

    python bench/audit.py [--rows 100000] [--distinct 1250] [--way rows|duckdb|lines ...]

Each way runs in a process of its own. *distinct* policies (those of ``many_policies.py``) fill the rows, far
from each other. ``duckdb`` needs duckdb, numpy and pyarrow. ``lines`` are that many requests in one file, all
different, one in a hundred with a slip.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from many_policies import policy
from words import ALIBABA

_SEED = 13_000_000


def policies(rows: int, distinct: int) -> Iterator[str]:
    """Yield the texts of all rows; only the distinct ones are held in memory."""
    known = [policy(ALIBABA, _SEED + number) for number in range(distinct)]
    for number in range(rows):
        yield known[number % distinct]


def by_rows(rows: int, distinct: int, folder: Path) -> int:
    """Check rows as a generator hands them out."""
    import immlint

    given = (("policy.json", text, "policy") for text in policies(rows, distinct))
    return sum(1 for _ in immlint.Linter().lint_many(given))


def by_duckdb(rows: int, distinct: int, folder: Path) -> int:
    """Check the distinct texts of a Parquet file by a function in Python, and join the rows to them."""
    import duckdb
    import pyarrow
    from pyarrow import parquet

    import immlint

    path = folder / "policies.parquet"
    parquet.write_table(pyarrow.table({"text": list(policies(rows, distinct))}), path)
    linter = immlint.Linter()

    def codes(text: str) -> list[str]:
        return [f.code for _, f in linter.lint_many([("policy.json", text, "policy")])]

    database = duckdb.connect()
    database.create_function("codes", codes, ["VARCHAR"], "VARCHAR[]")
    ((found,),) = database.sql(
        f"""
        WITH texts AS (SELECT DISTINCT text FROM '{path}'),
             checked AS MATERIALIZED (SELECT text, codes(text) AS found FROM texts)
        SELECT sum(len(found)) FROM '{path}' JOIN checked USING (text)
        """
    ).fetchall()
    return int(found)


def by_lines(rows: int, distinct: int, folder: Path) -> int:
    """Check requests in one file of JSON Lines by the command."""
    path = folder / "requests.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(rows):
            name = f"{number}-x" if number % 100 == 0 else f"dataset-{number}"
            request = {"Action": "CreateDataset", "Version": "2020-09-30", "DatasetName": name}
            file.write(json.dumps({**request, "ProjectName": f"project-{number % 500}"}) + "\n")
    command = [
        sys.executable,
        "-m",
        "immlint",
        "check",
        "--isolated",
        "--no-cache",
        "--output-format",
        "jsonl",
        path,
    ]
    return len(subprocess.run(command, capture_output=True).stdout.splitlines())


WAYS: dict[str, Callable[[int, int, Path], int]] = {"rows": by_rows, "duckdb": by_duckdb, "lines": by_lines}


def tell(way: str, rows: int, distinct: int) -> None:
    """Run one way in this process and print what it took."""
    started = time.perf_counter()
    with TemporaryDirectory() as folder:
        found = WAYS[way](rows, distinct, Path(folder))
    wall = time.perf_counter() - started
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = sum(each.ru_utime + each.ru_stime for each in used)
    megabytes = max(each.ru_maxrss for each in used) // 1024
    print(
        f"{way:<8}{rows:8}{seconds:9.1f}{wall:9.1f}{seconds / rows * 1000:9.3f}{found:10}{megabytes:6}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--distinct", type=int, default=1_250)
    parser.add_argument("--way", choices=WAYS, action="append")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        tell(given.way[0], given.rows, given.distinct)
        return
    print(f"{platform.platform()}, Python {platform.python_version()}, {given.distinct} policies")
    print("way         rows    CPU s   wall s  ms each  findings    MB", flush=True)
    for way in given.way or WAYS:
        numbers = [f"--rows={given.rows}", f"--distinct={given.distinct}"]
        subprocess.run([sys.executable, __file__, "--here", f"--way={way}", *numbers], check=True)


if __name__ == "__main__":
    main()
