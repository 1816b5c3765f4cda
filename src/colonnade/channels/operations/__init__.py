"""Writes: connect accounts; try, add, change, pause, resume and remove sources."""
