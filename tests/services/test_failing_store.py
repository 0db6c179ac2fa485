"""A crawl outlives its store: it pauses, goes on by itself, or gives up without losing a story."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest

from crawler.collection.verify import Report, verify
from crawler.exit_codes import ExitCode
from crawler.storage import keys, open_store
from crawler.storage.local import LocalStore
from tests.conftest import CANNOT
from tests.services import proxy as faults
from tests.services.one_writer import write
from tests.services.proxy import Proxy
from tests.services.seaweed import Seaweed
from tests.services.store_crawl import StoreCrawl, wait_until
from tests.sites import Generated, serve

STORIES = 30
SOON = 10  # stories that are stored before the fault
MONITOR = "crawler.monitors.fewer_stories.FewerStories"  # reads the records of earlier runs
QUICK = {"STORE_TIMEOUT": 1, "STORE_ATTEMPTS": 1, "STORE_GIVE_UP": 60}


@pytest.fixture(autouse=True)
def no_process_left() -> Iterator[None]:
    """A test that fails leaves no crawl behind."""
    yield
    for process in list(StoreCrawl.started):
        if process.poll() is None:
            process.kill()
            process.wait(10)
    StoreCrawl.started.clear()


@pytest.fixture
def crawl(tmp_path: Path) -> Iterator[StoreCrawl]:
    """A crawl into a local store, unless the test says otherwise."""
    site = Generated(STORIES, 8_000)
    with serve(site) as server:
        yield StoreCrawl(tmp_path, server, site, f"file://{tmp_path}/store")


@pytest.fixture
def s3_crawl(crawl: StoreCrawl, s3_url: str, s3_proxy: Proxy) -> StoreCrawl:
    """The same, into S3 through the proxy."""
    crawl.store = s3_url
    crawl.environment = {"AWS_ENDPOINT_URL_S3": s3_proxy.endpoint}
    return crawl


def test_a_crawl_into_s3_and_a_second_that_adds_nothing(s3_crawl: StoreCrawl, s3_proxy: Proxy) -> None:
    store = open_store(s3_crawl.store)
    assert s3_crawl.run() == ExitCode.OK, s3_crawl.log
    s3_crawl.assert_whole(store)
    before = set(store.keys())
    s3_proxy.requests.clear()
    assert s3_crawl.run() == ExitCode.OK, s3_crawl.log
    assert not [line for line in s3_proxy.requests if "stories%2Fstories%2F&" in line]  # a list of all the stories
    assert {key.split("/")[1] for key in set(store.keys()) - before} == {"runs"}
    s3_crawl.assert_whole(store)


def test_a_new_story_costs_two_calls(s3_crawl: StoreCrawl, s3_proxy: Proxy) -> None:
    assert s3_crawl.run() == ExitCode.OK, s3_crawl.log
    of_stories = [line for line in s3_proxy.requests if "/runs" not in line and "runs%2F" not in line]
    writes = [line for line in of_stories if line.startswith("PUT ")]
    assert len(writes) == 2 * STORIES  # the raw page and the story
    assert len(of_stories) <= len(writes) + 5  # whatever the number of stories: the check, and lists of all of them


def test_looks_that_a_failing_store_made_impossible_are_made_up_for(s3_crawl: StoreCrawl, s3_proxy: Proxy) -> None:
    def at_the_end(handler: faults.Handler) -> bool:
        listed = handler.command == "GET" and "stories%2Fstories%2F" in handler.path
        return s3_proxy.writes() > STORIES and listed and faults.answers(503, "SlowDown")(handler)

    s3_proxy.fault = at_the_end
    assert s3_crawl.run(STORE_ATTEMPTS=1) == ExitCode.OK, s3_crawl.log
    assert s3_crawl.log.count("looks beside the new stories of this one") == 1
    assert "Traceback" not in s3_crawl.log
    s3_proxy.fault = faults.honest
    assert s3_crawl.run() == ExitCode.OK, s3_crawl.log
    assert "looks beside" not in s3_crawl.log
    s3_crawl.assert_whole(open_store(s3_crawl.store))


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(None, id="refused"),
        pytest.param(faults.answers(500, "InternalError"), id="500"),
        pytest.param(faults.answers(503, "SlowDown"), id="SlowDown"),
        pytest.param(faults.slow_after_write(2), id="time-out after the write"),
        pytest.param(faults.silent_after_write, id="silence after the write"),
        pytest.param(faults.answers(403, "InvalidAccessKeyId"), id="403"),
    ],
)
def test_a_crawl_pauses_and_goes_on_by_itself(
    s3_crawl: StoreCrawl, s3_proxy: Proxy, fault: faults.Fault | None
) -> None:
    process = s3_crawl.start(**QUICK)
    wait_until(lambda: s3_proxy.writes() >= 2 * SOON)
    if fault:
        s3_proxy.fault = fault
    else:
        s3_proxy.refuse()
    s3_crawl.wait_for("The crawl pauses", process)
    asked = len(s3_crawl.server.paths())
    lines = len(s3_crawl.log.splitlines())
    tried = len(s3_proxy.requests)
    if fault:
        wait_until(lambda: len(s3_proxy.requests) >= tried + 3)
    else:
        with pytest.raises(subprocess.TimeoutExpired):  # it waits, and does not end
            process.wait(3)
    assert len(s3_crawl.server.paths()) <= asked + 16  # those in flight, and no more
    assert len(s3_crawl.log.splitlines()) <= lines + 3  # no line for each item
    if fault:
        s3_proxy.fault = faults.honest
    else:
        s3_proxy.open()
    s3_crawl.wait_for("The store is back", process)
    assert process.wait(60) == ExitCode.OK, s3_crawl.log
    assert "Traceback" not in s3_crawl.log
    s3_crawl.assert_whole(open_store(s3_crawl.store))


def test_a_crawl_gives_up_and_the_next_one_stores_what_is_missing(s3_crawl: StoreCrawl, s3_proxy: Proxy) -> None:
    process = s3_crawl.start(**QUICK | {"STORE_GIVE_UP": 3})
    wait_until(lambda: s3_proxy.writes() >= 2 * SOON)
    s3_proxy.refuse()
    assert process.wait(60) == ExitCode.STORE_UNAVAILABLE, s3_crawl.log
    assert s3_crawl.log.count("gives up:") == 1
    assert "Traceback" not in s3_crawl.log
    s3_proxy.open()
    assert len(set(open_store(s3_crawl.store).keys(keys.stories_prefix("stories")))) < STORIES
    assert s3_crawl.run() == ExitCode.OK, s3_crawl.log
    s3_crawl.assert_whole(open_store(s3_crawl.store))


def assert_one_line(log: str, mend: str) -> None:
    """The refusal is said once, with the mend, and nobody is told to wait."""
    assert [mend in line for line in log.splitlines() if " WARNING: " in line or " ERROR: " in line] == [True], log
    assert log.count(mend) == 1
    assert "gives up" not in log


def test_a_mistyped_bucket_ends_the_crawl_and_is_not_made(s3_crawl: StoreCrawl, s3_server: Seaweed) -> None:
    s3_crawl.store = "s3://mistyped-bucket/news"
    assert s3_crawl.run() == ExitCode.STORE_UNAVAILABLE, s3_crawl.log
    assert_one_line(s3_crawl.log, "make the bucket, or mend its name in STORE")
    assert "run.json" not in s3_crawl.log
    assert s3_crawl.server.paths() == []
    assert "mistyped-bucket" not in {bucket["Name"] for bucket in s3_server.client().list_buckets()["Buckets"]}


def test_a_wrong_key_ends_the_crawl_before_the_first_request(s3_crawl: StoreCrawl) -> None:
    s3_crawl.environment["AWS_SECRET_ACCESS_KEY"] = "hunter2-is-no-key"
    assert s3_crawl.run(LOG_LEVEL="DEBUG", MONITORS=MONITOR) == ExitCode.STORE_UNAVAILABLE, s3_crawl.log
    assert_one_line(s3_crawl.log, "mend AWS_SECRET_ACCESS_KEY")
    assert "hunter2" not in s3_crawl.log
    assert s3_crawl.server.paths() == []


def test_the_server_is_killed_in_mid_crawl_and_comes_back(
    s3_crawl: StoreCrawl, s3_proxy: Proxy, s3_server: Seaweed
) -> None:
    process = s3_crawl.start(**QUICK)
    wait_until(lambda: s3_proxy.writes() >= 2 * SOON)
    s3_server.kill()
    s3_crawl.wait_for("The crawl pauses", process)
    s3_server.start()
    assert process.wait(90) == ExitCode.OK, s3_crawl.log
    s3_crawl.assert_whole(open_store(s3_crawl.store))


def test_sixteen_processes_that_write_one_story_leave_one(s3_url: str, tmp_path: Path) -> None:
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.services.one_writer"])
    barrier = context.Barrier(16)
    writers = [context.Process(target=write, args=(s3_url, str(tmp_path / str(n)), n, barrier)) for n in range(16)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0] * 16
    report = Report()
    assert [finding for finding in verify(open_store(s3_url), "stories", report, lambda *_: None) if finding] == []
    assert (report.stories, report.versions) == (1, 1)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[], Path]]:
    """Mounts a file system of 12 MB, and unmounts it."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip(f"{CANNOT} mount a file system: not root")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"{CANNOT} mount a file system: {mounted.stderr.strip()}")
    yield lambda: folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_is_full_with_frontier_and_store_ends_the_crawl_at_once(
    crawl: StoreCrawl, small_disk: Callable[[], Path]
) -> None:
    disk = small_disk()
    subprocess.run(["mount", "-o", "remount,size=300k", disk], check=True)
    crawl.store = f"file://{disk}/store"
    process = crawl.start()
    assert process.wait(60) == ExitCode.STORE_UNAVAILABLE, crawl.log
    assert f"the frontier {disk}/store/stories/frontier.sqlite cannot be used" in crawl.log
    assert "The crawl pauses" not in crawl.log
    subprocess.run(["mount", "-o", "remount,size=60m", disk], check=True)
    assert crawl.start().wait(60) == ExitCode.OK, crawl.log
    crawl.assert_whole(LocalStore(disk / "store"))


def test_a_full_disk_pauses_the_crawl_until_there_is_room(
    crawl: StoreCrawl, small_disk: Callable[[], Path], tmp_path: Path
) -> None:
    disk = small_disk()
    ballast = disk / ".ballast"
    ballast.write_bytes(b"x" * 11_500_000)
    crawl.store = f"file://{disk}/store"
    # The frontier is not what is tried here: it has a disk of its own.
    process = crawl.start(**QUICK, FRONTIER=f"sqlite:///{tmp_path}/frontier.sqlite")
    crawl.wait_for("No space left on device", process)
    crawl.wait_for("The crawl pauses", process)
    ballast.unlink()
    assert process.wait(60) == ExitCode.OK, crawl.log
    crawl.assert_whole(LocalStore(disk / "store"))
