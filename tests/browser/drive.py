"""Fetches addresses as a crawl does, with the render middleware, and prints one JSON line for each and for the stats.

Run as a program of its own: `python -m tests.browser.drive '{"urls": […], "render": "auto", "settings": {…}}'`.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from crawler.rendering import renderer
from crawler.rendering.asking import Asking
from crawler.rendering.response import bodies

begun = time.monotonic()


def spider_for(order: dict[str, Any]) -> type[Spider]:
    class Driven(Spider):
        name = "driven"

        async def start(self):
            for url in order["urls"]:
                yield Request(url, self.parse, errback=self.failed, dont_filter=True)

        def parse(self, response):
            plain, rendered = bodies(response)
            say(
                {
                    "url": response.url,
                    "seconds": time.monotonic() - begun,
                    "plain": plain.decode(),
                    "rendered": rendered.decode() if rendered else None,
                }
            )

        def failed(self, failure):
            say({"url": failure.request.url, "error": f"{failure.type.__name__}: {failure.value}"})

    return Driven


def guard_the_browser_alone() -> None:
    """Fixtures live on loopback, where a guard that is on lets nothing be fetched: here it is on for what pages ask.

    The name rebound.example looks public and leads to this machine, as a name server of an attacker's would say.
    """

    class Strict(Asking):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            self._allow_private = False

    genuine = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        return genuine("127.0.0.1" if host == "rebound.example" else host, *args, **kwargs)

    renderer.Asking = Strict
    socket.getaddrinfo = getaddrinfo


def say(line: dict[str, Any]) -> None:
    print(json.dumps(line, default=str), flush=True)


def main() -> None:
    order = json.loads(sys.argv[1])
    if order.get("strict"):
        guard_the_browser_alone()
    if order.get("ordinary_user"):
        os.geteuid = lambda: 1000
    settings = get_project_settings()
    settings.setdict(
        {
            "ITEM_PIPELINES": {},
            "RENDER": order.get("render", "auto"),
            "EXTENSIONS": {},
            "SCHEDULER": "scrapy.core.scheduler.Scheduler",
            **order.get("settings", {}),
        },
        priority="cmdline",
    )
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider_for(order))
    process.crawl(crawler)
    process.start()
    say({"stats": crawler.stats.get_stats()})


if __name__ == "__main__":
    main()
