"""Which plain pages need a browser."""

from __future__ import annotations

import json

import pytest

from crawler.extract import state
from crawler.loaders import load_story
from crawler.page import Page
from crawler.rendering import verdict

SENTENCE = "The harbour board met for three hours on Tuesday and put off the vote on the new lock. "
PROSE = "".join(f"<p>{SENTENCE * 2}</p>" for _ in range(5))
SCRIPT = '<script src="/app.js"></script>'
HEADLINE = "Harbour board puts off vote on lock"


def page(body: str, head: str = "") -> Page:
    return Page(
        "https://news.example.com/a", f"<html><head><title>{HEADLINE}</title>{head}</head><body>{body}</body></html>"
    )


def state_page(article: dict, wrapper: str = '<script id="__NEXT_DATA__" type="application/json">{}</script>') -> Page:
    return page('<div id="__next"></div>' + wrapper.format(json.dumps(article)) + SCRIPT)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (PROSE, None),
        (PROSE + SCRIPT, None),
        ("<p>Nothing here.</p>", None),  # without scripts there is nothing that a browser could draw
        ('<div id="root"></div>' + SCRIPT, "shell"),
        ("<header>The Tidewater Post</header>" + SCRIPT, "shell"),
        (
            "<noscript>Please enable JavaScript to read this.</noscript><main>" + "Menu " * 200 + "</main>" + SCRIPT,
            "noscript",
        ),
        (PROSE + SCRIPT + "<noscript>Comments need JavaScript.</noscript>", None),
        (PROSE + '<aside class="related-stories"></aside>' + SCRIPT, "placeholder"),
        (PROSE + '<aside class="related-stories"><a href="/b">Another</a></aside>' + SCRIPT, None),
        (PROSE + '<div data-component="more-on"><span>Loading …</span></div>' + SCRIPT, "placeholder"),
        (PROSE + '<div class="unrelated"></div>' + SCRIPT, None),
        (PROSE + '<aside class="related-stories"></aside>', None),
        ("<main>" + "Menu " * 200 + "</main>" + SCRIPT, "thin"),
        ("<br>".join([SENTENCE] * 40) + SCRIPT, None),  # a page of the nineties has text and no paragraphs
    ],
)
def test_the_reason(body: str, expected: str | None) -> None:
    assert verdict.reason(page(body)) == expected


@pytest.mark.parametrize(
    "body",
    [
        PROSE,
        [{"type": "paragraph", "text": SENTENCE * 2}] * 5,
        [{"tag": "p", "children": [{"data": {"text": SENTENCE * 2}}]}] * 5,
        {"blocks": [{"kind": "text", "model": {"text": SENTENCE * 3}}] * 3},
    ],
)
def test_json_with_the_article_needs_no_browser(body: object) -> None:
    shipped = state_page({"props": {"pageProps": {"story": {"headline": HEADLINE, "body": body, "id": "a1"}}}})
    assert verdict.reason(shipped) is None
    story = load_story(shipped)
    assert story.headline == HEADLINE
    assert story.body
    assert story.body.count("harbour board met") >= 5
    assert "<p>" not in story.body
    assert story.sources["body"] == state.SOURCE


def text_node(text: str, **more: object) -> dict:
    return {"nodeType": "text", "value": text, **more}


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{SENTENCE * 4}</p><p>Nobody left.</p><h2>Voices</h2><p>“Enough,” she said.</p>",
        [
            {"type": "p", "text": SENTENCE * 4},
            {"type": "p", "text": "Nobody left."},
            {"type": "image", "caption": "x", "text": "The old lock as it was seen on Tuesday.", "id": "b1"},
            {"type": "h2", "text": "Voices"},
            {"type": "p", "text": "“Enough,” she said.", "photographer": "Jim Roe of the Harbour News Agency"},
        ],
        {
            "nodeType": "document",
            "content": [
                {"nodeType": "paragraph", "content": [text_node(SENTENCE * 4)]},
                {
                    "nodeType": "paragraph",
                    "content": [text_node("Nobody "), text_node("left", marks=["bold"]), text_node(".")],
                },
                {"nodeType": "heading-2", "content": [text_node("Voices")]},
                {
                    "nodeType": "blockquote",
                    "content": [{"nodeType": "paragraph", "content": [text_node("“Enough,” she said.")]}],
                },
            ],
        },
    ],
    ids=["html", "parts", "nodes"],
)
def test_short_paragraphs_and_crossheads_of_json_are_text_and_names_under_pictures_are_not(body: object) -> None:
    story = load_story(state_page({"story": {"headline": HEADLINE, "body": body}}))
    assert story.sources["body"] == state.SOURCE
    assert story.body == "\n\n".join(
        [SENTENCE.strip() + f" {SENTENCE.strip()}" * 3, "Nobody left.", "Voices", "“Enough,” she said."]
    )


def test_sentences_of_a_script_without_spaces_are_no_ids() -> None:
    body = ["港口北侧的老墙在周四夜里倒塌", "两艘渔船沉没", "镇长说将向州政府求助"] * 12
    found = state.article(state_page({"story": {"headline": HEADLINE, "body": body}}))
    assert found
    assert found.body.split("\n\n")[:2] == [body[0], body[2]]


@pytest.mark.parametrize(
    "wrapper",
    [
        "<script>window.__INITIAL_STATE__ = {};</script>",
        '<script>window["__PRELOADED__"]={};(function(){{}})()</script>',
        '<script type="application/json" data-hydrate>{}</script>',
    ],
)
def test_state_is_found_where_frameworks_put_it(wrapper: str) -> None:
    assert state.article(state_page({"article": {"title": HEADLINE, "content": PROSE}}, wrapper))


def test_json_of_another_story_is_not_this_story() -> None:
    other = state_page({"story": {"headline": "Mayor opens the lantern fair", "body": PROSE}})
    assert state.article(other) is None
    assert verdict.reason(other) == "shell"


def test_json_without_text_needs_a_browser() -> None:
    empty = state_page({"story": {"headline": HEADLINE, "body": "https://api.example.com/stories/1"}})
    assert verdict.reason(empty) == "shell"


def test_broken_and_deep_json_is_passed_over() -> None:
    assert state.article(state_page({}, '<script>window.__STATE__ = {{"a": </script>{}')) is None
    assert state.article(page(f'<script type="application/json">{"[" * 100_000}</script>')) is None


def test_pages_of_one_template_share_a_layout_and_others_do_not() -> None:
    one = page(f'<div id="top"><div id="story-1841">{PROSE}</div></div><footer></footer>')
    two = page('<div id="top"><div id="story-2210"><p>Another</p></div></div><footer></footer>')
    front = page('<div id="front"></div><footer></footer>')
    assert verdict.layout(one) == verdict.layout(two) != verdict.layout(front)
