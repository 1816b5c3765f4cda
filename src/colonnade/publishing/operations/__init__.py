"""Writes: from the first words to the outbox, and what people decide there."""
