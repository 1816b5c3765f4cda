"""The ears: posts in, six questions answered."""
