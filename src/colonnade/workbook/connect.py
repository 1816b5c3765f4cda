"""Connect: the people. Who is the audience, who is listened to, and whom do we want to know?"""

from django.utils.translation import gettext as _

from colonnade.workbook import nouns
from colonnade.workbook.situation import Situation, listed
from colonnade.workbook.state import Criterion, Step, Todo, share_of


def _heard(situation: Situation) -> Criterion:
    heard = situation.heard
    return Criterion(
        needs=_("Who talks about us"),
        share=share_of([heard.authors > 0, heard.about_us > 0]),
        known=_("{authors} heard, {posts} about us").format(
            authors=nouns.count(nouns.AUTHORS, heard.authors),
            posts=nouns.count(nouns.POSTS, heard.about_us),
        ),
        missing=_("Import posts and define your brand, to see who talks about you."),
        todo=Todo(label=_("See who talks about us"), page="listening:who"),
    )


def _relationships(situation: Situation) -> Criterion:
    people = situation.document.relationships
    return Criterion(
        needs=_("Relationships to build, each with a reason and an owner"),
        share=share_of(bool(person.why and person.owner) for person in people),
        known=_("{people}").format(people=listed([person.name or person.id for person in people])),
        missing=_("Pick people from the influencers' page and say why, and who keeps in touch."),
        todo=Todo(label=_("Find the key influencers"), page="listening:influencers"),
    )


def _audiences(situation: Situation) -> Criterion:
    audiences = situation.document.audiences
    return Criterion(
        needs=_("Audiences that evidence shows"),
        share=share_of(bool(audience.evidence) for audience in audiences),
        known=_("evidence cited for the audience"),
        missing=_("Cite what shows that each audience exists and wants what you say."),
        todo=Todo(label=_("Cite the evidence"), page="strategy:document", fragment="audiences"),
    )


def assess(situation: Situation) -> Step:
    """Return how well the people are known."""
    return Step(
        key="connect",
        title=_("Connect"),
        decides=_("People"),
        criteria=(_heard(situation), _audiences(situation), _relationships(situation)),
        cracks=situation.cracks_of("connect"),
    )
