"""Downloader and spider middlewares, one component a file."""
