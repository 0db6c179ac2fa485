"""Ways around a page's own filter: redirects, workers, pages that are fetched because a reader might want them next."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest

from tests.browser.conftest import Start
from tests.browser.misbehaving import HEADLINE, SENTENCE
from tests.sites import Document, Server, serve

PRIVATE = "/private/"
_DRAW = f"""
const draw = () => {{ document.getElementById('root').innerHTML =
  '<h1>{HEADLINE}</h1>' + '<p>{SENTENCE * 3}</p>'.repeat(4); }};
const no = () => 0;
"""
_SPECULATION = json.dumps(
    {
        kind: [{"source": "list", "urls": [f"{PRIVATE}{kind}"], "eagerness": "immediate"}]
        for kind in ("prefetch", "prerender")
    }
)
_SCRIPTS = {
    "redirects": """
      const frame = document.createElement('iframe'); frame.src = '/go/frame'; document.body.append(frame);
      const code = `fetch('${location.origin}/go/worker').catch(() => 0)`;
      new Worker(URL.createObjectURL(new Blob([code])));
      fetch('/go/fetch').catch(no).then(() => fetch('/to/public')).then(r => r.text()).then(t => {
        draw(); document.body.append('[' + t + ']'); });""",
    "jump": "draw(); location.href = '/go/page';",
    "speculation": f"""
      const rules = document.createElement('script'); rules.type = 'speculationrules';
      rules.textContent = '{_SPECULATION}'; document.head.append(rules);
      for (const rel of ['prefetch', 'prerender', 'preload']) {{ const link = document.createElement('link');
        link.rel = rel; link.as = 'fetch'; link.href = '{PRIVATE}link-' + rel; document.head.append(link); }}
      let n = 0; const tick = () => n++ < 8 ? setTimeout(() => fetch('/public').then(tick), 100) : draw(); tick();""",
    "shared": """
      const frame = document.createElement('iframe'); document.body.append(frame);
      for (const where of [window, frame.contentWindow]) try { new where.SharedWorker('/many.js'); } catch (e) {}
      let n = 0; const tick = () => n++ < 8 ? setTimeout(() => fetch('/public').then(tick), 100) : draw(); tick();""",
    "sockets": """
      const there = 'ws://' + location.host + '/socket/';
      new WebSocket(there + 'page');
      try { new WebSocketStream(there + 'stream'); } catch (e) {}
      new Worker('/sockets.js').onmessage = draw;""",
    "many": "new Worker('/many.js').onmessage = draw;",
}
_WORKERS = {
    "/many.js": """const all = []; for (let i = 0; i < 400; i++) all.push(fetch('/more/' + i).catch(() => 0));
      Promise.all(all).then(() => postMessage('done'));""",
    "/sockets.js": """const over = () => postMessage('done');
      new WebSocket('wss://127.0.0.1:1/');
      const it = new WebSocket('ws://' + location.host + '/socket/worker'); it.onclose = it.onerror = over;""",
}


def _shell(script: str) -> Document:
    page = f"<!doctype html><title>{HEADLINE}</title><div id=root></div><script>{_DRAW}{script}</script>"
    return Document(page.encode())


class Ways:
    """Pages named for their way around; ``/go/…`` leads to what robots.txt forbids, ``/to/…`` to what it allows."""

    name = "ways"
    seeds: tuple[str, ...] = ()

    def bind(self, bases: Mapping[str, str]) -> None:
        self.base = bases["ways"]

    def answer(self, path: str) -> Document | None:
        name = path.strip("/").split("/")[0]
        if path == "/robots.txt":
            return Document(f"User-agent: *\nDisallow: {PRIVATE}\n".encode(), "text/plain")
        if name in _SCRIPTS:
            page = (
                f"<!doctype html><title>{HEADLINE}</title><div id=root></div><script>{_DRAW}{_SCRIPTS[name]}</script>"
            )
            return Document(page.encode())
        if path in _WORKERS:
            return Document(_WORKERS[path].encode(), "text/javascript")
        if name in ("go", "to"):
            where = path.replace("/go/", PRIVATE).replace("/to/", "/")
            return Document(b"", status=302, headers={"Location": where})
        return Document(b"words", "text/plain")


@pytest.fixture
def ways() -> Iterator[Server]:
    with serve(Ways()) as server:
        yield server


@pytest.mark.parametrize("way", ["redirects", "jump", "speculation", "shared"])
def test_what_robots_txt_forbids_is_not_fetched_on_any_way(ways: Server, start: Start, way: str) -> None:
    url = f"{ways.bases['ways']}/{way}"
    crawl = start([url]).finish()
    assert HEADLINE in crawl.rendered(url)
    paths = ways.paths("ways")
    assert not [path for path in paths if path.startswith(PRIVATE)]
    assert not [path for path in paths if path.startswith("/more/")], "a shared worker asked for them"
    if way == "redirects":
        assert "[words]" in crawl.rendered(url), "redirects to what is allowed are followed"
        assert {"/go/fetch", "/go/frame", "/go/worker", "/to/public", "/public"} <= set(paths)
        assert crawl.count("refused/robots") == 3


def test_no_web_socket_is_opened(ways: Server, start: Start) -> None:
    url = f"{ways.bases['ways']}/sockets"
    crawl = start([url]).finish()
    assert HEADLINE in crawl.rendered(url)
    assert not [path for path in ways.paths("ways") if path.startswith("/socket/")]
    assert crawl.count("refused/socket") == 2
    assert crawl.count("refused/connection") >= 1, "one to a server that the page has not asked for anything"


def test_a_worker_has_no_more_requests_than_its_page(ways: Server, start: Start) -> None:
    url = f"{ways.bases['ways']}/many"
    crawl = start([url]).finish()
    assert HEADLINE in crawl.rendered(url)
    assert len(ways.paths("ways")) <= 152, "with robots.txt and the page itself"
    assert crawl.count("refused/too_many") > 200
