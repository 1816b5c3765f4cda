"""Rules of the step Conclude."""
