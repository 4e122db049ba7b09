"""Methods that code writes itself, named as those of a client: what they do is followed, or unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

import immlint

HEAD = """\
from typing import Protocol

from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930.client import Client


"""
#: A request that lacks a name, unless somebody adds it.
REQUEST = "models.CreateDatasetRequest(dataset_name='d')"
SERVICE = """\
class Service:
    def __init__(self, client: Client) -> None:
        self.client = client

    def create_dataset(self, request):
        {}
        return self.client.create_dataset(request)

    async def create_dataset_async(self, request):
        {}
        return await self.client.create_dataset_async(request)


"""
COMPLETED = SERVICE.format(*["request.project_name = 'photos'"] * 2)
PASSED_ON = SERVICE.format(*["print(request)"] * 2)
DERIVED = """\
class Ours(Client):
    def create_dataset(self, request):
        {}
        return super().create_dataset(request)


"""
#: What follows the classes, and whether the request is sent as it is.
WAYS = {
    "an object": (PASSED_ON, "def f(client: Client):\n    Service(client).create_dataset(REQUEST)", True),
    "an object that completes": (
        COMPLETED,
        "def f(client: Client):\n    Service(client).create_dataset(REQUEST)",
        False,
    ),
    "by annotation": (PASSED_ON, "def f(service: Service):\n    service.create_dataset(REQUEST)", True),
    "by annotation, completed": (
        COMPLETED,
        "def f(service: Service):\n    service.create_dataset(REQUEST)",
        False,
    ),
    "async": (PASSED_ON, "async def f(s: Service):\n    await s.create_dataset_async(REQUEST)", True),
    "async, completed": (
        COMPLETED,
        "async def f(s: Service):\n    await s.create_dataset_async(REQUEST)",
        False,
    ),
    "one of two": (
        COMPLETED,
        "def f(c: Client, x):\n    (Service(c) if x else Service(None)).create_dataset(REQUEST)",
        False,
    ),
    "a client or not": (
        PASSED_ON,
        "def f(c: Client, x):\n    (Service(c) if x else c).create_dataset(REQUEST)",
        True,
    ),
    "nobody knows of what": (COMPLETED, "def f(service):\n    service.create_dataset(REQUEST)", False),
    "of nothing here": ("", "def f(client):\n    client.create_dataset(REQUEST)", True),
    "within itself": (
        "class S:\n    def __init__(self, client):\n        self.client = client\n\n"
        "    def create_dataset(self, request):\n        return self.client.create_dataset(request)\n\n\n",
        "def f(client):\n    S(client).create_dataset(REQUEST)",
        True,
    ),
    "derived": (
        DERIVED.format("print(request)"),
        "def f(config):\n    Ours(config).create_dataset(REQUEST)",
        True,
    ),
    "derived, completed": (
        DERIVED.format("request.project_name = 'photos'"),
        "def f(config):\n    Ours(config).create_dataset(REQUEST)",
        False,
    ),
    "a fake": (
        "class Fake:\n    def create_dataset(self, request):\n        self.seen = request\n\n\n",
        "def test_it():\n    fake = Fake()\n    fake.create_dataset(REQUEST)\n    assert fake.seen",
        False,
    ),
    **{
        f"a fake that gives {answer}": (
            f"class Fake:\n    def create_dataset(self, request):\n        return {answer}\n\n\n",
            "def test_it():\n    Fake().create_dataset(REQUEST)",
            False,
        )
        for answer in ("None", "models.CreateDatasetResponse()", "request.dataset_name")
    },
    "of the class itself": (
        "class S:\n    @staticmethod\n    def create_dataset(request):\n"
        "        return Client(None).create_dataset(request)\n\n\n",
        "def f():\n    S.create_dataset(REQUEST)",
        True,
    ),
    **{
        f"a stub: {body}": (
            f"class Store(Protocol):\n    def create_dataset(self, request){body}\n\n\n",
            "def f(store: Store):\n    store.create_dataset(REQUEST)",
            False,
        )
        for body in (
            ": ...",
            ": pass",
            ":\n        '''Create it.'''",
            ":\n        '''Create it.'''\n        raise NotImplementedError",
            ":\n        raise NotImplementedError('later')",
        )
    },
}


@pytest.mark.parametrize("way", WAYS)
def test_what_a_method_of_ones_own_does_is_what_is_done(way: str) -> None:
    classes, use, sent = WAYS[way]
    text = f"{HEAD}{classes}{use}\n".replace("REQUEST", REQUEST)
    found = [(each.code, text[each.start : each.end]) for each in immlint.lint_text(text, filename="use.py")]
    assert found == ([("IMM101", REQUEST)] if sent else [])


def test_methods_of_classes_of_other_files_are_followed(tmp_path: Path) -> None:
    (tmp_path / "service.py").write_text(HEAD + COMPLETED)
    use = "def f(client, service: Service):\n    Service(client).create_dataset(REQUEST)\n"
    use += "    service.create_dataset(REQUEST)\n"
    (tmp_path / "use.py").write_text(f"{HEAD}from service import Service\n{use}".replace("REQUEST", REQUEST))
    assert immlint.lint_paths([str(tmp_path)]) == []
    (tmp_path / "service.py").write_text(HEAD + PASSED_ON)
    assert [each.code for each in immlint.lint_paths([str(tmp_path)])] == ["IMM101"] * 2
