"""Rules of the step Choose."""
