"""Pages: the public ones, and those of people who write forms and landing pages."""
