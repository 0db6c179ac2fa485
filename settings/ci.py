"""Smoke crawls against fixtures on loopback: nothing real is asked, so nobody has to be waited for."""

from settings.base import *

ALLOW_PRIVATE_ADDRESSES = True
AUTOTHROTTLE_ENABLED = False
DOWNLOAD_DELAY = 0.001  # seconds; above 0, since Scrapy 2.19 enforces no limit per domain at 0
RETRY_TIMES = 1
FRONTIER_RETRY_DELAY = 0.2  # seconds
MONITORS = []  # fixtures misbehave on purpose, and each test says itself what it expects
