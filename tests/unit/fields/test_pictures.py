"""Pictures and films of a story, and the ones that are not."""

from __future__ import annotations

import json

import pytest


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


def test_a_button_below_a_picture_is_no_caption(read, paragraphs) -> None:
    box = '<div class="image"><img src="/img/wall.jpg"><a href="#">Click to enlarge</a></div>'
    [image] = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{box}</article>").images
    assert image.caption is None


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


@pytest.mark.parametrize(
    "names",
    [
        ("DSC_0123.jpg", "DSC_0124.jpg", "DSC_0125.jpg"),
        ("harbour-01.jpg", "harbour-02.jpg", "harbour-10.jpg"),
        ("harbour-2023.jpg", "harbour-2024.jpg"),
        ("storm-night-101.jpg", "storm-night-130.jpg"),
        ("harbour__wall.jpg", "harbour__boats.jpg"),
    ],
)
def test_numbered_pictures_of_one_text_are_many(read, paragraphs, names) -> None:
    figures = "".join(f'<figure><img src="/2024/{n}"><figcaption>This is {n}</figcaption></figure>' for n in names)
    story = read(f"<article>{paragraphs}{figures}</article>")
    assert [(image.url.rpartition("/")[2], image.caption) for image in story.images] == [
        (name, f"This is {name}") for name in names
    ]


@pytest.mark.parametrize(
    ("lead", "told", "count"),
    [
        ("harbour-1200.jpg", "harbour-640.jpg", 1),
        ("harbour.jpg", "harbour-640.jpg", 1),
        ("harbour-01.jpg", "harbour-02.jpg", 2),
        ("harbour-2024.jpg", "harbour-2023.jpg", 2),
        ("IMG_1234.jpg", "IMG_2345.jpg", 2),
    ],
)
def test_the_lead_may_be_a_picture_of_the_text_in_another_width(read, paragraphs, lead, told, count) -> None:
    story = read(
        f'<article>{paragraphs}<img src="/i/{told}"></article>', f'<meta property="og:image" content="/{lead}">'
    )
    assert len(story.images) == count


def test_one_picture_in_folders_of_sizes_is_one(read, paragraphs) -> None:
    crops = [f"https://www.harbour-post.example/{side}/photo.jpg" for side in ("1x1", "4x3", "16x9")]
    article = {"@type": "NewsArticle", "headline": "Harbour wall gives way", "image": crops}
    story = read(
        f"<article>{paragraphs}</article>", f'<script type="application/ld+json">{json.dumps(article)}</script>'
    )
    assert [image.url for image in story.images] == crops[:1]


@pytest.mark.parametrize(
    "picture",
    [
        '<picture><source srcset="/wall.jpg"><img src="data:image/gif;base64,R0"></picture>',
        '<picture><source srcset="/wall-s.jpg 300w, /wall.jpg 900w" type="image/jpeg"><source srcset="/wall.webp">'
        '<img alt="Wall"></picture>',
        '<picture><source data-srcset="/wall.jpg 1x"><img src="/assets/small.jpg"></picture>',
        '<img src="/assets/grey.gif" data-src="/wall.jpg">',
        '<img src="/assets/lqip.jpg" data-original="/wall.jpg">',
        '<img src="/lazy.svg" data-src="/wall.jpg">',
        '<img src="data:," data-lazy-srcset="/wall-s.jpg 300w, /wall.jpg 900w">',
        '<img src="/small/wall-20.jpg" data-srcset="/wall.jpg 900w">',
        '<img src="data:," data-original-src="/wall.jpg">',
        '<img src="/wall.jpg" data-src="true">',
        '<img src="/wall.jpg" data-src="/w/{width}/wall.jpg">',
        '<img src="/wall.jpg" data-url="/share/4711">',
    ],
)
def test_the_photograph_is_kept_and_not_what_stands_in_for_it(read, paragraphs, picture) -> None:
    story = read(f"<article>{paragraphs}{picture}</article>")
    assert [image.url for image in story.images] == ["https://www.harbour-post.example/wall.jpg"]


def test_each_picture_element_has_its_own_sources(read, paragraphs) -> None:
    pictures = "".join(f'<picture><source srcset="/{n}.webp"><img src="data:,"></picture>' for n in ("wall", "boats"))
    story = read(f"<article>{paragraphs}{pictures}</article>")
    assert [image.url.rpartition("/")[2] for image in story.images] == ["wall.webp", "boats.webp"]


@pytest.mark.parametrize(
    "alt",
    ["Protesters hold a banner", "The author Ada Quill", "A ballot counter", "A fashion icon", "The logo of a bank"],
)
def test_what_a_photograph_shows_may_be_a_banner_or_an_author(read, paragraphs, alt) -> None:
    story = read(f'<article>{paragraphs}<img src="/i/7.jpg" alt="{alt}"></article>')
    assert [image.alt for image in story.images] == [alt]


@pytest.mark.parametrize(
    "name", ["counter-terrorism.jpg", "author-of-the-report.jpg", "bank-logo.jpg", "boats/white.jpg"]
)
def test_a_file_may_be_named_after_what_it_shows(read, paragraphs, name) -> None:
    assert len(read(f'<article>{paragraphs}<img src="/i/{name}"></article>').images) == 1


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="/logo-2x.png">',
        '<img src="/city-logo.png">',
        '<img src="https://www.harbour-post.example/harbour-post-logo.jpg">',
        '<img src="/avatars/ada.jpg">',
        '<img src="/default_image.jpg">',
        '<img src="/i/7.jpg" alt="Site logo">',
        '<img src="/assets/16x9.png">',
        '<img src="/assets/grey.gif">',
    ],
)
def test_ornaments_and_stand_ins_are_no_pictures(read, paragraphs, picture) -> None:
    assert read(f"<article>{paragraphs}{picture}</article>").images == []


@pytest.mark.parametrize("head", ["", '<meta property="og:image" content="https://cdn.harbour-post.example/wall.jpg">'])
@pytest.mark.parametrize(
    "page",
    [
        "<main>{0}<h1>Harbour wall gives way</h1><div>{1}</div></main>",
        "<article><header>{0}<h1>Harbour wall gives way</h1></header><div>{1}</div></article>",
    ],
)
def test_a_picture_above_the_headline_keeps_its_words(read, paragraphs, page, head) -> None:
    figure = '<figure><img src="/wall.jpg"><figcaption>The wall. Photo: Ben Reed</figcaption></figure>'
    story = read(page.format(figure, paragraphs), head)
    assert [(image.caption, image.credit) for image in story.images] == [("The wall.", "Ben Reed")]


def test_a_strip_of_other_stories_above_the_headline_is_left_out(read, paragraphs) -> None:
    strip = '<figure><a href="/news/other"><img src="/other.jpg"></a></figure><div><img src="/sport.jpg"></div>'
    story = read(f"<main>{strip}<h1>Harbour wall gives way</h1><div>{paragraphs}</div></main>")
    assert story.images == []


@pytest.mark.parametrize(
    ("printed", "credit"),
    [
        ("(Photo by Ben Reed/Getty Images)", "Ben Reed/Getty Images"),
        ("(AP Photo/Ben Reed, File)", "AP Photo/Ben Reed, File"),
        ("(AP Photo)", "AP Photo"),
    ],
)
def test_agencies_sign_in_brackets(read, paragraphs, printed, credit) -> None:
    figure = f'<figure><img src="/wall.jpg"><figcaption>The wall. {printed}</figcaption></figure>'
    story = read(f"<article>{paragraphs}{figure}</article>")
    assert (story.images[0].caption, story.images[0].credit) == ("The wall.", credit)


def test_what_is_said_to_who_listens_is_no_part_of_a_caption(read, paragraphs) -> None:
    story = read(
        '<article><figure><img src="/img/wall.jpg"><p class="copyright"><span>image copyright</span>Ada Quill</p>'
        f"<figcaption><span>Image caption</span>The wall on Friday</figcaption></figure>{paragraphs}</article>"
    )
    assert (story.images[0].caption, story.images[0].credit) == ("The wall on Friday", "Ada Quill")


CAPTION = "Two boats were lost in the night."


@pytest.mark.parametrize(
    ("box", "credit"),
    [
        (f"<div class='photo-right'><img src='/boats.jpg'><br>{CAPTION}</div>", None),
        (f"<div class='article-image'><img src='/boats.jpg'><p>{CAPTION}</p></div>", None),
        (f"<div class='imgLeft'><img src='/boats.jpg'><span>{CAPTION} Photo: Ben Reed</span></div>", "Ben Reed"),
        (f"<p><img src='/boats.jpg'><br><em>{CAPTION} (Photo by Ben Reed/AP)</em></p>", "Ben Reed/AP"),
        (f"<center><img src='/boats.jpg'><br><small>{CAPTION} Foto: Ben Reed</small></center>", "Ben Reed"),
    ],
)
def test_the_words_in_a_pictures_box_are_its_caption_and_no_text(read, paragraphs, box, credit) -> None:
    first, rest = paragraphs.split("</p>", 1)
    story = read(f"<article><h1>Harbour wall gives way</h1>{first}</p>{box}{rest}</article>")
    assert [(image.caption, image.credit) for image in story.images] == [(CAPTION, credit)]
    assert story.body == read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}</article>").body


@pytest.mark.parametrize(
    ("words", "credit"),
    [
        (f"<p class='pie-foto'>{CAPTION} <b class='autor-foto'>Ben Reed</b></p>", "Ben Reed"),
        (f"<div>{CAPTION}</div><div class='image__rechten'>ANP</div>", "ANP"),
        (f"<figcaption>{CAPTION} <i class='quelle'>Ben Reed/dpa</i></figcaption>", "Ben Reed/dpa"),
        (f"<figcaption>{CAPTION} Foto: <i class='credit'>Ben Reed</i></figcaption>", "Ben Reed"),
        (f"<figcaption>{CAPTION} <i class='credit'>(Ben Reed)</i></figcaption>", "Ben Reed"),
        (f"<p class='desc'>{CAPTION} (Fot. Ben Reed)</p>", "Ben Reed"),
        (f"<figcaption>{CAPTION} (foto Ansa)</figcaption>", "Ansa"),
        (f"<figcaption>{CAPTION} (צילום: Ben Reed)</figcaption>", "Ben Reed"),
        (f"<figcaption>{CAPTION} [Ben Reed/Reuters]</figcaption>", "Ben Reed/Reuters"),
        (f"<figcaption>{CAPTION} <b>Credit...</b> Ben Reed</figcaption>", "Ben Reed"),
        (f"<i class='picture__author'>© Ben Reed</i> {CAPTION}", "Ben Reed"),
    ],
)
@pytest.mark.parametrize("box", ["figure", "div class='zdjecie'"])
def test_caption_and_credit_are_told_apart_in_many_habits(read, paragraphs, box, words, credit) -> None:
    picture = f"<{box}><img src='/boats.jpg'>{words}</{box.split()[0]}>"
    [image] = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{picture}{paragraphs}</article>").images
    assert (image.caption, image.credit) == (CAPTION, credit)


@pytest.mark.parametrize(
    "picture",
    [
        "<p style='text-align:center'><img src='/boats.jpg'></p><p>{}</p>",
        "<div class='media'><figure><img src='/boats.jpg'></figure><p class='media__description'>{}</p></div>",
        "<div><a href='/boats.jpg'><img src='/boats.jpg'></a></div><div>{}</div>",
    ],
)
@pytest.mark.parametrize("below", [f"{CAPTION} — Foto: Ben Reed", f"{CAPTION} (Photo by Ben Reed)"])
def test_a_line_below_a_picture_that_ends_with_who_made_it_is_its_caption(read, paragraphs, picture, below) -> None:
    for before, after in (("", paragraphs), (paragraphs, paragraphs), (paragraphs, "")):
        body = before + picture.format(below) + after
        story = read(f"<article><h1>Harbour wall gives way</h1>{body}</article>")
        assert [(image.caption, image.credit) for image in story.images] == [(CAPTION, "Ben Reed")]
        assert CAPTION not in story.body


@pytest.mark.parametrize(
    "end",
    [
        "said the captain of the boat in the picture: Ben Reed of the island.",
        "said Ben Reed (Bündnis 90/Die Grünen)",
        "and its letters are kept on the island [Harbour Papers/Folder 3]",
        "said Ben Reed, who pays for it (Crédit Agricole)",
        "said the woman who took the picture (Photo Club Harbour)",
        "said the harbour master, and nobody was hurt when the wall gave way in the night. Source: Reuters",
    ],
)
def test_a_paragraph_below_a_picture_is_text(read, paragraphs, end) -> None:
    body = f"{paragraphs}<p><img src='/boats.jpg'></p><p>The ferry sails again, {end}</p>"
    assert "The ferry sails" in read(f"<article><h1>Harbour wall gives way</h1>{body}</article>").body


@pytest.mark.parametrize(
    "words",
    [
        "Ben Reed (Bündnis 90/Die Grünen)",
        "Ben Reed, director (Crédit Agricole)",
        "Ben Reed (Bild Mitte)",
        "The town works on its image… and nobody notices",
    ],
)
def test_a_caption_may_end_with_what_looks_like_a_credit(read, paragraphs, words) -> None:
    picture = f"<figure><img src='/boats.jpg'><figcaption>{words}</figcaption></figure>"
    [image] = read(f"<article><h1>Harbour wall gives way</h1>{picture}{paragraphs}</article>").images
    assert (image.caption, image.credit) == (words, None)


def test_neither_a_count_nor_paragraphs_in_a_figure_are_its_caption(read, paragraphs) -> None:
    for words in ("<span>3 / 12</span>", paragraphs):
        figure = f"<figure><img src='/boats.jpg'>{words}</figure>"
        [image] = read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{figure}</article>").images
        assert image.caption is None


def test_who_signs_on_the_picture_behind_the_headline_did_not_make_it(read, paragraphs) -> None:
    head = "<img src='/boats.jpg'><h1>Harbour wall gives way</h1><p class='byline'>By Ada Quill</p>"
    story = read(f"<article><div class='hero-image'>{head}</div>{paragraphs}</article>")
    assert (story.authors, [image.credit for image in story.images]) == (["Ada Quill"], [None])


def test_the_lead_picture_is_found_above_a_text_whose_headline_is_no_h1(read, paragraphs) -> None:
    head = "<header><h2><span>On the quay</span> <span>Harbour wall gives way</span></h2></header>"
    lead = '<figure><picture><img src="/wall.jpg"></picture></figure><img src="/mark.jpg">'
    story = read(f'<article>{head}{lead}<section class="text">{paragraphs}</section></article>')
    assert [image.url.rpartition("/")[2] for image in story.images] == ["wall.jpg"]


def test_a_picture_and_its_stand_in_have_the_caption_of_their_figure(read, paragraphs) -> None:
    pictures = "<div><img src='/placeholder.png'><img src='/wall.jpg'></div>"
    figure = f"<figure>{pictures}<div><figcaption>{CAPTION}</figcaption></div></figure>"
    [image] = read(f"<article><h1>Harbour wall gives way</h1>{figure}{paragraphs}</article>").images
    assert image.caption == CAPTION


@pytest.mark.parametrize("name", ["default-share.jpg", "og-default.png", "social_image_default.jpg", "default_og.png"])
def test_the_picture_that_a_site_shares_by_default_is_none(read, paragraphs, name) -> None:
    head = f'<meta property="og:image" content="/images/{name}">'
    assert read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}</article>", head).images == []


def test_a_word_on_a_picture_is_no_caption(read, paragraphs) -> None:
    figure = "<figure><img src='/boats.jpg'><span>Video</span></figure>"
    [image] = read(f"<article><h1>Harbour wall gives way</h1>{figure}{paragraphs}</article>").images
    assert image.caption is None


@pytest.mark.parametrize("box", ["sharedaddy", "addtoany_list", "shariff", "sharing"])
def test_buttons_to_share_a_story_are_no_pictures(read, paragraphs, box) -> None:
    buttons = f'<div class="{box}"><img src="/i/mail.png"></div>'
    assert read(f"<article><h1>Harbour wall gives way</h1>{paragraphs}{buttons}</article>").images == []


def test_a_figure_farther_down_has_its_own_caption(read, paragraphs) -> None:
    film = f"<figure><video src='/film.mp4'></video><figcaption>{CAPTION}</figcaption></figure>"
    text = f"<div class='text'><div><img src='/wall.jpg'></div>{paragraphs}{film}</div>"
    [image] = read(f"<article><h1>Harbour wall gives way</h1>{text}{paragraphs}</article>").images
    assert image.caption is None


@pytest.mark.parametrize(
    "box",
    [
        "<p><img src='/boats.jpg'> The ferry sails again from Monday on, said the captain.</p>",
        "<div class='entry has-image'><img src='/boats.jpg'><p>The ferry sails again, said the captain.</p></div>",
    ],
)
def test_a_paragraph_with_a_picture_is_text(read, paragraphs, box) -> None:
    first, rest = paragraphs.split("</p>", 1)
    assert "said the captain" in read(f"<article><h1>Harbour wall gives way</h1>{first}</p>{box}{rest}</article>").body
