"""What can be said of rendering without a browser: where one is found, what is blocked, what is remembered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from crawler.rendering import blocking, chromium, consent
from crawler.rendering.memory import FRUITLESS, SUFFICED, TRY_AGAIN, Memory
from crawler.rendering.response import RenderedResponse, bodies


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    path = tmp_path / "bin" / "chromium"
    path.parent.mkdir()
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_setting_goes_before_the_environment_and_that_before_path(browser: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    environ = {"PATH": str(browser.parent), "BACKSTORY_CHROMIUM": str(other)}
    assert chromium.find(str(browser), environ) == str(browser)
    assert chromium.find("", environ) == str(other)
    assert chromium.find("", {"PATH": str(browser.parent)}) == str(browser)


def test_playwrights_own_is_found_last_and_the_newest_first(tmp_path: Path) -> None:
    for revision in (998, 1200):
        path = tmp_path / f"chromium-{revision}" / "chrome-linux" / "chrome"
        path.parent.mkdir(parents=True)
        path.write_text("")
        path.chmod(0o755)
    environ = {"PATH": "/nowhere", "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    assert "chromium-1200" in chromium.find("", environ)


@pytest.mark.parametrize(
    ("configured", "environ"),
    [("/no/such/browser", {"PATH": "/nowhere"}), ("", {"PATH": "/nowhere", "BACKSTORY_CHROMIUM": "/no/such/browser"})],
)
def test_a_browser_that_is_named_and_missing_is_said_with_the_mend(configured: str, environ: dict[str, str]) -> None:
    with pytest.raises(chromium.BrowserMissing, match=r"/no/such/browser.*apt-get install chromium"):
        chromium.find(configured, environ)


def test_no_browser_at_all_is_said_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(chromium.BrowserMissing, match="RENDER_BROWSER"):
        chromium.find("", {"PATH": "/nowhere", "HOME": str(tmp_path)})


def test_loopback_goes_through_the_guarding_proxy_too() -> None:
    options = chromium.launch_options("/usr/bin/chromium", "http://127.0.0.1:1", start_timeout=1)
    assert options["proxy"] == {"server": "http://127.0.0.1:1", "bypass": "<-loopback>"}


@pytest.mark.parametrize(("user", "sandboxed"), [(0, False), (1000, True)])
def test_only_root_goes_without_the_sandbox(monkeypatch: pytest.MonkeyPatch, user: int, sandboxed: bool) -> None:
    """Playwright itself adds --no-sandbox where it is not told otherwise."""
    monkeypatch.setattr("os.geteuid", lambda: user)
    options = chromium.launch_options("/usr/bin/chromium", "http://127.0.0.1:1", start_timeout=1)
    assert options["chromium_sandbox"] is sandboxed
    assert "--no-sandbox" not in options["args"]  # type: ignore[operator]


def test_the_browser_is_told_no_secret() -> None:
    ours = {"PATH": "/bin", "HOME": "/home/a", "LC_ALL": "C", "TMPDIR": "/tmp", "FONTCONFIG_FILE": "/etc/fonts.conf"}
    secrets = {
        "AWS_SECRET_ACCESS_KEY": "a",
        "SCRAPYD_PASSWORD": "b",
        "http_proxy": "http://c:d@e",
        "BACKSTORY_SLACK": "f",
    }
    assert chromium.environment({**ours, **secrets}) == ours


@pytest.mark.parametrize(
    ("url", "blocked"),
    [
        ("https://stats.g.doubleclick.net/x", True),
        ("https://doubleclick.net/", True),
        ("https://notdoubleclick.net/", False),
        ("https://news.example.com/doubleclick.net", False),
    ],
)
def test_trackers_are_known_by_host(url: str, blocked: bool) -> None:
    assert blocking.is_tracker(url, blocking.trackers()) is blocked


def test_the_lists_may_be_replaced(tmp_path: Path) -> None:
    hosts = tmp_path / "hosts.txt"
    hosts.write_text("# mine\ncounter.example  # noisy\n")
    assert blocking.trackers(str(hosts)) == {"counter.example"}
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps({"rules": [{"name": "a", "wall": "#w", "click": ["#no"]}]}))
    assert consent.rules(str(rules)) == (consent.Rule("a", "#w", ("#no",)),)
    rules.write_text('{"rules": [{}]}')
    with pytest.raises(ValueError, match=r"rules\.json: no list of consent rules"):
        consent.rules(str(rules))


def test_the_house_rules_can_be_read() -> None:
    assert all(rule.wall and rule.click for rule in consent.rules())


def test_a_layout_that_no_browser_helps_is_passed_over_and_tried_again_later() -> None:
    memory = Memory()
    for _ in range(FRUITLESS):
        assert memory.worthwhile("a.example", "f00")
        memory.learn("a.example", "f00", helped=False)
    assert [memory.worthwhile("a.example", "f00") for _ in range(TRY_AGAIN)].count(True) == 1
    assert memory.worthwhile("a.example", "b01")
    memory.learn("a.example", "f00", helped=True)
    assert memory.worthwhile("a.example", "f00")


def test_what_is_learned_is_kept_and_unlearned() -> None:
    memory = Memory()
    memory.learn("a.example", "f00", helped=True)
    again = Memory.from_json(memory.to_json())
    assert again.to_json() == memory.to_json()
    assert not again.changed
    assert [again.sufficed("a.example", "f00") for _ in range(SUFFICED)] == [False] * (SUFFICED - 1) + [True]
    assert not again.sufficed("a.example", "f00")
    assert again.changed
    assert again.to_json() == Memory().to_json()


@pytest.mark.parametrize("data", [b"", b"[]", b'{"a b": {"other": 1}}', b'{"a b": 3}'])
def test_a_broken_memory_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Memory.from_json(data)


def test_a_rendered_response_has_both_bodies() -> None:
    plain = HtmlResponse(
        "http://a.example/", body="é".encode("latin-1"), headers={"Content-Type": "text/html; charset=iso-8859-1"}
    )
    drawn = HtmlResponse("http://a.example/", body="é and more".encode(), encoding="utf-8")
    both = RenderedResponse.of(plain, drawn, url=plain.url)
    assert bodies(both) == (b"\xe9", "é and more".encode())
    assert bodies(both.replace(url="http://b.example/")) == bodies(both)
    assert both.headers["Content-Type"] == b"text/html; charset=utf-8"
    assert bodies(plain) == (b"\xe9", b"")
