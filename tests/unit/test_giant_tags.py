"""A tag of a hundred thousand attributes is seen before it is parsed; no other is taken for one."""

from __future__ import annotations

import time

import pytest

from crawler.guard import giant_tags

MOST = 1_000
STORY = (
    "<!doctype html><html><body><h1>Pier reopens</h1><p>The pier is open again.</p>{}<p>Boats sail.</p></body></html>"
)
FORMS = ["a{}=1", "a{}", "a{}='>'", 'a{}="</div><p>"', "a{}\n=\n1", "a{}=1/", 'a{}="', "<a{}"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("tag", ["div", "script", "SVG", "title"])
@pytest.mark.parametrize("end", [">", "/>", ""])
def test_a_tag_with_too_many_attributes_is_seen(form: str, tag: str, end: str) -> None:
    giant = f"<{tag} {' '.join(map(form.format, range(20_000)))}{end}"

    assert giant_tags.has_one(STORY.format(giant), MOST)


@pytest.mark.parametrize(
    "markup",
    [
        "<script>if (a<b && c == 'd') { " + "x = y / z; " * 20_000 + "}</script>",
        f"<style>{'.a > .b { color: red }' * 5_000}</style>",
        f"<!-- <p {'word ' * 20_000} -->",
        f"<p>{'1 < 2 and 3 < 4, they said. ' * 5_000}</p>",
        f'<path d="{"M12 16 9 " * 20_000}"><a title="a > b" href=/x>',
        "<title>It's > what it's</title>" + "<p class=a>It's one.</p>" * 5_000,
        '<a href="x"">' * 5_000,
        "<br/>" * 10_000,
        "<div " + " ".join(f"data-{n}={n}" for n in range(MOST)) + ">" + "x" * 40_000,
    ],
)
def test_what_pages_hold_is_none(markup: str) -> None:
    assert not giant_tags.has_one(STORY.format(markup), MOST)


@pytest.mark.parametrize(
    "part", ['<a "', "<a '", "<a b=", "<a b", "<script", "<script>", "<!--", "<!-", "<", "</", "<a/"]
)
def test_the_time_grows_with_the_page_and_not_faster(part: str) -> None:
    begun = time.process_time()
    giant_tags.has_one(part * 400_000, MOST)
    assert time.process_time() - begun < 2
