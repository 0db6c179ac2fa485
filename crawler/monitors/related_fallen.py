"""A site whose related links vanish has a new layout."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.monitors.base import RunMonitor, sites


class RelatedFallen(RunMonitor):
    """Related links have fallen: the layout may have changed.

    Links per story of each site against the median of the last runs; MONITOR_RELATED_SHARE of it must be met.
    """

    def test_related(self) -> None:
        """Only sites with enough stories now and then say anything."""
        share, bad = self.settings.getfloat("MONITOR_RELATED_SHARE"), []
        for site, counts in sites(self.counts).items():
            now = self._per_story(counts)
            before = [self._per_story(sites(run).get(site, {})) for run in self.history]
            usual = self.usual([value for value in before if value is not None])
            if now is not None and usual and now < usual * share:
                bad.append(f"{site}: {now:.1f} a story, {usual:.1f} are usual")
        if bad:
            self.fail(f"{'; '.join(bad)} (at least {share:.0%} expected)")

    def _per_story(self, counts: Mapping[str, int]) -> float | None:
        stories = counts.get("story_pages", 0)
        enough = stories >= self.settings.getint("MONITOR_SITE_STORIES_MIN")
        return counts.get("related", 0) / stories if enough else None
