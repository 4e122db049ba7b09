"""The site of the documentation: it builds, all of its pages are there, and they can be read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from immlint.rules import registry
from ruamel.yaml import YAML

from immlint.site import ADDRESS
from tests.checkout import copy_to
from tests.command import ROOT
from tools.rule_pages import write

CODES = [rule.code for rule in registry()]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LOOK = Path(__file__).with_name("look.html")


def build(folder: Path, python: str | Path = sys.executable, module: str = "zensical") -> Path:
    """Build the site of a copy of this project, and return where it is."""
    copy_to(folder)
    write(folder / "docs")
    done = subprocess.run(
        [str(python), "-m", module, "build", "--strict"], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("zensical")
    return build(tmp_path_factory.mktemp("site") / "immlint")


def pages(site: Path) -> list[str]:
    return sorted(page.parent.relative_to(site).as_posix() for page in site.rglob("index.html"))


def test_the_configuration_names_the_address() -> None:
    settings = YAML(typ="safe").load((ROOT / "mkdocs.yml").read_text("utf-8"))
    assert settings["site_url"] == ADDRESS
    base = urlsplit(ADDRESS).path
    assert [each["link"] for each in settings["extra"]["alternate"]] == [base, f"{base}zh/"]


def test_every_written_page_has_its_place() -> None:
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    placed = set(re.findall(r"^ +- .+: (\S+\.md)$", settings, re.M))
    written = {page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")}
    made = {"rules/index.md", "zh/rules/index.md"}
    assert placed - made == {page for page in written if "rules/" not in page}
    assert made <= placed


def test_every_rule_has_the_page_that_its_findings_name(site: Path) -> None:
    for rule in registry():
        page = site / rule.url.removeprefix(ADDRESS) / "index.html"
        text = page.read_text("utf-8")
        assert f"{rule.code} {rule.name}</title>" in text.replace(" - immlint", "")
        assert f'href="{rule.source}"' in text
    for folder in ("rules", "zh/rules"):
        index = (site / folder / "index.html").read_text("utf-8")
        assert [code for code in CODES if f'href="{code}/"' not in index] == []


def test_rules_have_pages_in_chinese(site: Path) -> None:
    for code in CODES:
        text = (site / "zh/rules" / code / "index.html").read_text("utf-8")
        assert re.search("[\u4e00-\u9fff]", text.partition("<article")[2].partition("</article")[0])


def test_nothing_of_a_message_is_lost_in_its_page(site: Path) -> None:
    text = (site / "rules/RAM208/index.html").read_text("utf-8")
    assert "expected &lt;ram-code&gt;:&lt;action-name&gt;" in text
    assert "*:*:project/p/*" in (site / "rules/RAM501/index.html").read_text("utf-8")


@pytest.mark.network
def test_mkdocs_builds_the_same_pages(site: Path, tmp_path: Path) -> None:
    run = partial(subprocess.run, check=True, capture_output=True)
    run([sys.executable, "-m", "venv", tmp_path / "venv"])
    python = tmp_path / "venv/bin/python"
    run([python, "-m", "pip", "install", "-q", "mkdocs-material"])
    assert pages(build(tmp_path / "immlint", python, "mkdocs")) == pages(site)


@contextmanager
def served(site: Path, wanted: list[tuple[str, int]]) -> Iterator[tuple[str, Queue[bytes]]]:
    """Serve a site with a page that looks at the others; the queue gets what it sends back."""
    seen: Queue[bytes] = Queue()

    class Handler(SimpleHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.put(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    shutil.copy(LOOK, site / "look.html")
    (site / "wanted.json").write_text(json.dumps(wanted))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/look.html", seen
        server.shutdown()


def looked_at(site: Path, profile: Path) -> list[dict[str, Any]]:
    """Return how a browser shows each page: narrow, and the first one wide."""
    wanted = [(f"{page}/", 360) for page in pages(site)] + [("rules/", 1400), ("tutorial/", 1400)]
    with served(site, wanted) as (address, seen):
        options = ("--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}")
        browser = subprocess.Popen(
            [str(CHROMIUM), *options, address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            found: list[dict[str, Any]] = json.loads(seen.get(timeout=300))
        finally:
            browser.terminate()
            browser.wait()
    assert [(row["path"], row["width"]) for row in found] == [tuple(each) for each in wanted], found[-1]
    return found


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no browser")
def test_pages_can_be_read_on_a_telephone_and_in_both_themes(site: Path, tmp_path: Path) -> None:
    for row in looked_at(site, tmp_path):
        assert row["out"] == [], row["path"]
        assert row["default"]["background"] != row["slate"]["background"]
        for theme in ("default", "slate"):
            assert row[theme]["seen"] > 5
            assert row[theme]["found"] == [], (row["path"], row["width"], theme)
