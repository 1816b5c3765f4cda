"""Rules of the step Clarify."""
