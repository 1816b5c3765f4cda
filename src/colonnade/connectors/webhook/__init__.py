"""A signed webhook, for whatever has no connector of its own."""
