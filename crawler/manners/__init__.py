"""How a guest behaves: pure rules here, the parts that obey them in :mod:`crawler.middlewares`."""
