"""Accounts that look automatic, each with the reason; a reader decides, nothing is removed."""

from collections.abc import Sequence

import ibis.expr.types as ir
from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.pillars.listening.questions.corpus import Corpus, day_of, hour_of, sampled

SAME_TEXT_POSTS = 10
SAME_TEXT_SHARE = 0.5
POSTS_A_DAY = 72
TEXTS_READ = 20_000
"""Posts whose texts are compared; of more, a sample."""
SLEEPLESS_POSTS = 60
SLEEPLESS_HOURS = 22

_VARIABLE_PARTS = r"https?://\S+|[@#]\w+|\d+|\s+"


def likely_bots(corpus: Corpus, author_ids: Sequence[str]) -> dict[str, str]:
    """Return those of ``author_ids`` that look automatic, with the reason in words.

    Three signs, each read from the account's posts under the corpus's filters: half or more of at least ten
    posts are one text (links, names and numbers apart), more posts in a day than one every twenty minutes
    round the clock, or posts at nearly every hour of the day.
    """
    if not author_ids:
        return {}
    theirs = corpus.everything.filter(column.author_id.isin(list(author_ids)))
    local = corpus.local_seconds(theirs)
    pieces = theirs.select(
        "mention_id",
        "author_id",
        day=day_of(local),
        hour=hour_of(local),
        said=theirs.text.lower().re_replace(_VARIABLE_PARTS, " "),
    )
    reasons: dict[str, str] = {}
    posts = 0
    for row in corpus.rows(_rhythm(pieces)):
        posts += int(str(row["posts"]))
        reason = _rhythm_reason(int(str(row["most"])), int(str(row["posts"])), int(str(row["hours"])))
        if reason:
            reasons[str(row["author_id"])] = reason
    for row in corpus.rows(_repeats(sampled(pieces, total=posts, most=TEXTS_READ))):
        same, read = int(str(row["same"])), int(str(row["posts"]))
        if read >= SAME_TEXT_POSTS and same >= SAME_TEXT_SHARE * read:
            said = _("%(same)d of %(read)d posts read say the same") % {"same": same, "read": read}
            reasons[str(row["author_id"])] = said
    return reasons


def _rhythm(pieces: ir.Table) -> ir.Table:
    days = pieces.group_by("author_id", "day").aggregate(posts=column.count())
    busiest = days.group_by("author_id").aggregate(most=column.posts.max(), posts=column.posts.sum())
    hours = pieces.group_by("author_id").aggregate(hours=column.hour.nunique())
    return busiest.inner_join(hours, "author_id")


def _rhythm_reason(most: int, posts: int, hours: int) -> str:
    if most >= POSTS_A_DAY:
        return _("%(most)d posts in one day") % {"most": most}
    if posts >= SLEEPLESS_POSTS and hours >= SLEEPLESS_HOURS:
        return _("posts at %(hours)d of the 24 hours") % {"hours": hours}
    return ""


def _repeats(pieces: ir.Table) -> ir.Table:
    texts = pieces.group_by("author_id", "said").aggregate(posts=column.count())
    return texts.group_by("author_id").aggregate(same=column.posts.max(), posts=column.posts.sum())
