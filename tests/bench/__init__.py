"""Benches: figures for the README, and floors that no change may fall below."""
