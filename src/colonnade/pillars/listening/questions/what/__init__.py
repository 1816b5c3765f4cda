"""What are they talking about?"""

from django.utils.translation import gettext as _

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Answer, Measure
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.shapes import insufficient
from colonnade.pillars.listening.questions.statistics import ENOUGH_POSTS, wilson
from colonnade.pillars.listening.questions.topics import find_topics
from colonnade.pillars.listening.questions.what.names import find_names
from colonnade.pillars.listening.questions.what.rising import find_rising
from colonnade.pillars.listening.questions.what.showing import (
    asked_table,
    caveats,
    distinct_table,
    hashtag_table,
    names_table,
    rising_table,
    sentence,
    topic_charts,
)
from colonnade.pillars.listening.questions.what.terms import LISTED, POSTS_READ, distinctive, term_usage

__all__ = ["KEY", "answer", "distinctive", "term_usage", "title"]

KEY = "what"


def title() -> str:
    """Return the question in words."""
    return _("What are they talking about?")


def answer(corpus: Corpus) -> Answer:
    """Return the topics, what sets us apart from the rest of the talk, what rises, and what is asked."""
    extent = corpus.extent
    if extent.posts < ENOUGH_POSTS:
        return insufficient(corpus, key=KEY, title=title())
    usage = term_usage(corpus)
    spelt = [(term.kind, term.term) for term in usage.terms]
    topics = find_topics(corpus, spelt, most=POSTS_READ, read=usage.posts)
    rising = find_rising(corpus)
    names = find_names(corpus)
    asked = wilson(usage.asking, usage.posts)
    return Answer(
        question=KEY,
        title=title(),
        sentence=sentence(corpus, topics, asked),
        n=extent.posts,
        filters=corpus.filters,
        caveats=wording.standing_caveats(corpus) + caveats(corpus, topics, usage),
        charts=topic_charts(corpus, topics),
        tables=(
            distinct_table(corpus, usage),
            rising_table(corpus, rising),
            asked_table(corpus, usage, asked),
            hashtag_table(corpus, usage),
            names_table(corpus, names),
        ),
        measures=(Measure("asking", _("posts that ask a question"), asked),),
        facts={
            "topics": [
                {"terms": list(topic.terms), "posts": topic.posts, "share": topic.share.as_json()}
                for topic in topics.found[:LISTED]
            ],
            "posts_read_for_topics": topics.sample,
            "distinctive": [term.written for term, _z in distinctive(usage)[:LISTED]],
            "rising": [] if rising is None else [term.written for term in rising.people],
            "names": [{"kind": one.kind, "name": one.name, "people": one.people} for one in names.found],
            "posts_read_for_names": names.read,
            "asking": asked.as_json(),
        },
    )
