"""The one mouth: posts on their way out, each once, and what became of them."""
