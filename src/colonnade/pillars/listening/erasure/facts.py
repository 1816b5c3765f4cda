"""The stored posts as a place: with their words, matches, and who follows whom."""

from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.erasure.places import Place
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.warehouse.store import open_store


def _count_posts(subject: Subject) -> int:
    facts = open_store().facts(subject.organization_id)
    posts = facts.mentions
    theirs = posts.author_id.isin(sorted(subject.authors)) | posts.mention_id.isin(sorted(subject.mentions))
    return int(facts.run(posts.filter(theirs).count())[0][0].as_py())


def _count_relations(subject: Subject) -> int:
    facts = open_store().facts(subject.organization_id)
    people = sorted(subject.authors)
    follows = facts.follows
    theirs = follows.filter(follows.follower_id.isin(people) | follows.followed_id.isin(people))
    return int(facts.run(theirs.count())[0][0].as_py())


def _count_marks(subject: Subject) -> int:
    facts = open_store().facts(subject.organization_id)
    posts = sorted(subject.mentions)
    tables = (facts.terms, facts.matches)
    return sum(
        int(facts.run(table.filter(table.mention_id.isin(posts)).count())[0][0].as_py()) for table in tables
    )


def _together(_subject: Subject) -> None:
    """Wait: what the store holds goes in one transaction when every other place has forgotten."""


PLACES = (
    Place(key="posts", label=_("Stored posts"), count=_count_posts, forget=_together),
    Place(key="marks", label=_("Words and matches of these posts"), count=_count_marks, forget=_together),
    Place(key="relations", label=_("Who follows whom"), count=_count_relations, forget=_together),
)
