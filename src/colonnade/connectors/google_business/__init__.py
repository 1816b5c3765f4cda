"""Reviews on Google Business Profile."""
