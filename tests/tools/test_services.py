"""New operations are taken up from each form of public metadata; what was told by hand stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tools.services import DATA, main

PHP = """<?php return [
    'version' => '1.0',
    'components' => [
        'schemas' => [],
    ],
    'apis' => [
        'PutPlanet' => [
            'parameters' => [
                'NoOperation' => [
                ],
            ],
        ],
        'listStars' => [
        ],
    ],
    'endpoints' => [
        'Elsewhere' => [
        ],
    ],
];
"""
CLIENT = """
class Client:
    def x(self):
        params = open_api_models.Params(
            action='GetComet',
            version='2020-01-01',
        )
        return self.call("NotThis", name='Neither')
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    (folder / "services").mkdir(parents=True)
    (folder / "catalog").mkdir()
    for name in ("services/oss.json", "services/sts.json", "services/_sources.json", "catalog/meta.json"):
        shutil.copy(DATA / name, folder / name)
    return folder


def written(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def read(path: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(path.read_text("utf-8"))
    return found


def test_new_operations_are_added(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clones = tmp_path / "clones"
    written(clones / "meta" / "oss" / "PaintBucket.json", "{}")
    written(clones / "meta" / "oss" / "GETOBJECT.json", "{}")  # known, in another case
    written(clones / "meta" / "oss" / "version.json", "{}")
    written(clones / "meta" / "nowhere" / "DoNothing.json", "{}")
    written(clones / "php" / "data" / "OSS" / "2019-05-17" / "api-docs.php", PHP)
    written(clones / "sdk" / "alibabacloud_sts20150401" / "client.py", CLIENT)
    before = {code: read(data / "services" / f"{code}.json") for code in ("oss", "sts")}
    main([str(clones), "--data", str(data)])
    assert capsys.readouterr().out == "oss: PaintBucket, PutPlanet\nsts: GetComet\n"
    for code, new in (("oss", {"PaintBucket", "PutPlanet"}), ("sts", {"GetComet"})):
        after = read(data / "services" / f"{code}.json")
        added = after.pop("actions")
        assert isinstance(added, list)
        known = before[code].pop("actions")
        assert isinstance(known, list)
        assert set(added) - set(known) == new
        assert added == sorted(added, key=str.lower)
        assert after == before[code]
    dates = (
        read(data / "services" / "_sources.json")["date"],
        read(data / "catalog" / "meta.json")["services"],
    )
    assert dates[0] == dates[1]
    # Once more there is nothing new.
    main([str(clones), "--data", str(data)])
    assert capsys.readouterr().out == ""


def test_what_nothing_is_new_of_keeps_its_bytes(tmp_path: Path, data: Path) -> None:
    before = (data / "services" / "oss.json").read_bytes()
    (tmp_path / "empty").mkdir()
    main([str(tmp_path / "empty"), "--data", str(data)])
    assert (data / "services" / "oss.json").read_bytes() == before
