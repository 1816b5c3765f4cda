"""Accounts that look automatic or paid, each with the reason; a reader decides, nothing is removed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.columns import day_of, hour_of, sampled
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.repeats import bare_text

SAME_TEXT_POSTS = 10
SAME_TEXT_SHARE = 0.5
POSTS_A_DAY = 72
TEXTS_READ = 20_000
"""Posts whose texts are read; of more, a sample."""
SLEEPLESS_POSTS = 60
NIGHT = 6
SLEEPLESS_SHARE = 0.15
"""Share of the posts in the quietest ``NIGHT`` hours from which nobody seems to sleep; even is 25 %."""
PAID_TAGS = (
    *("ad", "advert", "advertisement", "sponsored", "paidpartnership", "brandambassador", "gifted"),
    *("anzeige", "werbung", "publicidad", "publi", "colaboracionpagada", "publicite", "pub"),
)
"""Hashtags by which law or networks ask people to say that a post is paid for."""
_PAID = rf"(^|[^a-z0-9_&])#({'|'.join(PAID_TAGS)})($|[^a-z0-9_])"


@dataclass(frozen=True)
class Doubts:
    """Accounts to look at twice, each with the reason in words, by id.

    Attributes:
        bots: those that look automatic.
        paid: those that say themselves that posts of theirs are paid; payment that nobody discloses cannot be
            seen in a post.
    """

    bots: dict[str, str]
    paid: dict[str, str]

    def together(self) -> dict[str, str]:
        """Return all reasons for each account."""
        ids = sorted({*self.bots, *self.paid})
        return {one: "; ".join(filter(None, [self.bots.get(one), self.paid.get(one)])) for one in ids}


def find_doubts(corpus: Corpus, author_ids: Sequence[str]) -> Doubts:
    """Return which of ``author_ids`` look automatic or say that they are paid.

    Three signs of an automatic account, each read from its posts under the corpus's filters: half or more of
    at least ten posts are one text (links, names and numbers apart), more posts in a day than one every
    twenty minutes round the clock, or no stretch of hours in which the account rests.
    """
    if not author_ids:
        return Doubts({}, {})
    theirs = corpus.everything.filter(column.author_id.isin(list(author_ids)))
    habits = _habits(corpus, theirs)
    bots = {one.author: reason for one in habits if (reason := _rhythm_reason(one.most, one.hours))}
    posts = sum(sum(one.hours) for one in habits)
    paid: dict[str, str] = {}
    for row in corpus.rows(_said(corpus, sampled(theirs, total=posts, most=TEXTS_READ))):
        same, read, adverts = (int(str(row[name])) for name in ("same", "posts", "paid"))
        author = str(row["author_id"])
        if read >= SAME_TEXT_POSTS and same >= SAME_TEXT_SHARE * read:
            said = _("%(same)d of %(read)d posts read say the same") % {"same": same, "read": read}
            bots[author] = said
        if adverts:
            paid[author] = _("%(posts)s marked as advertising") % {"posts": wording.posts(adverts)}
    return Doubts(bots, paid)


@dataclass(frozen=True)
class Habits:
    """How an account posts.

    Attributes:
        most: posts on its busiest day.
        hours: posts by hour of the day.
    """

    author: str
    most: int
    hours: tuple[int, ...]


def _habits(corpus: Corpus, theirs: ir.Table) -> list[Habits]:
    local = corpus.local_seconds(theirs)
    pieces = theirs.select("author_id", day=day_of(local), hour=hour_of(local))
    days = pieces.group_by("author_id", "day").aggregate(posts=column.count())
    busiest = corpus.rows(days.group_by("author_id").aggregate(most=column.posts.max()))
    hours: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 24)
    for row in corpus.rows(pieces.group_by("author_id", "hour").aggregate(posts=column.count())):
        hours[str(row["author_id"])][int(str(row["hour"]))] = int(str(row["posts"]))
    return [
        Habits(str(row["author_id"]), int(str(row["most"])), tuple(hours[str(row["author_id"])]))
        for row in busiest
    ]


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


def _said(corpus: Corpus, posts: ir.Table) -> ir.Table:
    """Return of each author the posts read, those of the text said most, and those marked as paid for."""
    read = corpus.with_text(posts.select("mention_id", "author_id"))
    marked = read.text.lower().re_search(_PAID).ifelse(1, 0)
    pieces = read.select("author_id", said=bare_text(read.text), paid=marked)
    texts = pieces.group_by("author_id", "said").aggregate(posts=column.count(), paid=column.paid.sum())
    return texts.group_by("author_id").aggregate(
        same=column.posts.max(), posts=column.posts.sum(), paid=column.paid.sum()
    )
