"""The page, as a browser reads it: nothing of a file can run, everything can be read and reached."""

from __future__ import annotations

import re
import shutil
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from immlint.report import REPORTS, AccessMap, Context, MappedAction, Reach
from immlint.report.chart import ANSWERS
from tests.command import immlint
from tests.report.inputs import context, hostile, report, written

VOID = {"meta", "input", "wbr", "br"}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")


class Page(HTMLParser):
    """The elements of a page; one that is not closed in its place is a mistake."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            self.texts[tag][-1] += data

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


def test_every_finding_is_on_the_page() -> None:
    found = report()
    page = Page(REPORTS["html"](found.findings, context(found)))
    assert len(page.all("article")) == len(found.findings)
    for shown, finding in zip(page.texts["article"], found.findings, strict=True):
        assert f"{finding.line}:{finding.column}" in shown
        assert finding.code in shown
        assert finding.help in shown
    assert [a["href"] for a in page.all("a")] == [finding.url for finding in found.findings]
    assert len(page.all("details")) == len({finding.path for finding in found.findings})
    levels = {finding.severity for finding in found.findings}
    assert {box["id"] for box in page.all("input")} == {f"show-{level}" for level in levels}


def mapped(text: str = "imm") -> AccessMap:
    """Return a map in which every word is *text*."""
    rows = [
        MappedAction(text, [Reach(f"{text}{n}", answer, [text]) for n, answer in enumerate(ANSWERS)], [text]),
        MappedAction(f"{text}:A", [Reach(f"{text}0", "granted")], [], "unused"),
        MappedAction(f"{text}:B", [], [f"a.py:{n}" for n in range(9)], "lacking"),
    ]
    return AccessMap(text, {text: rows}, {text: 7})


def test_a_map_shows_each_answer_at_its_resource() -> None:
    page = Page(REPORTS["html"]([], Context({}, maps=[mapped()])))
    heads = [text for text in page.texts["th"] if text.startswith("imm") and ":" not in text]
    assert heads == [*(f"imm{n}" for n in range(len(ANSWERS))), "imm"]
    classes = [cell.get("class") for cell in page.all("td")]
    assert classes[: len(ANSWERS)] == [answer.replace(" ", "-") for answer in ANSWERS]
    assert page.texts["td"][:2] == ["grantedimm", "conditionalimm"]
    assert [row.get("class") for row in page.all("tr")] == [None, None, "only-granted", None]
    assert "unused" in page.texts["td"]
    assert "lackinga.py:0a.py:1a.py:2a.py:3a.py:4and 4 more" in page.texts["td"]
    assert {box["id"] for box in page.all("input")} == {f"show-{a.replace(' ', '-')}" for a in ANSWERS}
    (counts,) = page.texts["span"]
    assert counts == "2 granted, 1 conditional, 1 partly, 1 undecided, 1 denied, 8 not granted"


CODE = """
from alibabacloud_imm20200930 import models
from alibabacloud_imm20200930.client import Client

def send(client: Client) -> None:
    client.create_dataset(models.CreateDatasetRequest(project_name="photos", dataset_name="d"))
    client.delete_project(models.DeleteProjectRequest(project_name="photos"))
"""
POLICY = """{"Version": "1", "Statement": [
  {"Effect": "Allow", "Action": ["imm:CreateDataset", "imm:GetDataset"],
   "Resource": "acs:imm:*:*:project/photos/dataset/*"}]}
"""


def rows_of(text: str) -> dict[str, str]:
    """Return the text of each row of the maps of a page, by the action."""
    page = Page(text)
    actions = [text for text in page.texts.get("th", []) if text.startswith("imm:")]
    return dict(zip(actions, map("".join, map(str.splitlines, page.texts["tr"][1:])), strict=True))


def test_what_code_asks_for_is_on_the_map_of_what_its_caller_holds(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CODE)
    (tmp_path / "policy.json").write_text(POLICY)
    options = ("--output-format", "html", "--output-file", "r.html")
    code, _, err = immlint("--policy", "policy.json", *options, ".", cwd=tmp_path)
    assert (code, err) == (1, "1 error, 1 info in 2 files\n")
    text = (tmp_path / "r.html").read_text("utf-8")
    rows = rows_of(text)
    assert list(rows) == ["imm:DeleteProject", "imm:CreateDataset", "imm:GetDataset"]
    assert rows["imm:DeleteProject"].endswith("not grantedlackingapp.py:7")
    assert "partly" in rows["imm:CreateDataset"]
    assert rows["imm:CreateDataset"].endswith("app.py:6")
    assert "by policy.json:2:3 /Statement/0 (Allow)" in rows["imm:CreateDataset"]
    assert rows["imm:GetDataset"].endswith("unused")
    # What an earlier run kept of the files is no less on the map.
    cache = ("--cache-dir", str(tmp_path / "cache"))
    for _ in range(2):
        immlint("--policy", "policy.json", *cache, *options, ".", cwd=tmp_path)
        assert (tmp_path / "r.html").read_text("utf-8") == text


def test_without_the_policies_of_a_caller_each_policy_is_a_map(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(POLICY)
    (tmp_path / "b.json").write_text(POLICY.replace("Allow", "Alow"))
    (tmp_path / "c.json").write_text(POLICY)
    immlint("--output-format", "html", "--output-file", "r.html", ".", cwd=tmp_path)
    page = Page((tmp_path / "r.html").read_text("utf-8"))
    assert page.texts["h2"] == ["What a.json grants", "What c.json grants"]
    assert "b.json: RAM refuses this policy; it is on no map" in page.texts["p"]
    assert "asked for by" not in page.texts["th"]


def test_people_look_at_so_many_maps(tmp_path: Path) -> None:
    for number in range(22):
        (tmp_path / f"{number}.json").write_text(POLICY)
    immlint("--output-format", "html", "--output-file", "r.html", ".", cwd=tmp_path)
    page = Page((tmp_path / "r.html").read_text("utf-8"))
    assert len(page.texts["h2"]) == 20
    assert page.texts["p"][-1] == "2 policy files are on no map"


def test_what_is_meant_is_marked() -> None:
    found = report()
    page = Page(REPORTS["html"](found.findings, context(found)))
    marked = dict(zip([f.code for f in found.findings], page.texts["mark"], strict=True))
    assert marked["IMM102"] == '"colour"'
    assert '"1a"' in page.texts["mark"] or "1" in page.texts["mark"]


def test_nothing_of_a_file_can_run() -> None:
    odd = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u202e\x00\ud800</pre></article>"
    findings = [
        replace(finding, message=odd + finding.message, url="javascript:alert(1)") for finding in hostile()
    ]
    page = Page(REPORTS["html"](findings, Context({}, version=odd, maps=[mapped(odd)], remarks=[odd])))
    assert {tag for tag, _ in page.tags} <= {
        "html", "head", "meta", "title", "style", "body", "h1", "input", "label", "b", "main", "details",
        "summary", "span", "article", "p", "section", "h2", "div", "table", "thead", "tbody", "tr", "th",
        "td", "wbr", "br",
    }  # fmt: skip
    assert all(not name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "\u202e" not in page.texts["p"][0]


def test_the_page_lets_only_its_own_style_in() -> None:
    page = Page(written("html"))
    (policy,) = [
        m["content"] or "" for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy.startswith("default-src 'none'; ")
    (style,) = page.texts["style"]
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy
    assert "url(" not in style
    assert "@import" not in style
    assert page.all("script") == page.all("link") == page.all("img") == []


def test_an_empty_run_is_a_page() -> None:
    page = Page(REPORTS["html"]([], Context({})))
    assert page.texts["p"] == ["no findings"]


def palettes() -> Iterator[dict[str, str]]:
    (style,) = Page(written("html")).texts["style"]
    for block in re.findall(r":root \{(.*?)\}", style, re.S):
        yield dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))


def contrast(one: str, other: str) -> float:
    def luminance(color: str) -> float:
        parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_both_themes_can_be_read() -> None:
    found = list(palettes())
    assert len(found) == 2
    for colors in found:
        for text in ("ink", "dim", "link", "error", "warning", "info", "granted", "undecided"):
            for ground in ("page", "box"):
                assert contrast(colors[text], colors[ground]) >= 4.5, (text, ground)
        assert contrast(colors["ink"], colors["mark"]) >= 4.5


def test_from_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "request.json").write_text('{"Action": "CreateDataset", "DatasetName": "1<b>"}', "utf-8")
    code, out, _ = immlint("--output-format", "html", "--output-file", "r.html", "request.json", cwd=tmp_path)
    assert (code, out) == (1, "")
    page = Page((tmp_path / "r.html").read_text("utf-8"))
    assert page.all("html") == [{"lang": "en"}]
    immlint(
        "--lang", "zh", "--output-format", "html", "--output-file", "r.html", "request.json", cwd=tmp_path
    )
    page = Page((tmp_path / "r.html").read_text("utf-8"))
    assert page.all("html") == [{"lang": "zh"}]
    assert "错误" in page.texts["label"][0]


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver")
    if CHROMIUM is None or DRIVER is None:
        pytest.skip("there is no browser")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for option in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
    ):
        options.add_argument(option)
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.mark.browser
def test_in_a_browser(browser: Any, tmp_path: Path) -> None:
    """A thousand findings: filter, fold, keyboard; a narrow window; hostile text; nothing is fetched."""
    found = report()
    rows = found.findings
    many = [replace(rows[n % len(rows)], line=1, path=f"{n // 50}.json") for n in range(1000)]
    odd = [replace(hostile()[0], message="<img src=x onerror=\"document.title='run'\">" + "x" * 300)]
    path = tmp_path / "report.html"
    shown_with = context(found)._replace(maps=[mapped(), mapped("x" * 300)])
    path.write_text(REPORTS["html"](many + odd, shown_with), "utf-8", "backslashreplace")
    browser.set_window_size(500, 900)
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True,
    })  # fmt: skip
    begun = time.monotonic()
    browser.get(path.as_uri())
    assert time.monotonic() - begun < 60
    run = browser.execute_script
    assert run("return document.title").startswith("immlint")
    assert run("return document.documentElement.scrollWidth <= innerWidth")
    assert run("return performance.getEntriesByType('resource').length") == 0
    shown = "return [...document.querySelectorAll('article')].filter(a => a.checkVisibility()).length"
    assert run(shown) == 1001
    errors = sum(finding.severity == "error" for finding in many + odd)
    # By keyboard: the first stop is the first filter, space turns it off.
    active = browser.switch_to.active_element
    active.send_keys("\ue004")
    assert run("return document.activeElement.id") == "show-error"
    browser.switch_to.active_element.send_keys(" ")
    assert run(shown) == 1001 - errors
    browser.switch_to.active_element.send_keys(" ")
    # The filters of the map hide what has their answer, the rest of a row stays.
    cells = "return [...document.querySelectorAll('td > *')].filter(e => e.checkVisibility()).length"
    before = run(cells)
    browser.find_element("id", "show-granted").send_keys(" ")
    assert run(cells) == before - 4 - 2  # two answers and one note on a row of one, on each map
    browser.find_element("id", "show-granted").send_keys(" ")
    assert run(cells) == before
    # Every filter, file and link is reached by tabulator.
    stops = run("return document.querySelectorAll('input, summary, a[href]').length")
    reachable = run(
        "return [...document.querySelectorAll('input, summary, a[href]')].filter(e => e.tabIndex >= 0).length"
    )
    assert stops == reachable
    run("document.querySelector('summary').focus()")
    browser.switch_to.active_element.send_keys("\ue007")
    assert run(shown) == 1001 - 50
