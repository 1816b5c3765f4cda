"""Rules of the step Coordinate."""
