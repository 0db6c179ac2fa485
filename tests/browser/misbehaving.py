"""A site whose pages do to a browser what pages do: each draws a story, and something else."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from tests.sites import Document

SENTENCE = "The keeper of the north light says the lamp was changed on Monday and shines as before. "
HEADLINE = "Lamp of the north light changed"
MEGABYTE = 1024 * 1024

_DRAW = f"""
function draw() {{
  document.getElementById('root').innerHTML =
    '<h1>{HEADLINE}</h1>' + '<p>{SENTENCE * 3}</p>'.repeat(4);
}}
"""
_SCRIPTS = {
    "story": "fetch('/api').then(r => r.text()).then(draw);",
    "loop": "draw(); while (true) {}",
    "late-loop": "draw(); setTimeout(() => { while (true) {} }, 300);",
    "scroll": """draw(); let n = 0;
      addEventListener('scroll', () => fetch('/more?' + n++).then(r => r.text()).then(t => {
        const div = document.createElement('div'); div.style.height = '3000px'; div.textContent = t;
        document.body.append(div); }));
      document.body.style.height = '5000px';""",
    "poll": "draw(); setInterval(() => fetch('/more?' + Math.random()), 50);",
    "dialogs": """alert('a'); confirm('b'); prompt('c'); print();
      addEventListener('beforeunload', e => { e.preventDefault(); e.returnValue = 'stay'; });
      draw(); setInterval(() => alert('again'), 200);""",
    "download": """draw();
      const a = document.createElement('a'); a.href = '/archive.zip'; a.download = 'archive.zip'; a.click();
      setTimeout(() => { location.href = '/archive.zip'; }, 100);""",
    "popups": """draw();
      for (let i = 0; i < 20; i++) window.open('/popup');
      const f = document.createElement('form'); f.action = '/popup'; f.target = '_blank';
      document.body.append(f); f.submit();
      const a = document.createElement('a'); a.href = '/popup'; a.target = '_blank'; a.click();""",
    "worker": """draw();
      navigator.serviceWorker && navigator.serviceWorker.register('/worker.js').catch(() => 0);
      try { new Worker('/worker.js'); new SharedWorker('/worker.js'); } catch (e) {}""",
    "reload": "draw(); setTimeout(() => location.reload(), 50);",
    "socket": "draw(); new WebSocket('ws://' + location.host + '/ticker');",
    "huge-answer": "fetch('/huge').then(r => r.text()).then(draw, draw);",
    "huge-page": "draw(); document.body.append('x'.repeat(200 * 1024 * 1024));",
    "large-page": "draw(); document.body.append('x'.repeat(20 * 1024 * 1024));",
    "hungry": "draw(); const all = []; while (true) all.push(new Array(1e6).fill(Math.random()));",
}


_ARTICLE = f"<h1>{HEADLINE}</h1>" + f"<p>{SENTENCE * 3}</p>" * 4
# Whole articles without a browser, and less with one.
_ARTICLES = {
    "lost": f"{_ARTICLE}<script>location.href = 'http://127.0.0.1:1/';</script>",
    "emptied": f"{_ARTICLE}<script>document.body.innerHTML = '';</script>",
    "attached": f"{_ARTICLE}<script>document.body.append('drawn');</script>",
}
_ATTACHED = {"Content-Disposition": "attachment; filename=a.html", "Refresh": "1; url=/more"}


class Misbehaving:
    """``/story/1`` and so on behave; ``/loop``, ``/scroll`` and the others are named for what they do."""

    name = "misbehaving"
    seeds: tuple[str, ...] = ()

    def bind(self, bases: Mapping[str, str]) -> None:
        """It has no addresses of its own in its pages."""

    def answer(self, path: str) -> Document | None:
        name = urlsplit(path).path.strip("/").split("/")[0]
        if name in _SCRIPTS or name in _ARTICLES:
            return _page(name)
        match name:
            case "api" | "more" | "popup" | "ticker":
                return Document(b"more", "text/plain")
            case "worker.js":
                return Document(b"fetch('/from-worker');", "text/javascript")
            case "archive.zip":
                return Document(
                    b"PK", "application/zip", headers={"Content-Disposition": "attachment; filename=archive.zip"}
                )
            case "huge":
                return Document(b"x" * (200 * MEGABYTE), "text/plain")
        return None


def _page(name: str) -> Document:
    body = _ARTICLES.get(name) or f"<div id=root></div><script>{_DRAW}{_SCRIPTS[name]}</script>"
    page = f"<!doctype html><title>{HEADLINE}</title>{body}"
    return Document(page.encode(), headers=_ATTACHED if name == "attached" else {})
