"""Commands of `scrapy`, one a file."""
