"""Fetches addresses as a crawl does, with the render middleware, and prints one JSON line for each and for the stats.

Run as a program of its own: `python -m tests.browser.drive '{"urls": […], "render": "auto", "settings": {…}}'`.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

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


def say(line: dict[str, Any]) -> None:
    print(json.dumps(line, default=str), flush=True)


def main() -> None:
    order = json.loads(sys.argv[1])
    settings = get_project_settings()
    settings.setdict(
        {"ITEM_PIPELINES": {}, "RENDER": order.get("render", "auto"), "EXTENSIONS": {}, **order.get("settings", {})},
        priority="cmdline",
    )
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider_for(order))
    process.crawl(crawler)
    process.start()
    say({"stats": crawler.stats.get_stats()})


if __name__ == "__main__":
    main()
