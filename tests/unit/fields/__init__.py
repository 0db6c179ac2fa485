"""The fields of a story, read from pages that each show one thing."""
