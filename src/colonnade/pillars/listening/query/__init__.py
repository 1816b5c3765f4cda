"""The query language: text to meaning and back. It knows no post and no store."""

from colonnade.pillars.listening.query.nodes import Node, ruled_out, sought, without_exclusions
from colonnade.pillars.listening.query.parser import Parsed, parse
from colonnade.pillars.listening.query.problems import QueryRefused, Remark
from colonnade.pillars.listening.query.render import render
from colonnade.pillars.listening.query.simple import (
    check_terms,
    one_line,
    plain_terms,
    read_terms,
    simple_query,
    storable,
    written_terms,
)
from colonnade.pillars.listening.query.terms import TermRefused

__all__ = [
    "Node",
    "Parsed",
    "QueryRefused",
    "Remark",
    "TermRefused",
    "check_terms",
    "one_line",
    "parse",
    "plain_terms",
    "read_terms",
    "render",
    "ruled_out",
    "simple_query",
    "sought",
    "storable",
    "without_exclusions",
    "written_terms",
]
