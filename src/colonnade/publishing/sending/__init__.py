"""One step of the outbox: claim a publication, send, look or delete, write down what came of it."""
