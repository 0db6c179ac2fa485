"""Pictures and films of a story, and the ones that are not."""

from __future__ import annotations

import json


def test_pictures_keep_caption_and_credit(read, paragraphs) -> None:
    story = read(
        '<article><h1>Harbour wall gives way</h1><figure><img src="/img/wall.jpg" alt="A broken wall"><figcaption>'
        f'The wall on Friday. <span class="credit">Photo: Ben Reed</span></figcaption></figure>{paragraphs}'
        '<figure><img data-src="/img/boats.jpg"><figcaption>Two boats (Photo: Ada Quill)</figcaption></figure>'
        "<p>It will take a year to build the wall anew, the engineers of the state said on Saturday.</p></article>"
    )
    wall, boats = story.images
    assert wall.url == "https://www.harbour-post.example/img/wall.jpg"
    assert (wall.alt, wall.caption, wall.credit) == ("A broken wall", "The wall on Friday.", "Ben Reed")
    assert (boats.caption, boats.credit) == ("Two boats", "Ada Quill")


def test_logos_portraits_pixels_and_teasers_are_no_pictures_of_the_story(read, paragraphs) -> None:
    story = read(
        '<article><h1>Harbour wall gives way</h1><img src="/static/logo.png"><img src="/p.gif" width="1" height="1">'
        '<div class="author"><img src="/img/ada.jpg"></div><img class="avatar" src="/img/face.jpg">'
        f'{paragraphs}<a href="/news/other-story"><img src="/img/other.jpg"></a>'
        '<img src="/static/lazyload.png" data-src="/img/harbour.jpg" class="lazyload"></article>'
    )
    assert [image.url.rpartition("/")[2] for image in story.images] == ["harbour.jpg"]


def test_the_metadata_gives_the_lead_where_the_text_has_none(read, paragraphs) -> None:
    head = '<meta property="og:image" content="/img/wall.jpg"><meta property="og:image:alt" content="A broken wall">'
    story = read(f"<article>{paragraphs}</article>", head)
    assert [(image.url.rpartition("/")[2], image.alt) for image in story.images] == [("wall.jpg", "A broken wall")]
    assert story.sources["images"] == "opengraph"


def test_one_picture_in_two_sizes_is_one(read, paragraphs) -> None:
    head = '<meta property="og:image" content="/img/wall-1200x630.jpg">'
    story = read(f'<article><img src="/img/wall-800x600.jpg">{paragraphs}</article>', head)
    assert len(story.images) == 1


def test_a_crop_under_the_same_number_is_the_same_picture(read, paragraphs) -> None:
    head = '<meta property="og:image" content="/img/15125232_W2040x1360.jpg">'
    story = read(f'<article><img src="/img/15125232_M400x267.jpg">{paragraphs}</article>', head)
    assert len(story.images) == 1


def test_names_that_many_pictures_share_do_not_make_them_one(read, paragraphs) -> None:
    pictures = "".join(f'<img src="/media/{number}/original.jpg">' for number in ("3fa1c", "77b2e"))
    assert len(read(f"<article>{pictures}{paragraphs}</article>").images) == 2


def test_crops_of_one_picture_are_one_and_stand_ins_none(read, paragraphs) -> None:
    crops = [f"https://www.harbour-post.example/{side}/wall-storm.jpg" for side in ("1x1", "4x3", "16x9")]
    article = {"@type": "NewsArticle", "headline": "Harbour wall gives way", "image": [*crops, "/static/nameplate.png"]}
    story = read(
        f'<article>{paragraphs}<img src="/img/ada.jpg?w=105&amp;h=105"><img src="/ben~314x314.jpg"></article>',
        f'<script type="application/ld+json">{json.dumps(article)}</script>',
    )
    assert [image.url for image in story.images] == [crops[0], "https://www.harbour-post.example/ben~314x314.jpg"]


def test_what_is_said_to_who_listens_is_no_part_of_a_caption(read, paragraphs) -> None:
    story = read(
        '<article><figure><img src="/img/wall.jpg"><p class="copyright"><span>image copyright</span>Ada Quill</p>'
        f"<figcaption><span>Image caption</span>The wall on Friday</figcaption></figure>{paragraphs}</article>"
    )
    assert (story.images[0].caption, story.images[0].credit) == ("The wall on Friday", "Ada Quill")


def test_films_in_the_text(read, paragraphs) -> None:
    story = read(
        f'<article>{paragraphs}<iframe src="https://www.youtube.com/embed/abcdef12345" title="The wall falls"></iframe>'
        '<iframe src="https://maps.example/embed"></iframe><video src="/film/wall.mp4"></video></article>'
    )
    assert [(video.url, video.title) for video in story.videos] == [
        ("https://www.youtube.com/embed/abcdef12345", "The wall falls"),
        ("https://www.harbour-post.example/film/wall.mp4", None),
    ]
