"""Scrapy settings: base, and what differs: local, production, ci."""
