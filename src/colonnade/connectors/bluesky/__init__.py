"""Bluesky: searches, accounts' posts, and everything that is written (AT Protocol)."""
