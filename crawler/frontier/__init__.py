"""What to fetch next, and what is in hand: one protocol, several homes."""
