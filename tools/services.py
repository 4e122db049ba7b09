"""Take up the actions of new APIs into ``rules/services``: ``python -m tools.services CLONE...``.

Each CLONE is a local copy of public metadata, in one of three forms: ``<product>/<Operation>.json``, a file
for each operation (aliyun/aliyun-openapi-meta); ``data/<product>/<version>/api-docs.php``
(dew-serverless/acs-sdk-php); or packages of the Python SDK, ``alibabacloud_<product><date>/client.py``.

Names are only added: what was an action once stays one in old policies. What was told by hand, such as rows
of resources and names that only documents have, is kept.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from immlint.save import replace

DATA = Path(__file__).parents[1] / "rules"
_NAME = re.compile(r"[A-Z]\w*")
#: The operations of a PHP file: keys two levels down, below ``apis``.
_APIS = re.compile(r"^ {4}'apis' => \[\n(.*?)^ {4}\],?\n", re.M | re.S)
_OPERATION = re.compile(r"^ {8}'(\w+)' => \[", re.M)
_CALL = re.compile(r"""\baction\s*=\s*["'](\w+)["']""")
_PACKAGE = re.compile(r"alibabacloud_(.+?)\d{8}")


def main(arguments: list[str] | None = None) -> None:
    """Add what the clones have, and print what was added."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clones", nargs="+", type=Path, metavar="CLONE")
    parser.add_argument("--data", type=Path, default=DATA, help="The folder that holds services and catalog.")
    given = parser.parse_args(arguments)
    for code, names in update(given.data, operations(given.clones)):
        print(f"{code}: {', '.join(names)}")


def operations(clones: Iterable[Path]) -> dict[str, set[str]]:
    """Return the operations of each product."""
    found: dict[str, set[str]] = defaultdict(set)
    for clone in clones:
        for product, name in (*_single_files(clone), *_php(clone), *_python(clone)):
            if _NAME.fullmatch(name):
                found[product.lower()].add(name)
    return found


def update(data: Path, found: dict[str, set[str]]) -> Iterator[tuple[str, list[str]]]:
    """Write the services that have new operations, and the day; yield what is new."""
    for path in sorted((data / "services").glob("[!_]*.json")):
        service = json.loads(path.read_text("utf-8"))
        offered = set().union(*(found.get(product.lower(), ()) for product in service["products"]))
        known = {name.lower() for name in service["actions"]}
        new = sorted(name for name in offered if name.lower() not in known)
        if new:
            service["actions"] = sorted([*service["actions"], *new], key=str.lower)
            _write(path, service)
            yield path.stem, new
    today = datetime.now(UTC).date().isoformat()
    for path, key in (
        (data / "services" / "_sources.json", "date"),
        (data / "catalog" / "meta.json", "services"),
    ):
        _write(path, {**json.loads(path.read_text("utf-8")), key: today})


def _single_files(clone: Path) -> Iterator[tuple[str, str]]:
    for path in clone.rglob("*/[A-Z]*.json"):
        yield path.parent.name, path.stem


def _php(clone: Path) -> Iterator[tuple[str, str]]:
    for path in clone.rglob("data/*/*/api-docs.php"):
        for apis in _APIS.findall(path.read_text("utf-8")):
            yield from ((path.parents[1].name, name) for name in _OPERATION.findall(apis))


def _python(clone: Path) -> Iterator[tuple[str, str]]:
    for path in clone.rglob("alibabacloud_*/client.py"):
        package = _PACKAGE.fullmatch(path.parent.name)
        if package:
            yield from ((package[1], name) for name in _CALL.findall(path.read_text("utf-8")))


def _write(path: Path, data: dict[str, Any]) -> None:
    short = path.name == "meta.json"
    replace(str(path), (json.dumps(data, ensure_ascii=False, indent=None if short else 1) + "\n").encode())


if __name__ == "__main__":
    main()
