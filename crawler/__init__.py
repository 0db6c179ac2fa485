"""Backstory: give it one news article, it gathers the backstory."""
