"""Pages: the entry before an organisation is chosen, and the organisation's settings."""
