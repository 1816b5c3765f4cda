"""Pages of the marketing calendar."""
