"""What an editor changed is said in full, and soon even of texts made to keep the comparison busy."""

from __future__ import annotations

import random
import time

import pytest

from crawler.collection.changes import changes, passages
from crawler.items import Story

FACTOR = 4
MOST = FACTOR * 3.5


def kept(before: str, after: str) -> int:
    """How many words are the same; the rest of both texts is there as well."""
    found = list(passages(before, after))
    assert [w for kind, words in found if kind != "added" for w in words] == before.split()
    assert [w for kind, words in found if kind != "removed" for w in words] == after.split()
    return sum(len(words) for kind, words in found if kind == "same")


@pytest.mark.parametrize("between", [" ", "\n\n"], ids=["words", "paragraphs"])
def test_the_time_for_equal_parts_grows_as_the_text_does(between) -> None:
    def seconds(size: int) -> float:
        before, after = between.join(["again"] * size), between.join((["again"] * 9 + ["not"]) * (size // 10))
        begun = time.process_time()
        kept(before, after)
        return time.process_time() - begun

    small = max(min(seconds(300) for _ in range(2)), 0.002)
    large = seconds(300 * FACTOR)
    assert large < small * MOST, f"{small:.4f} s, {large:.4f} s"


def test_a_word_changed_in_a_very_long_text_is_one_word() -> None:
    words = random.Random(1).choices([f"word{number}" for number in range(900)], k=6_000)
    assert kept(" ".join(words), " ".join([*words[:3_000], "changed", *words[3_001:]])) == 5_999


def test_beyond_the_bound_what_two_texts_begin_and_end_with_is_the_same() -> None:
    same = "\n\n".join(["We waited for the ferry."] * 3_000)
    assert kept(f"{same}\n\nIt came.\n\n{same}", f"{same}\n\nIt sank.\n\n{same}") == 2 * 15_000 + 1


@pytest.mark.parametrize(
    ("text", "before", "after", "words"),
    [
        ("报告称，工程师早已告知该部，北侧桥墩正在河床中失去支撑。" * 12 + "死者{0}人。", "九", "四十", (2, 1)),
        ("ผู้บาดเจ็บ {0} คนถูกนำส่งโรงพยาบาลในเมืองหลวง " * 4, "12", "40", (4, 4)),
        ("The dead number {0}, the harbour master said.", "twelve", "forty", (1, 1)),
    ],
)
def test_a_change_is_as_small_as_it_is_in_every_script(text, before, after, words) -> None:
    found = changes(Story(body=text.format(before)), Story(body=text.format(after)))
    assert (found["words_added"], found["words_removed"]) == words
    assert {passage.strip(",") for passage in found["removed"]} == {before}
    assert {passage.strip(",") for passage in found["added"]} == {after}


def test_a_passage_is_shown_as_its_script_is_written() -> None:
    found = changes(Story(body="港口。"), Story(body="港口。 AFP 記者は「北の壁が崩れた」と話した。"))
    assert found["added"] == ["AFP記者は「北の壁が崩れた」と話した。"]
