"""A newspaper does not stop writing: few stories mean that we no longer find them."""

from __future__ import annotations

from crawler.monitors.base import RunMonitor, seen


class FewerStories(RunMonitor):
    """Fewer stories than usual.

    Against the median of the collection's last runs; MONITOR_STORIES_SHARE of it must be met.
    """

    def test_stories(self) -> None:
        """Counts new, changed and known stories alike, so that a quiet night is no alarm."""
        usual = self.usual([seen(run) for run in self.history])
        if usual is None or usual < self.settings.getint("MONITOR_STORIES_MIN"):
            return
        found, share = seen(self.counts), self.settings.getfloat("MONITOR_STORIES_SHARE")
        if found < usual * share:
            self.fail(f"{found} stories met, {usual:.0f} are usual (at least {share:.0%} of them expected)")
