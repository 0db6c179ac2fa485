"""Stories that lack what makes a story, by site."""

from __future__ import annotations

from crawler.items import ESSENTIAL
from crawler.monitors.base import RunMonitor, sites


class MissingFields(RunMonitor):
    """Stories without headline, date or body.

    The share by site; MONITOR_MISSING_SHARE is too much where a site has MONITOR_SITE_STORIES_MIN stories.
    """

    def test_fields(self) -> None:
        """Stories that were stored and stories that were known before, alike."""
        most = self.settings.getfloat("MONITOR_MISSING_SHARE")
        least = self.settings.getint("MONITOR_SITE_STORIES_MIN")
        bad = []
        for site, counts in sites(self.counts).items():
            stories = counts.get("story_pages", 0)
            for field in ESSENTIAL:
                missing = counts.get(f"without_{field}", 0)
                if stories >= least and missing > stories * most:
                    bad.append(f"{site}: {missing} of {stories} without {field}")
        if bad:
            self.fail(f"{'; '.join(bad)} ({most:.0%} allowed)")
