"""Briefs: what is to be made, for whom, and which goal it serves."""
