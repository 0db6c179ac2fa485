"""Films of a story, and the ones that are not."""

from __future__ import annotations

import pytest

VIMEO = "https://player.vimeo.com/video/76979871"
BRIGHTCOVE = "https://players.brightcove.net/12/{}_default/index.html?videoId=34"


def test_films_in_the_text(read, paragraphs) -> None:
    story = read(
        f'<article>{paragraphs}<iframe src="https://www.youtube.com/embed/abcdef12345" title="The wall falls"></iframe>'
        '<iframe src="https://maps.example/embed"></iframe><video src="/film/wall.mp4"></video></article>'
    )
    assert [(video.url, video.title) for video in story.videos] == [
        ("https://www.youtube.com/embed/abcdef12345", "The wall falls"),
        ("https://www.harbour-post.example/film/wall.mp4", None),
    ]


@pytest.mark.parametrize(
    ("player", "address"),
    [
        (f"<iframe src='about:blank' {name}='{VIMEO}'></iframe>", VIMEO)
        for name in ("data-src", "data-lazy-src", "data-litespeed-src")
    ]
    + [
        ("<div data-src='//www.youtube.com/embed/abcdef12345'></div>", "https://www.youtube.com/embed/abcdef12345"),
        ("<lite-youtube videoid='abcdef12345'></lite-youtube>", "https://www.youtube.com/watch?v=abcdef12345"),
        ("<amp-vimeo data-videoid='76979871'></amp-vimeo>", VIMEO),
        (
            "<amp-dailymotion data-videoid='x2m8jpp'></amp-dailymotion>",
            "https://www.dailymotion.com/embed/video/x2m8jpp",
        ),
        ("<video-js data-account='12' data-video-id='34'></video-js>", BRIGHTCOVE.format("default")),
        (
            "<amp-brightcove data-account='12' data-player-id='Abc1d2' data-video-id='34' />",
            BRIGHTCOVE.format("Abc1d2"),
        ),
        ("<video><source data-src='/film/wall.mp4'></video>", "https://www.harbour-post.example/film/wall.mp4"),
        ("<iframe src='https://www.tiktok.com/embed/v2/67'></iframe>", "https://www.tiktok.com/embed/v2/67"),
    ],
)
@pytest.mark.parametrize("place", ["below", "above"])
def test_a_film_is_found_however_its_player_is_loaded(read, paragraphs, player, address, place) -> None:
    above, below = (player, "") if place == "above" else ("", player)
    body = f"<div><h1>Harbour wall gives way</h1><div>{above}</div></div><div class='text'>{paragraphs}{below}</div>"
    assert [video.url for video in read(body).videos] == [address]


@pytest.mark.parametrize(
    ("player", "address"),
    [
        (f"<iframe data-poster='/video/still.jpg' src='{VIMEO}'></iframe>", VIMEO),
        ("<iframe src='embed/video/12'></iframe>", "https://www.harbour-post.example/news/2024/05/03/embed/video/12"),
        ("<iframe src='https://audiovisual.example/video/1'></iframe>", "https://audiovisual.example/video/1"),
        ("<iframe src='https://players.mediacast.example/1'></iframe>", "https://players.mediacast.example/1"),
    ],
)
def test_the_address_of_a_frame_is_that_of_the_film(read, paragraphs, player, address) -> None:
    story = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{player}</article>")
    assert [video.url for video in story.videos] == [address]


def test_a_film_and_its_twin_for_who_runs_no_scripts_are_one(read, paragraphs) -> None:
    twins = (
        '<div data-src="https://www.youtube.com/embed/abcdef12345"></div><noscript><iframe title="The wall falls" '
        'src="https://www.youtube.com/embed/abcdef12345?feature=oembed"></iframe></noscript>'
    )
    [film] = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{twins}</article>").videos
    assert film.title == "The wall falls"


@pytest.mark.parametrize(
    "player",
    [
        '<video class="ad-video" src="/spot.mp4"></video>',
        '<div class="advert"><video src="/spot.mp4"></video></div>',
        '<iframe src="https://player.simplecast.com/12ab"></iframe>',
        '<div data-src="https://maps.example/embed"></div>',
        '<div data-video-id="34"></div>',
        '<amp-vimeo data-videoid="²"></amp-vimeo>',
        '<div class="more-videos"><video src="/eels.mp4"></video></div>',
        '<iframe src="https://maps.example/embed" data-thumb="/videos/map.jpg"></iframe>',
    ],
)
def test_advertisements_and_what_is_only_heard_are_no_films(read, paragraphs, player) -> None:
    assert read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{player}{paragraphs}</article>").videos == []


def test_a_row_of_other_films_above_the_text_is_left_out(read, paragraphs) -> None:
    row = '<div class="video-playlist"><video src="/eels.mp4"></video></div>'
    assert read(f"<main><h1>Harbour wall gives way</h1>{row}<div>{paragraphs}</div></main>").videos == []


def test_pictures_and_films_of_the_next_story_of_an_endless_page_are_not_this_ones(read, paragraphs) -> None:
    def box(headline: str, name: str) -> str:
        shown = f'<figure><img src="/{name}.jpg"></figure><video src="/{name}.mp4"></video>'
        return f'<article class="story">{shown}<h1>{headline}</h1>{paragraphs}{shown}</article>'

    story = read(f"<div>{box('Harbour wall gives way', 'wall')}{box('Eels return to the quay', 'eels')}</div>")
    shown = {film.url.rpartition("/")[2] for film in (*story.images, *story.videos)}
    assert shown == {"wall.jpg", "wall.mp4"}


@pytest.mark.parametrize("name", ["no-sidebar", "layout with-sidebar", "ads-enabled"])
def test_what_stands_above_the_text_is_the_storys_whatever_the_box_of_both_is_called(read, paragraphs, name) -> None:
    above = f"<figure><img src='/boats.jpg'></figure><div><iframe src='{VIMEO}'></iframe></div>"
    story = read(
        f"<div class='{name}'><main><h1>Harbour wall gives way</h1>{above}<div>{paragraphs}</div></main></div>"
    )
    assert [len(story.images), len(story.videos)] == [1, 1]
