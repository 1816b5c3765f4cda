"""Who are the key influencers?"""

from django.utils.translation import gettext as _

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Answer, Measure
from colonnade.pillars.listening.questions.bots import find_doubts
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.influencers.network import attention_graph
from colonnade.pillars.listening.questions.influencers.people import heard_people, writers
from colonnade.pillars.listening.questions.influencers.portfolio import pick
from colonnade.pillars.listening.questions.influencers.showing import (
    LISTED,
    caveats_of,
    charts,
    nobody,
    people_table,
    portfolio_tables,
    sentence,
)
from colonnade.pillars.listening.questions.shapes import counted, insufficient
from colonnade.pillars.listening.questions.statistics import ENOUGH_POSTS

KEY = "influencers"


def title() -> str:
    """Return the question in words."""
    return _("Who are the key influencers?")


def answer(corpus: Corpus) -> Answer:
    """Return the people who are heard in this talk, and a group of mid-size ones who together reach many."""
    if corpus.extent.posts < ENOUGH_POSTS:
        return insufficient(corpus, key=KEY, title=title())
    graph = attention_graph(corpus)
    ours = writers(corpus, graph)
    heard = graph.heard_by(ours)
    people = heard_people(corpus, graph, ours, heard)
    caveats = (*wording.standing_caveats(corpus), *caveats_of(people))
    if not people:
        return Answer(
            question=KEY,
            title=title(),
            sentence=nobody(corpus, heard),
            n=corpus.extent.posts,
            filters=corpus.filters,
            enough=False,
            caveats=caveats,
            facts={"people": len(graph.people), "ties": len(graph.source), "influencers": []},
        )
    doubts = find_doubts(corpus, [person.id for person in people[: LISTED * 2]])
    picked = pick(graph, people, doubts.bots)
    return Answer(
        question=KEY,
        title=title(),
        sentence=sentence(corpus, people, picked),
        n=corpus.extent.posts,
        filters=corpus.filters,
        caveats=caveats,
        charts=charts(corpus, people),
        tables=(people_table(corpus, people, doubts.together()), *portfolio_tables(corpus, people, picked)),
        measures=(
            counted("heard", _("people who are heard"), len(people)),
            *(
                Measure(person.id, person.shown, person.attention, "mean")
                for person in people[:LISTED]
                if person.attention_known
            ),
        ),
        facts={
            "people": len(graph.people),
            "ties": len(graph.source),
            "influencers": [person.as_json() for person in people[:LISTED]],
            "portfolio": None if picked is None else picked.as_json(people),
            "likely_bots": doubts.bots,
            "paid": doubts.paid,
        },
    )
