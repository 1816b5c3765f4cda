"""Rules of the step Create."""
