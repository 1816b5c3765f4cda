"""Who did what and when, what must be approved by whom, and what texts may say."""
