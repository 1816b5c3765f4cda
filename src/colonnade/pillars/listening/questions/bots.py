"""Accounts that look automatic or paid, each with the reason; a reader decides, nothing is removed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import ibis.expr.types as ir
import numpy as np
from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.pillars.listening.questions.corpus import Corpus, day_of, hour_of, sampled
from colonnade.pillars.listening.questions.repeats import bare_text

SAME_TEXT_POSTS = 10
SAME_TEXT_SHARE = 0.5
POSTS_A_DAY = 72
TEXTS_READ = 20_000
"""Posts whose texts are compared; of more, a sample."""
SLEEPLESS_POSTS = 60
NIGHT = 6
SLEEPLESS_SHARE = 0.15
"""Share of the posts in the quietest ``NIGHT`` hours from which nobody seems to sleep; even is 25 %."""
PAID_TAGS = (
    *("ad", "advert", "advertisement", "sponsored", "paidpartnership", "brandambassador", "gifted"),
    *("anzeige", "werbung", "publicidad", "publi", "colaboracionpagada", "publicite", "pub"),
)
"""Hashtags by which law or networks ask people to say that a post is paid for."""


def likely_bots(corpus: Corpus, author_ids: Sequence[str]) -> dict[str, str]:
    """Return those of ``author_ids`` that look automatic, with the reason in words.

    Three signs, each read from the account's posts under the corpus's filters: half or more of at least ten
    posts are one text (links, names and numbers apart), more posts in a day than one every twenty minutes
    round the clock, or no stretch of hours in which the account rests.
    """
    if not author_ids:
        return {}
    theirs = corpus.everything.filter(column.author_id.isin(list(author_ids)))
    local = corpus.local_seconds(theirs)
    pieces = theirs.select(
        "mention_id", "author_id", day=day_of(local), hour=hour_of(local), said=bare_text(theirs.text)
    )
    busiest, hours = _busiest_days(corpus, pieces), _hours(corpus, pieces)
    reasons = {
        author: reason for author in hours if (reason := _rhythm_reason(busiest[author], hours[author]))
    }
    posts = sum(sum(counts) for counts in hours.values())
    for row in corpus.rows(_repeats(sampled(pieces, total=posts, most=TEXTS_READ))):
        same, read = int(str(row["same"])), int(str(row["posts"]))
        if read >= SAME_TEXT_POSTS and same >= SAME_TEXT_SHARE * read:
            said = _("%(same)d of %(read)d posts read say the same") % {"same": same, "read": read}
            reasons[str(row["author_id"])] = said
    return reasons


def _busiest_days(corpus: Corpus, pieces: ir.Table) -> dict[str, int]:
    days = pieces.group_by("author_id", "day").aggregate(posts=column.count())
    rows = corpus.rows(days.group_by("author_id").aggregate(most=column.posts.max()))
    return {str(row["author_id"]): int(str(row["most"])) for row in rows}


def _hours(corpus: Corpus, pieces: ir.Table) -> dict[str, list[int]]:
    """Return each account's posts by hour of the day."""
    found: dict[str, list[int]] = defaultdict(lambda: [0] * 24)
    for row in corpus.rows(pieces.group_by("author_id", "hour").aggregate(posts=column.count())):
        found[str(row["author_id"])][int(str(row["hour"]))] = int(str(row["posts"]))
    return dict(found)


def _rhythm_reason(most: int, hours: Sequence[int]) -> str:
    if most >= POSTS_A_DAY:
        return _("%(most)d posts in one day") % {"most": most}
    posts = sum(hours)
    if posts >= SLEEPLESS_POSTS and quietest(hours) >= SLEEPLESS_SHARE * posts:
        return _("posts round the clock, without a night")
    return ""


def quietest(hours: Sequence[int]) -> int:
    """Return the posts in the quietest ``NIGHT`` hours in a row, round midnight too."""
    sums = np.cumsum([0, *hours, *hours])
    return int(min(sums[start + NIGHT] - sums[start] for start in range(24)))


def _repeats(pieces: ir.Table) -> ir.Table:
    texts = pieces.group_by("author_id", "said").aggregate(posts=column.count())
    return texts.group_by("author_id").aggregate(same=column.posts.max(), posts=column.posts.sum())


def paid_accounts(corpus: Corpus, author_ids: Sequence[str]) -> dict[str, str]:
    """Return those of ``author_ids`` who say themselves that posts of theirs are paid, with how many.

    Payment that nobody discloses cannot be seen in a post.
    """
    if not author_ids:
        return {}
    theirs = corpus.everything.filter(column.author_id.isin(list(author_ids)))
    tags = corpus.facts.terms.filter(column.kind == "hashtag", column.term.isin(list(PAID_TAGS)))
    marked = theirs.semi_join(tags, "mention_id").group_by("author_id").aggregate(posts=column.count())
    return {
        str(row["author_id"]): _("%(posts)s marked as advertising") % {"posts": row["posts"]}
        for row in corpus.rows(marked)
    }


def signs(*found: Mapping[str, str]) -> dict[str, str]:
    """Return all reasons for each account together."""
    together: dict[str, list[str]] = defaultdict(list)
    for reasons in found:
        for author, reason in reasons.items():
            together[author].append(reason)
    return {author: "; ".join(reasons) for author, reasons in together.items()}
