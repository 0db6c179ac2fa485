"""What is raised and told when a host wants to be left alone for longer than a request can wait."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

# Sent with `request`, `seconds` and `reason` for each request that came too early: a scheduler that knows due times
# keeps it for later. Connect bound methods.
request_postponed = object()


class HostPaused(IgnoreRequest):
    """Not now: ask again after ``seconds``. ``reason`` is one word for the counts."""

    def __init__(self, host: str, seconds: float, reason: str) -> None:
        super().__init__(f"{host} is left alone for {seconds:.0f} seconds ({reason})")
        self.host = host
        self.seconds = seconds
        self.reason = reason
