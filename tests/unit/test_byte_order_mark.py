"""Files that an editor of Windows began with a byte order mark are read as they look."""

from __future__ import annotations

import json
from pathlib import Path

from crawler.rendering import blocking, consent
from crawler.schedule.plan import read
from tests.unit.test_extract_command import PAGE, extract


def marked(path: Path, text: str) -> Path:
    path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    return path


def test_a_schedule(project: Path, tmp_path: Path) -> None:
    example = (project / "deploy" / "schedule.toml").read_text("utf-8")
    assert read(marked(tmp_path / "schedule.toml", example)) == read(project / "deploy" / "schedule.toml")


def test_a_manifest(project: Path, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    row = {"id": "a", "path": "a.html", "url": "https://post.example/a"}
    done = extract("--manifest", str(marked(tmp_path / "pages.jsonl", json.dumps(row) + "\n")), cwd=project)
    assert (done.returncode, json.loads(done.stdout)["story"]["headline"]) == (0, "Ferry service returns after storm")


def test_lists_for_the_browser(tmp_path: Path) -> None:
    assert blocking.trackers(str(marked(tmp_path / "hosts", "counter.example\n"))) == {"counter.example"}
    rules = {"rules": [{"name": "a", "wall": "#w", "click": ["#no"]}]}
    assert consent.rules(str(marked(tmp_path / "rules.json", json.dumps(rules)))) == (
        consent.Rule("a", "#w", ("#no",)),
    )
