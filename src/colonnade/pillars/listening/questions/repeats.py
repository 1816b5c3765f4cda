"""Posts that say the same as others: copies, campaigns, shared posts."""

from dataclasses import dataclass

import ibis.expr.types as ir
from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.columns import sampled
from colonnade.pillars.listening.questions.corpus import Corpus

POSTS_READ = 20_000
"""Posts whose texts are compared; of more, a sample, in which fewer copies of a text are met."""
COPIES = 3
SHORTEST = 20
"""Characters of a text that is hardly the same by accident."""
WORTH_SAYING = 0.1
QUOTED = 60

_VARIABLE_PARTS = r"https?://\S+|[@#]\w+|\d+|\s+"


def bare_text(text: ir.StringValue) -> ir.StringValue:
    """Return a text in small letters without links, names, tags, numbers and breaks."""
    return text.lower().re_replace(_VARIABLE_PARTS, " ")


@dataclass(frozen=True)
class Repeats:
    """How much of the talk is copies.

    Attributes:
        share: of the posts read, those of which at least ``COPIES`` say the same.
        text: what is said most.
        posts, people: how often among the posts read, and by how many.
    """

    share: float
    text: str
    posts: int
    people: int


def find_repeats(corpus: Corpus) -> Repeats | None:
    """Return how much is copies; None where nothing is."""
    total = corpus.extent.posts
    read = sampled(corpus.about_us, total=total, most=POSTS_READ)
    texts = corpus.with_text(read.select("mention_id", "author_id"))
    pieces = texts.select("author_id", "text", said=bare_text(texts.text))
    texts = pieces.group_by("said").aggregate(
        posts=column.count(), people=column.author_id.nunique(), text=column.text.min()
    )
    copied = ((texts.posts >= COPIES) & (texts.said.length() >= SHORTEST)).ifelse(texts.posts, 0)
    summed = texts.mutate(copied=copied, read=texts.posts.sum().over(), copies=copied.sum().over())
    rows = corpus.rows(summed.order_by(column.copied.desc(), column.said).limit(1))
    if not rows or not rows[0]["copied"]:
        return None
    most = rows[0]
    return Repeats(
        share=int(str(most["copies"])) / int(str(most["read"])),
        text=" ".join(str(most["text"]).split()),
        posts=int(str(most["posts"])),
        people=int(str(most["people"])),
    )


def repeat_caveats(corpus: Corpus) -> tuple[str, ...]:
    """Return what to say where many posts repeat the same texts."""
    found = find_repeats(corpus)
    if found is None or found.share < WORTH_SAYING:
        return ()
    quoted = found.text if len(found.text) <= QUOTED else f"{found.text[:QUOTED].rstrip()}…"
    return (
        _(
            "%(share)s of the posts read repeat the same texts (names, links and numbers apart), most often "
            "“%(text)s” (%(posts)s by %(people)s): a campaign, shared posts or copies may speak louder than "
            "people do."
        )
        % {
            "share": wording.percent(found.share),
            "text": quoted,
            "posts": wording.posts(found.posts),
            "people": wording.people(found.people),
        },
    )
