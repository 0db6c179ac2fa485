"""Monitors: one decision each on how a run went. The first line of a monitor's docstring is its name."""
