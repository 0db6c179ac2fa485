"""Pages that could not be had, and pages that broke our own code."""

from __future__ import annotations

from crawler.monitors.base import RunMonitor, below

# A story that its publisher took down is news, not an error; a refusal is for another monitor.
NO_ERROR = frozenset({"http_404", "http_410", "http_401", "http_403", "http_429", "http_451"})


class ErrorShare(RunMonitor):
    """Too many errors.

    Failed pages and exceptions in the spider, against all requests; MONITOR_ERROR_SHARE is too much.
    """

    def test_errors(self) -> None:
        """Requests that were tried again count once."""
        failed = {reason: count for reason, count in below(self.counts, "failed/").items() if reason not in NO_ERROR}
        failed["spider_exceptions"] = self.counts.get("spider_exceptions/count", 0)
        asked = self.counts.get("downloader/request_count", 0) - self.counts.get("retry/count", 0)
        errors, most = sum(failed.values()), self.settings.getfloat("MONITOR_ERROR_SHARE")
        if asked >= self.settings.getint("MONITOR_REQUESTS_MIN") and errors > asked * most:
            worst = max(failed, key=lambda reason: failed[reason])
            self.fail(f"{errors} of {asked} requests failed, most of them: {worst} ({most:.0%} allowed)")
