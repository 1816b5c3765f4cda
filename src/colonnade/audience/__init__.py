"""People outside the organisation: who of those that speak is known, and as what."""
