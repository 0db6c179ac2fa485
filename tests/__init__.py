"""Tests, and what they share with the demo: the fictional newspapers of tests/sites."""
