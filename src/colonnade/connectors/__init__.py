"""One folder per network, loaded by entry point only."""
