"""Hacker News, by its search at Algolia."""
