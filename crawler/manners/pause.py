"""What is raised when a host wants to be left alone for longer than a request can wait."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

# Sent with ``host`` (a name) and ``seconds`` when a host says that it wants to be left alone, before anything else is
# made of its answer: what the next run is to know is durable then, even if this one dies.
host_pauses = object()

STOPPED = "stopped"  # the reason of HostPaused where it is the crawl that ends


class HostPaused(IgnoreRequest):
    """Not now: ask again after ``seconds``. ``reason`` is one word for the counts.

    A scheduler that knows due times keeps the request for later; it is no failure of the address.
    """

    def __init__(self, host: str, seconds: float, reason: str) -> None:
        super().__init__(f"{host} is left alone for {seconds:.0f} seconds ({reason})")
        self.host = host
        self.seconds = seconds
        self.reason = reason


def is_stopped(error: BaseException | None) -> bool:
    """Whether a request never went out since the crawl ended before its turn."""
    return isinstance(error, HostPaused) and error.reason == STOPPED
