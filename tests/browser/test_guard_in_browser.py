"""The address guard and robots.txt hold inside the browser, for everything that a page asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from tests.browser.conftest import Start
from tests.browser.misbehaving import HEADLINE, SENTENCE
from tests.sites import Document, Server, serve


class Prowler:
    """A page that tries every door: another host, a file, a name that leads inside."""

    name = "prowler"
    seeds = ("/story",)

    def bind(self, bases: Mapping[str, str]) -> None:
        self.inside = bases["inside"]
        self.port = self.inside.rpartition(":")[2]

    def answer(self, path: str) -> Document | None:
        if path == "/robots.txt":
            return Document(b"User-agent: *\nDisallow: /private/\n", "text/plain")
        if path.startswith(("/private/", "/public/")):
            return Document(b"words", "text/plain")
        rebound = f"http://rebound.example:{self.port}/rebound"
        pages = {"/story": self._page(), "/rebound": self._page(rebound)}
        return Document(pages[path].encode()) if path in pages else None

    def _page(self, other: str = "/public/other") -> str:
        inside = self.inside
        return f"""<!doctype html><title>{HEADLINE}</title><div id=root></div><script>
          const leaked = [];
          const keep = who => r => r.text().then(t => leaked.push(who + ':' + t));
          const no = () => 0;
          fetch('{inside}/fetch', {{mode: 'no-cors'}}).catch(no);
          fetch('{other}', {{mode: 'no-cors'}}).catch(no);
          const asked = [['file', 'file:///etc/passwd'], ['ftp', 'ftp://127.0.0.1/x'],
            ['private', '/private/notes'], ['public', '/public/notes']].map(
              ([who, where]) => fetch(where).then(keep(who)).catch(no));
          new Image().src = '{inside}/image';
          for (const src of ['{inside}/frame', 'file:///etc/passwd', 'chrome://version', 'view-source:{inside}/']) {{
            const f = document.createElement('iframe'); f.src = src; document.body.append(f); }}
          const s = document.createElement('script'); s.src = '{inside}/script'; document.body.append(s);
          new WebSocket('{inside.replace("http", "ws")}/socket');
          navigator.sendBeacon('{inside}/beacon', 'x');
          const code = "fetch('{inside}/worker', {{mode: 'no-cors'}}).catch(() => 0)";
          new Worker(URL.createObjectURL(new Blob([code])));
          setTimeout(() => {{ location.href = '/private/page'; }}, 300);
          Promise.all(asked).then(() => setTimeout(() => {{
            document.getElementById('root').innerHTML =
              '<h1>{HEADLINE}</h1>' + '<p>{SENTENCE * 3}</p>'.repeat(4) + '<p id=leaked>' + leaked.join() + '</p>';
          }}, 600));
        </script>"""


class Inside:
    """What nobody outside may reach; it answers everything, so that every visit is seen."""

    name = "inside"
    seeds: tuple[str, ...] = ()

    def bind(self, bases: Mapping[str, str]) -> None:
        """It has no addresses in its pages."""

    def answer(self, path: str) -> Document | None:
        return Document(b"", "text/plain") if path == "/robots.txt" else Document(b"secret", "text/plain")


@pytest.fixture
def sites() -> Iterator[Server]:
    with serve(Prowler(), Inside()) as server:
        yield server


def test_robots_txt_holds_and_no_other_scheme_is_read(sites: Server, start: Start) -> None:
    url = f"{sites.bases['prowler']}/story"
    crawl = start([url]).finish()
    leaked = crawl.rendered(url).partition('id="leaked">')[2].partition("</p>")[0]
    assert leaked == "public:words"
    assert not [path for path in sites.paths("prowler") if path.startswith("/private/")]
    assert crawl.count("refused/robots") >= 2


def test_no_request_of_a_page_reaches_an_address_inside(sites: Server, start: Start) -> None:
    url = f"{sites.bases['prowler']}/rebound"
    crawl = start([url], strict=True, ROBOTSTXT_OBEY=False).finish()
    assert HEADLINE in crawl.rendered(url)
    assert sites.paths("inside") == []
    assert sites.paths("prowler") == ["/rebound"]
    assert crawl.count("refused/address") >= 5


def test_a_page_that_is_free_to_ask_does_reach_them(sites: Server, start: Start) -> None:
    """Without the guard the doors are open: so it is the guard that holds them in the test above."""
    url = f"{sites.bases['prowler']}/story"
    start([url], ROBOTSTXT_OBEY=False).finish()
    assert {"/fetch", "/frame", "/script", "/worker"} <= set(sites.paths("inside"))
