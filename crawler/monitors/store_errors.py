"""The store is the truth: an error there is never normal."""

from __future__ import annotations

from crawler.monitors.base import RunMonitor


class StoreErrors(RunMonitor):
    """Errors of the store.

    More than MONITOR_STORE_ERRORS calls that the store did not do.
    """

    def test_store(self) -> None:
        """Counts calls after the client's own retries."""
        errors, most = self.counts.get("store/errors", 0), self.settings.getint("MONITOR_STORE_ERRORS")
        if errors > most:
            self.fail(f"{errors} of {self.counts.get('store/calls', errors)} calls failed ({most} allowed)")
