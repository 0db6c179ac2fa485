"""Commands whose output cannot be written: one line, or silence where nobody reads on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.storage.local import LocalStore
from tests.conftest import CANNOT
from tests.stored import ID, kept

FULL = Path("/dev/full")


def _written_nowhere(
    command: list[str], project: Path, *, full: bool, unbuffered: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command whose standard output is a full disk, or a pipe that nobody reads."""
    if full and not FULL.exists():
        pytest.skip(f"{CANNOT} write to a full disk: there is no {FULL}")
    reader, writer = os.pipe()
    os.close(reader)
    out = os.open(FULL, os.O_WRONLY) if full else writer
    done = subprocess.run(
        command,
        cwd=project,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        stdout=out,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    for file in {out, writer}:
        os.close(file)
    return done


@pytest.mark.parametrize(
    ("words", "unbuffered"), [(["verify", "news"], ""), (["stories", "news"], "1"), (["show", "news", ID], "")]
)
def test_a_full_disk_is_said_in_one_line(words: list[str], unbuffered: str, store: LocalStore, project: Path) -> None:
    command = [sys.executable, "-m", "scrapy", *words, "-s", f"STORE={store.url}"]
    done = _written_nowhere(command, project, full=True, unbuffered=unbuffered)
    # Counts of stories and the like may stand before it.
    *_, last = done.stderr.splitlines()
    assert last == f"scrapy {words[0]}: standard output cannot be written: No space left on device"
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["stories", "news", "--sience", "2005-01-01"], "there is no option --sience; -h lists them"),
        (["show", "news", ID, "--verison=1"], "there is no option --verison; -h lists them"),
        (["extract", "page.html", "--ulr=https://a.example/1"], "there is no option --ulr; -h lists them"),
        (["crawl", "related", "--detph=1"], "there is no option --detph; -h lists them"),
        (["stories"], "COLLECTION is missing"),
        (["diff", "news"], "STORY is missing"),
        (["stories", "old", "news"], "'news' is one argument too many"),
        (["stories", "news", "--since", "1/2/2005"], "'1/2/2005' is no day, written YYYY-MM-DD"),
    ],
)
def test_what_is_wrong_with_a_call_is_named(words: list[str], said: str, store: LocalStore, project: Path) -> None:
    command = [sys.executable, "-m", "scrapy", *words, "-s", f"STORE={store.url}"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith(said)


def test_who_has_read_enough_is_told_nothing(store: LocalStore, project: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "stories", "news", "--json", "-s", f"STORE={store.url}"]
    done = _written_nowhere(command, project, full=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("full", [True, False], ids=["a full disk", "nobody reads"])
def test_a_crawl_whose_summary_cannot_be_written_ends_without_a_traceback(
    full: bool, tmp_path: Path, project: Path
) -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "related", "-L", "CRITICAL", "-a", "seeds=http://10.0.0.1/a"]
    done = _written_nowhere([*command, "-s", f"STORE=file://{tmp_path}"], project, full=full)
    said = "scrapy crawl related: standard output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (3, said if full else "")


@pytest.mark.parametrize("full", [True, False], ids=["a full disk", "nobody reads"])
def test_what_was_printed_before_the_block_is_said_at_its_end(full: bool, project: Path) -> None:
    """As by ``scrapy crawl -o -:csv``: the last stories are written beside the summary."""
    program = """
import sys
from crawler.output import OutputFailed, whole_output
print("a story")
try:
    with whole_output():
        print("the summary", file=sys.stderr)
except OutputFailed as error:
    print(error, file=sys.stderr)
"""
    done = _written_nowhere([sys.executable, "-c", program], project, full=full)
    said = "standard output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (0, "the summary\n" + (said if full else ""))


def test_a_closed_output_is_no_fault(store: LocalStore, project: Path) -> None:
    words = f"exec {sys.executable} -m scrapy stories news -s STORE={store.url} >&-"
    done = subprocess.run(["sh", "-c", words], cwd=project, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "1 stories\n")


@pytest.mark.parametrize("encoding", ["ascii", "ascii:surrogateescape", "iso-8859-1", "utf-8"])
def test_a_terminal_that_lacks_a_character_gets_it_as_an_escape(
    encoding: str, store: LocalStore, project: Path
) -> None:
    headline = "Bridge “free” for £5 \U0001f6a2"
    kept(store, 9, version=3, headline=headline)

    def said(*words: str) -> str:
        command = [sys.executable, "-m", "scrapy", *words, "-s", f"STORE={store.url}"]
        environment = os.environ | {"PYTHONIOENCODING": encoding}
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, timeout=60, check=True)
        return done.stdout.decode(encoding.partition(":")[0])

    assert json.loads(said("stories", "news", "--json"))["headline"] == headline
    shown = said("stories", "news")
    assert "Bridge " in shown
    assert (headline in shown) == (encoding == "utf-8")
    assert ("\\ud83d\\udea2" in shown) == (encoding != "utf-8")
    assert ("£5" in shown) == (not encoding.startswith("ascii"))
