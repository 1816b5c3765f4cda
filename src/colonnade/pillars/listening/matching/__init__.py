"""Which saved queries a post matches: one automaton over all of them, and the places it does not settle."""

from colonnade.pillars.listening.matching.documents import POST_COLUMNS, Post, posts_of
from colonnade.pillars.listening.matching.matcher import Matcher, Query

__all__ = ["POST_COLUMNS", "Matcher", "Post", "Query", "posts_of"]
