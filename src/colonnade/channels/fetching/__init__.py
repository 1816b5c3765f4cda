"""One round of listening to a source: sign in, fetch, hand over, save the cursor, plan the next."""
