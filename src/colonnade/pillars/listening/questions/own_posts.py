"""What brands publish themselves, and how people react to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Row, Table
from colonnade.pillars.listening.questions.brands import Brand
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.reactions import reactions
from colonnade.pillars.listening.questions.statistics import ENOUGH_POSTS, Interval, mean_interval

QUOTED = 90
"""Characters that are shown of a post."""


@dataclass(frozen=True)
class Published:
    """What one brand's accounts wrote.

    Attributes:
        engagement: mean of likes, replies and reposts a post; None where too few are known.
        best: words of the post with the most reactions, and how many; None where none is known.
    """

    brand: Brand
    posts: int
    engagement: Interval | None
    best: tuple[str, int] | None


def find_published(corpus: Corpus) -> tuple[Published, ...]:
    """Return what the compared brands published under the filters, the busiest first."""
    rows = {str(row["account"]): row for row in corpus.rows(_by_account(corpus))}
    best = _best(corpus) if rows else {}
    found = [_published(brand, rows, best) for brand in corpus.compared]
    return tuple(sorted(filter(None, found), key=lambda one: (-one.posts, one.brand.name)))


def published_tables(corpus: Corpus, published: Sequence[Published]) -> tuple[Table, ...]:
    """Return the table of what brands publish; none where no post of theirs is stored."""
    if not published:
        return ()
    return (
        Table(
            key="published",
            title=_("What they publish"),
            note=_("Posts by the accounts that each brand's query names with “@”."),
            columns=(_("Brand"), _("Posts"), _("Reactions a post"), _("Most reactions"), _("To the post")),
            rows=tuple(
                Row(
                    (
                        one.brand.name,
                        one.posts,
                        wording.mean(one.engagement),
                        None if one.best is None else one.best[1],
                        "" if one.best is None else one.best[0],
                    )
                )
                for one in published
            ),
        ),
    )


def _accounts(corpus: Corpus) -> frozenset[str]:
    return frozenset().union(*(brand.handles() for brand in corpus.compared))


def _by_account(corpus: Corpus) -> ibis.Table:
    posts = corpus.written_by(_accounts(corpus))
    scored = posts.select(account=posts.author_handle.lower(), score=reactions(posts).cast("float64"))
    return scored.group_by("account").aggregate(
        posts=column.count(),
        reacted=column.score.count(),
        reactions=column.score.sum(),
        reactions2=(column.score * column.score).sum(),
    )


def _best(corpus: Corpus) -> dict[str, tuple[str, int]]:
    posts = corpus.written_by(_accounts(corpus))
    scored = posts.select("mention_id", account=posts.author_handle.lower(), score=reactions(posts))
    scored = scored.filter(scored.score > 0)
    order = ibis.window(group_by="account", order_by=[scored.score.desc(), scored.mention_id])
    first = scored.mutate(place=ibis.row_number().over(order)).filter(column.place == 0)
    rows = corpus.rows(corpus.with_text(first.drop("place")))
    return {str(row["account"]): (_quoted(str(row["text"])), int(str(row["score"]))) for row in rows}


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else f"{line[: QUOTED - 1]}…"


def _published(
    brand: Brand, rows: Mapping[str, Mapping[str, object]], best: Mapping[str, tuple[str, int]]
) -> Published | None:
    theirs = [rows[account] for account in sorted(brand.handles()) if account in rows]
    if not theirs:
        return None
    posts, reacted = (sum(int(str(row[name])) for row in theirs) for name in ("posts", "reacted"))
    total, squares = (
        sum(float(str(row[name] or 0)) for row in theirs) for name in ("reactions", "reactions2")
    )
    known = [best[account] for account in brand.handles() if account in best]
    return Published(
        brand=brand,
        posts=posts,
        engagement=mean_interval(total=total, squares=squares, n=reacted)
        if reacted >= ENOUGH_POSTS
        else None,
        best=max(known, key=lambda pair: (pair[1], pair[0]), default=None),
    )
