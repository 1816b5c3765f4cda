"""Rules of the step Collaborate."""
