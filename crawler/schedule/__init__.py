"""Which collection is crawled when, on which Scrapyd node, and the process that minds the clock."""
