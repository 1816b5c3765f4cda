"""Create: the content. What does the audience want to know, and what shall we make of it?"""

from django.utils.translation import gettext as _

from colonnade.workbook import nouns
from colonnade.workbook.situation import Situation, listed
from colonnade.workbook.state import Criterion, Step, Todo, share_of


def _demand(situation: Situation) -> Criterion:
    heard = situation.heard
    return Criterion(
        needs=_("What the audience talks about and asks"),
        share=share_of([heard.posts > 0, bool(heard.topics), heard.questions > 0]),
        known=_("{posts} heard, {questions} among them; people talk about {topics}").format(
            posts=nouns.count(nouns.POSTS, heard.posts),
            questions=nouns.count(nouns.QUESTIONS, heard.questions),
            topics=listed(heard.topics) or _("nothing in particular yet"),
        ),
        missing=_("Import posts, so that topics come from customers and not from the meeting room."),
        todo=Todo(label=_("Listen: import posts"), page="listening:imports"),
    )


def _audiences(situation: Situation) -> Criterion:
    audiences = situation.document.audiences
    return Criterion(
        needs=_("An audience and what it wants"),
        share=share_of(bool(audience.wants) for audience in audiences),
        known=_("written for {audiences}").format(
            audiences=listed([item.name or item.id for item in audiences])
        ),
        missing=_("Name the audience and the questions it wants answered."),
        todo=Todo(label=_("Describe the audience"), page="strategy:document", fragment="audiences"),
    )


def _methods(situation: Situation) -> Criterion:
    methods = situation.document.methods
    complete = [bool(item.format and item.hours and item.effects) for item in methods]
    return Criterion(
        needs=_("Content to make, with its hours, cost and the goal it moves"),
        share=share_of(complete),
        known=_("{done} of {methods} are ready to plan").format(done=sum(complete), methods=len(methods)),
        missing=_("Give each method a format, its hours and the goal it moves."),
        todo=Todo(label=_("Complete the methods"), page="strategy:document", fragment="methods"),
    )


def _topics(situation: Situation) -> Criterion:
    methods = situation.document.methods
    heard = " ".join(situation.heard.topics).casefold()
    wanted = {want.casefold() for audience in situation.document.audiences for want in audience.wants}
    tied = [
        any(topic.casefold() in heard or topic.casefold() in wanted for topic in method.topics)
        for method in methods
    ]
    return Criterion(
        needs=_("Topics that the audience asked for"),
        share=share_of(tied),
        known=_("{done} of {methods} answer something that was asked for").format(
            done=sum(tied), methods=len(methods)
        ),
        missing=_("Tie each method to a topic that listening heard or the audience wants."),
        todo=Todo(label=_("See what people talk about"), page="listening:what"),
    )


def assess(situation: Situation) -> Step:
    """Return how well the content is founded on what the audience wants."""
    return Step(
        key="create",
        title=_("Create"),
        decides=_("Content"),
        criteria=(_demand(situation), _audiences(situation), _methods(situation), _topics(situation)),
        cracks=situation.cracks_of("create"),
    )
