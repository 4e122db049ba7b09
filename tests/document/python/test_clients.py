"""Ways in which code keeps a client: a method that it lacks is found at its name, one that it has is not.

In the corpus, MAKE makes a client and SEND calls a method; what follows ``### name`` is another file.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import immlint

IMPORTS = """from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930.client import Client
from alibabacloud_tea_openapi.models import Config
"""
MAKE = "Client(Config(access_key_id=key, access_key_secret=secret, region_id='cn-hangzhou'))"
SEND = "METHOD(models.CreateDatasetRequest(project_name='p', dataset_name='d'))"
_TEXT = (Path(__file__).parent / "corpus/clients.txt").read_text("utf-8")
_PARTS = re.split(r"^## (.*)\n", _TEXT, flags=re.M)[1:]
WAYS = dict(zip(_PARTS[::2], _PARTS[1::2], strict=True))


def found(way: str, method: str, folder: Path) -> list[tuple[str, str]]:
    """Return the codes that are found, each with the text that it stands at."""
    body, *others = re.split(r"^### (.*)\n", way, flags=re.M)
    texts = {"use.py": f"IMPORTS\n{body}", **dict(zip(others[::2], others[1::2], strict=True))}
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for word, meant in (("IMPORTS", IMPORTS), ("MAKE", MAKE), ("SEND", SEND), ("METHOD", method)):
            text = text.replace(word, meant)
        path.write_text(text)
    every = immlint.lint_paths([str(folder)])
    return [(each.code, Path(each.path).read_text()[each.start : each.end]) for each in every]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_client_is_known_however_it_is_kept(way: str, tmp_path: Path) -> None:
    assert found(way, "create_dataset", tmp_path) == []
    assert found(way, "create_datset", tmp_path) == [("SDK110", "create_datset")]
