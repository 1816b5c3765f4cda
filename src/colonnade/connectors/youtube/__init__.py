"""YouTube: comments and videos."""
