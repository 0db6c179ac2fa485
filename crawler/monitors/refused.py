"""Sites that do not want us: robots.txt, 403, 429, a captcha."""

from __future__ import annotations

from crawler.monitors.base import RunMonitor, below


class Refused(RunMonitor):
    """Sites refuse us: robots.txt, 403, 429 or captcha.

    Their share of all requests; MONITOR_REFUSED_SHARE is too much.
    """

    def test_refused(self) -> None:
        """A page that robots.txt forbids was never asked for, and counts as a request all the same."""
        refused = below(self.counts, "blocked/")
        refused["robots.txt"] = self.counts.get("robotstxt/forbidden", 0)
        asked = self.counts.get("downloader/request_count", 0) + refused["robots.txt"]
        total, most = sum(refused.values()), self.settings.getfloat("MONITOR_REFUSED_SHARE")
        if asked >= self.settings.getint("MONITOR_REQUESTS_MIN") and total > asked * most:
            how = ", ".join(f"{count} {name}" for name, count in refused.items() if count)
            self.fail(f"{total} of {asked} requests were refused: {how} ({most:.0%} allowed)")
