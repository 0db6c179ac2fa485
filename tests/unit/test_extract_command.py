"""`scrapy extract`: saved pages in, stories out, no network, no store."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys

PAGE = """<html lang="en"><head><title>Ferry service returns - The Harbour Post</title>
<meta property="og:title" content="Ferry service returns after storm"></head><body><article>
<h1>Ferry service returns after storm</h1>
<p>The ferry to the islands sailed again on Monday, nine days after the storm that broke its pier in two places.</p>
<p>Engineers worked through the weekend to make the landing safe, and the first boat carried post and medicine.</p>
</article></body></html>"""


def extract(*args: str, cwd) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "extract", *args]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


def test_one_page_is_printed_as_a_story(tmp_path, project) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    done = extract(str(page), "--url", "https://post.example/ferry-1", cwd=project)
    assert done.returncode == 0, done.stderr
    story = json.loads(done.stdout)
    assert story["headline"] == "Ferry service returns after storm"
    assert "broke its pier" in story["body"]
    assert list(story)[:4] == ["id", "collection", "url", "canonical_url"]


def test_a_manifest_keeps_its_order_and_says_what_could_not_be_read(tmp_path, project) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "broken.html.gz").write_bytes(b"no gzip at all")
    rows = [
        {"id": "a", "path": "a.html.gz", "url": "https://post.example/a"},
        {"id": "gone", "path": "gone.html", "url": "https://post.example/gone"},
        {"id": "broken", "path": "broken.html.gz", "url": "https://post.example/broken"},
    ]
    manifest = tmp_path / "pages.jsonl"
    manifest.write_text("".join(json.dumps(row) + "\n" for row in rows))
    out = tmp_path / "out.jsonl"
    done = extract("--manifest", str(manifest), "-o", str(out), cwd=project)
    assert done.returncode == 1
    assert "2 of the pages could not be read" in done.stderr
    written = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["id"] for row in written] == ["a", "gone", "broken"]
    assert written[0]["story"]["url"] == "https://post.example/a"
    assert "No such file" in written[1]["error"]
    assert "error" in written[2]


def test_half_a_character_in_a_pages_data_costs_no_other_page(tmp_path, project) -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry \\ud800 returns"}</script>'
    rows = [{"id": name, "path": f"{name}.html", "url": f"https://post.example/{name}"} for name in "ab"]
    for row in rows:
        (tmp_path / row["path"]).write_text(PAGE.replace("<article>", data + "<article>"))
    manifest = tmp_path / "pages.jsonl"
    manifest.write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = extract("--manifest", str(manifest), cwd=project)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2


def test_one_page_goes_where_o_says(tmp_path, project) -> None:
    page, out = tmp_path / "page.html", tmp_path / "story.json"
    page.write_text(PAGE)
    done = extract(str(page), "--url", "https://post.example/ferry-1", "-o", str(out), cwd=project)
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(out.read_text())["headline"] == "Ferry service returns after storm"


def test_who_reads_only_the_beginning_is_no_fault(tmp_path, project) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE.replace("</article>", "<p>The pier was closed for nine days.</p>" * 20_000 + "</article>"))
    command = f"{sys.executable} -m scrapy extract {page} --url https://post.example/ferry-1 | head -c 10"
    done = subprocess.run(command, shell=True, cwd=project, capture_output=True, text=True, timeout=120, check=False)
    assert done.stderr == ""


def test_a_wrong_call_is_one_line_and_exit_code_2(tmp_path, project) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    done = extract(str(page), "--url", "ftp://post.example/1", cwd=project)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--url 'ftp://post.example/1' is no http(s) address" in done.stderr
    done = extract(str(page), cwd=project)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--url is missing" in done.stderr
    done = extract("--manifest", "pages.jsonl", "--explain", cwd=project)
    assert done.returncode == 2
    assert "--explain tells of one page" in done.stderr


def test_of_a_manifest_and_its_output_the_one_that_is_wrong_is_named(tmp_path, project) -> None:
    manifest = tmp_path / "pages.jsonl"
    done = extract("--manifest", str(manifest), cwd=project)
    assert done.returncode == 2
    assert done.stderr == f"scrapy extract: --manifest {manifest} cannot be read: No such file or directory\n"
    manifest.write_text("")
    out = tmp_path / "no-such-folder" / "out.jsonl"
    done = extract("--manifest", str(manifest), "-o", str(out), cwd=project)
    assert done.returncode == 2
    assert done.stderr == f"scrapy extract: -o {out}: No such file or directory\n"
