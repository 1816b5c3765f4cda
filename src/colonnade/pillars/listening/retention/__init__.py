"""How long posts are kept, source by source and file by file."""
