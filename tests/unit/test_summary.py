"""The table that ends a crawl: what was kept, and where to look next."""

from __future__ import annotations

from scrapy.settings import Settings

from crawler.summary import named_state, summary

PLACE = {"collection": "floods", "store": "file:///data", "run_key": "floods/runs/1/run.json"}


def test_it_counts_stories_and_says_why_links_were_left() -> None:
    stats = {
        "finish_reason": "finished",
        "backstory/stories/stored": 7,
        "backstory/links/left/other_site": 2,
        "backstory/links/left/recirculation": 40,
    }
    lines = [" ".join(line.split()) for line in summary(stats, **PLACE).splitlines()]
    assert lines[0] == "Collection floods: finished"
    assert "stories stored 7" in lines
    assert lines.index("left: recirculation 40") < lines.index("left: other site 2")
    assert lines[-1] == "next scrapy stories floods"


def test_near_duplicates_that_were_left_out_are_counted_and_lead_to_the_stories() -> None:
    stats = {"backstory/frontier/handed_out": 2, "backstory/stories/near_duplicates": 2}
    lines = [" ".join(line.split()) for line in summary(stats, **PLACE).splitlines()]
    assert "near-duplicates 2" in lines
    assert lines[-1] == "next scrapy stories floods"
    assert "near-duplicates" not in summary({}, **PLACE)


def test_where_nothing_was_kept_it_leads_to_the_reasons() -> None:
    stats = {"finish_reason": "finished", "backstory/frontier/handed_out": 1, "backstory/frontier/aside": 1}
    assert summary(stats, **PLACE).endswith("scrapy frontier floods --aside")
    stats = {"finish_reason": "finished", "backstory/frontier/handed_out": 1, "backstory/frontier/gone": 1}
    assert summary(stats, **PLACE).endswith("scrapy frontier floods --gone")


def test_where_the_store_was_away_nobody_is_sent_to_look_into_it() -> None:
    away = {"finish_reason": "store_unavailable", "backstory/frontier/handed_out": 1}
    assert summary(away, **PLACE).endswith("the same command again, when the store serves")


def test_where_what_came_is_no_story_it_says_what_to_do() -> None:
    stats = {"backstory/frontier/handed_out": 1, "backstory/pages/no_story/listing": 1}
    assert "give the address of a story as seed" in summary(stats, **PLACE)
    assert "RENDER_CONSENT" in summary({"backstory/pages/no_story/consent_wall": 1}, **PLACE)
    assert "hint" not in summary({**stats, "backstory/stories/stored": 1}, **PLACE)
    assert "hint" not in summary({"backstory/pages/no_story/error_page": 1}, **PLACE)


def test_a_store_that_the_command_line_named_is_named_again() -> None:
    assert summary({}, **PLACE, named=True).endswith("scrapy stories floods -s STORE=file:///data")
    waiting = {"backstory/frontier/handed_out": 1, "backstory/frontier/left/waiting": 1}
    assert summary(waiting, **PLACE).endswith("scrapy frontier floods")


def test_a_frontier_that_the_command_line_named_is_named_again_where_it_is_asked_for() -> None:
    settings = Settings({"FRONTIER": "", "STATE_DIR": "state"})
    settings.set("FRONTIER", "sqlite:////tmp/x/{collection}.db", priority="cmdline")
    state = named_state(settings)
    aside = {"backstory/frontier/handed_out": 1, "backstory/frontier/aside": 1}
    said = summary(aside, **PLACE, named=True, state=state).splitlines()[-1]
    asked = "scrapy frontier floods --aside -s STORE=file:///data -s 'FRONTIER=sqlite:////tmp/x/{collection}.db'"
    assert said.partition("  ")[2].strip() == asked
    assert "FRONTIER" not in summary({}, **PLACE, named=True, state=state)


def test_a_run_record_that_is_not_there_is_not_named() -> None:
    assert "run record      not written\n" in summary({}, **PLACE)
    assert "run record      floods/runs/1/run.json\n" in summary({"backstory/run_record/written": 1}, **PLACE)
