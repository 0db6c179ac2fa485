"""What a collection has already, and what a page adds to it: the same, a version, a duplicate, or a new story."""

from crawler.collection.outcome import AlreadyStored

__all__ = ["AlreadyStored"]
