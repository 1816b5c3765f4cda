"""Clicks: answered at once, kept in a journal before the answer leaves, and drained into touches."""
