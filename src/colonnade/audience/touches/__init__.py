"""Touches: each time that somebody outside met something of ours, and by which way they came."""
