"""Where objects are kept: one protocol, several stores."""
