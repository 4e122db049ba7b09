"""A working directory of its own, in which a cache is kept, and what happens in it."""

from __future__ import annotations

import builtins
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from immlint import cli


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A working directory in which a cache is kept, as on a user's machine."""
    monkeypatch.delenv("IMMLINT_NO_CACHE")
    folder = tmp_path / "tree"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.invoke(["check", "--output-format", "json", *(arguments or (".",))])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are opened for reading."""
    names: list[str] = []

    def hooked(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(file: Any, *arguments: Any, **more: Any) -> Any:
            names.append(os.path.basename(str(file)))
            return real(file, *arguments, **more)

        return call

    for module in (builtins, os):
        monkeypatch.setattr(module, "open", hooked(module.open))
    return names


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all runs take place an hour from now: what the test writes is old then."""
    real = time.time_ns
    monkeypatch.setattr("immlint.cache.cache.time.time_ns", lambda: real() + 3600 * 10**9)
