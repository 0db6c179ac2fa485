"""kill -9 at any moment: the next runs end with what an undisturbed crawl leaves, in either store."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable

import pytest

from tests.faults.crawls import Crawls
from tests.sites import Generated


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("where", "kills", "stories"), [("local", 24, 300), ("s3", 24, 300)])
def test_kills_at_random_moments_lose_nothing(
    crawls: Callable[..., Crawls], request: pytest.FixtureRequest, where: str, kills: int, stories: int
) -> None:
    disturbed = crawls(
        Generated(stories, size=4_000), store=request.getfixturevalue("s3_url") if where == "s3" else None
    )
    undisturbed = crawls(disturbed.server)
    assert undisturbed.finish()[0] == 0
    disturbed.server.forget()
    chance = random.Random(20_260_704)
    allowed: Counter[str] = Counter()
    for _ in range(kills):
        process = disturbed.start()
        seen = len(disturbed.server.visits())
        assert disturbed.wait_for_visits(seen + chance.randint(1, stories // kills), process)
        time.sleep(chance.random() * 0.03)  # not always right after an answer
        process.kill()
        process.communicate()
        allowed.update(disturbed.addresses("in hand"))
    assert disturbed.finish()[0] == 0

    fetched = Counter(disturbed.server.paths())
    assert {path: count for path, count in fetched.items() if count > 1 + allowed[path]} == {}
    found = disturbed.stories()
    assert found == undisturbed.stories()
    assert len(found) == stories
    assert all(len(versions) == 1 for versions in found.values())
    assert set(disturbed.frontier().values()) == {"done"}


def test_the_record_of_a_killed_run_says_so_when_the_next_one_begins(crawls: Callable[..., Crawls]) -> None:
    crawl = crawls(Generated(20, size=4_000))
    process = crawl.start("job=first")
    assert crawl.wait_for_visits(3, process)
    process.kill()
    process.communicate()
    [before] = crawl.runs()
    assert before["state"] == "running"
    assert crawl.finish("job=second")[0] == 0
    killed, finished = crawl.runs()
    assert killed == {**before, "state": "killed"}
    assert finished["state"] == "finished"
