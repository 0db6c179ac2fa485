"""Page to facts: pure functions of a Page, without network, clock or settings."""
