"""Pages that need a browser: whether one does, and what draws it without hanging the crawl."""
