"""How the browser itself is started: in its sandbox where there is one, and without the crawl's secrets."""

from __future__ import annotations

from pathlib import Path

import psutil

from tests.browser.conftest import Start
from tests.browser.misbehaving import HEADLINE
from tests.browser.runs import wait_for
from tests.sites import Server


def test_the_browser_inherits_no_secret(site: Server, start: Start) -> None:
    urls = [f"{site.bases['misbehaving']}/poll/{number}" for number in range(2)]
    crawl = start(urls, environ={"AWS_SECRET_ACCESS_KEY": "sekret", "SCRAPYD_PASSWORD": "sekret"})
    browser: psutil.Process = wait_for(crawl.browser)
    assert "sekret" not in str(browser.environ())
    assert HEADLINE in crawl.finish().rendered(urls[0])


def test_a_system_without_a_sandbox_is_told_of_once(
    site: Server, start: Start, tmp_path: Path, browser_path: str
) -> None:
    """The stand-in says what Chromium says where there are no user namespaces, and is Chromium when asked without."""
    stand_in = tmp_path / "chromium"
    stand_in.write_text(f"""#!/bin/sh
case " $* " in *" --no-sandbox "*) exec {browser_path} "$@";; esac
echo '[1:1:FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox!' >&2
exit 1
""")
    stand_in.chmod(0o755)
    urls = [f"{site.bases['misbehaving']}/story/{number}" for number in range(2)]
    crawl = start(urls, ordinary_user=True, RENDER_BROWSER=str(stand_in), RENDER_RECYCLE=1).finish()
    assert all(HEADLINE in crawl.rendered(url) for url in urls)
    assert crawl.count("browsers") == 2
    assert crawl.log.count("Chromium runs without its sandbox") == 1
    assert not crawl.left_behind()
