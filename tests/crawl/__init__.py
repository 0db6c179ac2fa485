"""Crawls as a user starts them: `scrapy crawl` in a process of its own, real HTTP, and a look at the store."""
