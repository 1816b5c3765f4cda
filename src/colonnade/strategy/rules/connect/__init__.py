"""Rules of the step Connect."""
