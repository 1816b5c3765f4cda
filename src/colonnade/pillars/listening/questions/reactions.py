"""How people react to a post."""

import ibis.expr.types as ir


def reactions(mentions: ir.Table) -> ir.IntegerValue:
    """Return likes, replies and reposts of a post together; null where none of the three is known."""
    parts = (mentions.likes, mentions.replies, mentions.reposts)
    known = parts[0].notnull() | parts[1].notnull() | parts[2].notnull()
    total = parts[0].fill_null(0) + parts[1].fill_null(0) + parts[2].fill_null(0)
    return known.ifelse(total, None)
