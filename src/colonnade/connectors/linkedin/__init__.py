"""LinkedIn: an organisation's posts and what is said under them."""
