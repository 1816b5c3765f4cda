"""Which saved queries a post matches: tokens, terms and one automaton over all of them."""

from colonnade.pillars.listening.matching.automaton import Matcher, Query
from colonnade.pillars.listening.matching.terms import (
    TermRefused,
    check_terms,
    one_line,
    read_terms,
    written_terms,
)

__all__ = ["Matcher", "Query", "TermRefused", "check_terms", "one_line", "read_terms", "written_terms"]
