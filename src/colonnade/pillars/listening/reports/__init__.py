"""Reports: answers and posts by mail, on a day that was chosen."""
