"""How topics and terms are said and shown."""

from django.utils.translation import gettext as _

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Row, Table
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.repeats import repeat_caveats
from colonnade.pillars.listening.questions.shapes import share_series
from colonnade.pillars.listening.questions.statistics import (
    ENOUGH_AUTHORS,
    ENOUGH_POSTS,
    Interval,
)
from colonnade.pillars.listening.questions.topics import Topics
from colonnade.pillars.listening.questions.what.names import Names
from colonnade.pillars.listening.questions.what.rising import Rising
from colonnade.pillars.listening.questions.what.terms import LISTED, Usage, asked_about, distinctive
from colonnade.pillars.listening.understanding.names import kind_names
from colonnade.ui.charts import Chart


def sentence(corpus: Corpus, topics: Topics, asked: Interval) -> str:
    """Return the answer in words."""
    named = [" · ".join(topic.terms[:3]) for topic in topics.found[:3]]
    if not named:
        lead = _("No topic stands out in %(posts)s about %(subject)s")
    else:
        lead = _("The talk about %(subject)s (%(posts)s %(period)s) is mostly about %(topics)s")
    asking = _("; %(asked)s of the posts ask a question.")
    return (lead + asking) % {
        "posts": wording.posts(corpus.extent.posts),
        "subject": corpus.subject,
        "period": wording.period(corpus),
        "topics": wording.listed([f"“{name}”" for name in named]),
        "asked": wording.share(asked),
    }


def caveats(corpus: Corpus, topics: Topics, usage: Usage) -> tuple[str, ...]:
    """Return what a reader of topics must know."""
    found = [
        _("A post can belong to several topics. Topics are named by their words; nobody has read them yet.")
    ]
    if topics.sample < corpus.extent.posts:
        read = _("Topics and words come from a random sample of %(posts)s, and their counts with them.")
        found.append(read % {"posts": wording.posts(usage.posts)})
    found += repeat_caveats(corpus)
    if usage.others < ENOUGH_POSTS:
        found.append(_("There are too few other posts to tell what is special about this talk."))
    return tuple(found)


def topic_charts(corpus: Corpus, topics: Topics) -> tuple[Chart, ...]:
    """Return the chart of topics, where there are any."""
    shown = [topic for topic in topics.found if topic.posts >= ENOUGH_POSTS // 2][:LISTED]
    if not shown:
        return ()
    shares = [topic.share for topic in shown]
    return (
        Chart(
            key="what-topics",
            question=_("Which topics?"),
            answer=_("“%(name)s” comes first: %(share)s of %(posts)s.")
            % {
                "name": " · ".join(shown[0].terms),
                "share": wording.share(shown[0].share),
                "posts": wording.posts(topics.sample),
            },
            kind="hbar",
            categories=tuple(" · ".join(topic.terms) for topic in shown),
            unit="%",
            series=(share_series(_("share of posts"), shares, tone="own"),),
            links=tuple(corpus.link(term=",".join(topic.terms)) for topic in shown),
        ),
    )


def distinct_table(corpus: Corpus, usage: Usage) -> Table:
    """Return the terms that set this talk apart."""
    return Table(
        key="distinctive",
        title=_("What is said about %(subject)s more than in other posts") % {"subject": corpus.subject},
        note=_("Words and hashtags that differ beyond chance, the surest first."),
        columns=(_("Term"), _("Posts"), _("Share here"), _("Share elsewhere"), _("People")),
        rows=tuple(
            Row(
                cells=(
                    term.written,
                    term.ours,
                    wording.percent(term.ours / usage.posts),
                    wording.percent(term.theirs / usage.others),
                    usage.people(term),
                ),
                link=corpus.link(term=term.written),
            )
            for term, _z in distinctive(usage)
        ),
        empty=_("Nothing differs beyond chance from the other posts, or there are too few others."),
    )


def rising_table(corpus: Corpus, rising: Rising | None) -> Table:
    """Return the terms that rise."""
    columns = (_("Term"), _("Posts now"), _("Share now"), _("Share before"), _("People"))
    heading = _("What is rising")
    if rising is None:
        return Table(
            key="rising",
            title=heading,
            columns=columns,
            rows=(),
            empty=_("Too few posts in one of the two periods to tell what is rising."),
        )
    return Table(
        key="rising",
        title=heading,
        note=_("Since %(day)s (%(now)s), against %(before)s before.")
        % {
            "day": wording.day(rising.split),
            "now": wording.posts(rising.posts_now),
            "before": wording.posts(rising.posts_before),
        },
        columns=columns,
        rows=tuple(
            Row(
                cells=(
                    term.written,
                    term.ours,
                    wording.percent(term.ours / rising.posts_now),
                    wording.percent(term.theirs / rising.posts_before),
                    people,
                ),
                link=corpus.link(term=term.written, since=rising.split),
            )
            for term, people in rising.people.items()
        ),
        empty=_("Nothing rises beyond chance."),
    )


def asked_table(corpus: Corpus, usage: Usage, asked: Interval) -> Table:
    """Return what is asked about."""
    return Table(
        key="asked",
        title=_("What people ask about"),
        note=_("%(share)s of the posts ask a question; these terms are commoner in them than in the others.")
        % {"share": wording.share(asked)},
        columns=(_("Term"), _("Questions"), _("Share of questions"), _("Share of other posts")),
        rows=tuple(
            Row(
                cells=(
                    term.written,
                    term.asking,
                    wording.percent(term.asking / usage.asking),
                    wording.percent((term.ours - term.asking) / (usage.posts - usage.asking)),
                ),
                link=corpus.link(term=term.written, asks=True),
            )
            for term in list(asked_about(usage))[:LISTED]
            if usage.people(term) >= ENOUGH_AUTHORS
        ),
        empty=_("No term is asked about beyond chance."),
    )


def hashtag_table(corpus: Corpus, usage: Usage) -> Table:
    """Return the hashtags, the most frequent first."""
    tags = [(tag, usage.people(tag)) for tag in usage.hashtags() if usage.people(tag) >= 2][:LISTED]
    return Table(
        key="hashtags",
        title=_("Hashtags"),
        columns=(_("Hashtag"), _("Posts"), _("People")),
        rows=tuple(
            Row((tag.written, tag.ours, people), corpus.link(term=tag.written)) for tag, people in tags
        ),
        empty=_("No hashtag was used by two people or more."),
    )


def names_table(corpus: Corpus, names: Names) -> Table:
    """Return whom and what people name, the names that most people used first."""
    return Table(
        key="names",
        title=_("Whom and what people name"),
        note=_("In %(posts)s in English that were read for names; brands are left out. %(brackets)s")
        % {"posts": wording.posts(names.read), "brackets": wording.brackets()},
        columns=(_("Name"), _("Kind"), _("People"), _("Share of posts")),
        rows=tuple(
            Row(
                (one.name, kind_names()[one.kind], one.people, wording.brief(one.share)),
                corpus.link(text=one.name),
            )
            for one in names.found
        ),
        empty=_("No name was used by three people or more."),
    )
