"""The words that the sentence reader knows, as tables."""
