"""A run that takes ever longer will one day meet the next one."""

from __future__ import annotations

from crawler.monitors.base import RunMonitor

ELAPSED = "elapsed_time_seconds"


class Duration(RunMonitor):
    """Slower than usual.

    MONITOR_DURATION_FACTOR times the median of the last runs is too long, and so is MONITOR_DURATION_MAX (seconds).
    """

    def test_duration(self) -> None:
        """Runs below a minute are never slow."""
        took, longest = self.counts.get(ELAPSED, 0.0), self.settings.getfloat("MONITOR_DURATION_MAX")
        if longest and took > longest:
            self.fail(f"{took:.0f} s, {longest:.0f} s are allowed")
        usual = self.usual([run.get(ELAPSED, 0.0) for run in self.history])
        factor = self.settings.getfloat("MONITOR_DURATION_FACTOR")
        if usual is not None and took > max(60.0, usual * factor):
            self.fail(f"{took:.0f} s, {usual:.0f} s are usual (up to {factor:g} times as long is allowed)")
