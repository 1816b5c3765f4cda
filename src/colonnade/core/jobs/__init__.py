"""Background work from rows in the database, claimed by a fenced lease."""
