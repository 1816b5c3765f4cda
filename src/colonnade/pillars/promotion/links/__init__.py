"""Short links on our own domain, and every click on them."""
