"""Where do the conversations happen?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Answer, Measure, Row, Table
from colonnade.pillars.listening.questions.columns import hour_of, weekday_of
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.shapes import count_series, insufficient, share_series
from colonnade.pillars.listening.questions.statistics import ENOUGH_POSTS, Interval, wilson
from colonnade.ui.charts import Chart

KEY = "where"
LISTED = 20
WEEKS_FOR_A_HABIT = 4
"""Weeks of posts below which a weekday's share may be that of a single event."""


def title() -> str:
    """Return the question in words."""
    return _("Where do the conversations happen?")


def answer(corpus: Corpus) -> Answer:
    """Return the channels, hours, places and languages of the talk."""
    extent = corpus.extent
    if extent.posts < ENOUGH_POSTS:
        return insufficient(corpus, key=KEY, title=title())
    channels = _channels(corpus)
    rhythm, languages = _rhythm(corpus)
    return Answer(
        question=KEY,
        title=title(),
        sentence=_sentence(corpus, channels, rhythm),
        n=extent.posts,
        filters=corpus.filters,
        caveats=wording.standing_caveats(corpus) + _caveats(corpus, channels),
        charts=(
            *_channel_charts(corpus, channels),
            _hour_chart(corpus, rhythm),
            _weekday_chart(corpus, rhythm),
        ),
        tables=(
            _channel_table(corpus, channels),
            *_community_tables(corpus),
            _place_table(corpus),
            _language_table(corpus, languages),
        ),
        measures=tuple(Measure(channel.name, channel.name, channel.share) for channel in channels[:LISTED]),
        facts={
            "channels": [
                {
                    "channel": channel.name,
                    "posts": channel.posts,
                    "authors": channel.authors,
                    "share": channel.share.as_json(),
                    "posts_about_others": channel.others,
                }
                for channel in channels
            ],
            "hours": list(rhythm.hours),
            "weekdays": list(rhythm.weekdays),
            "languages": dict(languages),
            "time_zone": str(corpus.zone),
        },
    )


@dataclass(frozen=True)
class Channel:
    """The talk on one network or site.

    Attributes:
        share: of all posts asked about.
        others: posts there under the same filters that are about something else.
    """

    name: str
    posts: int
    authors: int
    share: Interval
    others: int


def _channels(corpus: Corpus) -> tuple[Channel, ...]:
    ours = corpus.about_us.group_by("channel").aggregate(
        posts=column.count(), authors=column.author_id.nunique()
    )
    everything = _counts_in(corpus)
    found = [
        Channel(
            name=str(row["channel"]),
            posts=int(str(row["posts"])),
            authors=int(str(row["authors"])),
            share=wilson(int(str(row["posts"])), corpus.extent.posts),
            others=everything[str(row["channel"])] - int(str(row["posts"])),
        )
        for row in corpus.rows(ours)
    ]
    return tuple(sorted(found, key=lambda channel: (-channel.posts, channel.name)))


def _counts_in(corpus: Corpus) -> Counter[str]:
    rows = corpus.rows(corpus.everything.group_by("channel").aggregate(posts=column.count()))
    return Counter({str(row["channel"]): int(str(row["posts"])) for row in rows})


@dataclass(frozen=True)
class Rhythm:
    """Posts by hour of the day (24) and by weekday from Monday (7), on the organisation's wall clock."""

    hours: tuple[int, ...]
    weekdays: tuple[int, ...]


def _rhythm(corpus: Corpus) -> tuple[Rhythm, tuple[tuple[str, int], ...]]:
    """Return when people write and in which languages, the most frequent first, in one pass."""
    local = corpus.local_seconds(corpus.about_us)
    cells = corpus.about_us.select("language", hour=hour_of(local), weekday=weekday_of(local))
    hours: Counter[int] = Counter()
    weekdays: Counter[int] = Counter()
    languages: Counter[str] = Counter()
    for row in corpus.rows(cells.group_by("language", "hour", "weekday").aggregate(posts=column.count())):
        posts = int(str(row["posts"]))
        hours[int(str(row["hour"]))] += posts
        weekdays[int(str(row["weekday"]))] += posts
        languages[str(row["language"] or "")] += posts
    rhythm = Rhythm(tuple(hours[hour] for hour in range(24)), tuple(weekdays[day] for day in range(7)))
    return rhythm, tuple(sorted(languages.items(), key=lambda pair: (-pair[1], pair[0])))


def _places(corpus: Corpus) -> list[tuple[str, int]]:
    placed = corpus.about_us.filter(column.place.notnull(), column.place != "")
    counted = placed.group_by("place").aggregate(posts=column.count())
    top = counted.order_by(column.posts.desc(), column.place).limit(LISTED)
    return [(str(row["place"]), int(str(row["posts"]))) for row in corpus.rows(top)]


# -- how it is said and shown


def weekday_names() -> tuple[str, ...]:
    """Return the seven weekdays from Monday."""
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )


def _sentence(corpus: Corpus, channels: tuple[Channel, ...], rhythm: Rhythm) -> str:
    values: Mapping[str, object] = {
        "posts": wording.posts(corpus.extent.posts),
        "subject": corpus.subject,
        "channel": channels[0].name,
        "share": wording.share(channels[0].share),
        "window": _window(rhythm),
        "busy": wording.percent(busiest(rhythm)[1] / corpus.extent.posts),
    }
    if len(channels) == 1:
        return (
            _(
                "All %(posts)s about %(subject)s are from %(channel)s; the busiest four hours are "
                "%(window)s (%(busy)s)."
            )
            % values
        )
    return (
        _(
            "%(channel)s holds %(share)s of the %(posts)s about %(subject)s; the busiest four hours "
            "are %(window)s "
            "(%(busy)s)."
        )
        % values
    )


def busiest(rhythm: Rhythm) -> tuple[int, int]:
    """Return the first hour of the busiest four in a row, round midnight too, and the posts in them."""
    windows = [(sum(rhythm.hours[(start + step) % 24] for step in range(4)), -start) for start in range(24)]
    posts, negative = max(windows)
    return -negative, posts


def _window(rhythm: Rhythm) -> str:
    start, _posts = busiest(rhythm)
    return f"{start:02d}:00{wording.DASH}{(start + 4) % 24:02d}:00"


def _caveats(corpus: Corpus, channels: tuple[Channel, ...]) -> tuple[str, ...]:
    found = [
        _("Shares are of what was imported: a channel nobody collects from cannot appear here."),
    ]
    extent = corpus.extent
    if extent.first and extent.last and (extent.last - extent.first).days < 7 * WEEKS_FOR_A_HABIT:
        found.append(
            _(
                "There are fewer than four weeks of posts, so a weekday or an hour may stand for a "
                "single event."
            )
        )
    return tuple(found)


def _channel_charts(corpus: Corpus, channels: tuple[Channel, ...]) -> tuple[Chart, ...]:
    if len(channels) < 2:
        return ()
    shown = channels[:LISTED]
    shares = [channel.share for channel in shown]
    return (
        Chart(
            key="where-channels",
            question=_("Which channels?"),
            answer=_("%(channel)s comes first: %(share)s of %(posts)s.")
            % {
                "channel": shown[0].name,
                "share": wording.share(shown[0].share),
                "posts": wording.posts(corpus.extent.posts),
            },
            kind="hbar",
            categories=tuple(channel.name for channel in shown),
            unit="%",
            series=(share_series(_("share of posts"), shares, tone="own"),),
            links=tuple(corpus.link(channel=channel.name) for channel in shown),
        ),
    )


def _hour_chart(corpus: Corpus, rhythm: Rhythm) -> Chart:
    return Chart(
        key="where-hours",
        question=_("At what time of day?"),
        answer=_("%(busy)s of %(posts)s fall between %(window)s (%(zone)s).")
        % {
            "busy": wording.share(wilson(busiest(rhythm)[1], sum(rhythm.hours))),
            "posts": wording.posts(sum(rhythm.hours)),
            "window": _window(rhythm),
            "zone": str(corpus.zone),
        },
        kind="bar",
        categories=tuple(f"{hour:02d}" for hour in range(24)),
        unit=_("posts"),
        series=(count_series(_("posts"), rhythm.hours, tone="own"),),
        links=tuple(corpus.link(hour=hour) for hour in range(24)),
    )


def _weekday_chart(corpus: Corpus, rhythm: Rhythm) -> Chart:
    names, total = weekday_names(), sum(rhythm.weekdays)
    top = max(range(7), key=lambda day: (rhythm.weekdays[day], -day))
    shares = [wilson(posts, total) for posts in rhythm.weekdays]
    return Chart(
        key="where-weekdays",
        question=_("On which weekdays?"),
        answer=_("%(day)s comes first: %(share)s of %(posts)s.")
        % {
            "day": names[top],
            "share": wording.share(wilson(rhythm.weekdays[top], total)),
            "posts": wording.posts(total),
        },
        kind="bar",
        categories=names,
        unit="%",
        series=(share_series(_("share of posts"), shares, tone="own"),),
        links=tuple(corpus.link(weekday=day) for day in range(7)),
    )


def _channel_table(corpus: Corpus, channels: tuple[Channel, ...]) -> Table:
    return Table(
        key="channels",
        title=_("Channels"),
        note=wording.brackets(),
        columns=(_("Channel"), _("Posts"), _("Share"), _("People"), _("Other posts there")),
        rows=tuple(
            Row(
                (channel.name, channel.posts, wording.brief(channel.share), channel.authors, channel.others),
                corpus.link(channel=channel.name),
            )
            for channel in channels[:LISTED]
        ),
    )


def _community_tables(corpus: Corpus) -> tuple[Table, ...]:
    """Return where within the channels people write; none where no post tells."""
    within = corpus.about_us.filter(column.community.notnull(), column.community != "")
    counted = within.group_by("channel", "community").aggregate(
        posts=column.count(), people=column.author_id.nunique()
    )
    top = counted.order_by(column.posts.desc(), column.channel, column.community).limit(LISTED)
    rows = corpus.rows(top)
    if not rows:
        return ()
    return (
        Table(
            key="communities",
            title=_("Communities"),
            note=_("Parts of a network with people of their own, such as r/excavators."),
            columns=(_("Community"), _("Channel"), _("Posts"), _("People"), _("Share of posts")),
            rows=tuple(
                Row(
                    (
                        str(row["community"]),
                        str(row["channel"]),
                        int(str(row["posts"])),
                        int(str(row["people"])),
                        wording.percent(int(str(row["posts"])) / corpus.extent.posts),
                    ),
                    corpus.link(community=row["community"], channel=row["channel"]),
                )
                for row in rows
            ),
        ),
    )


def _place_table(corpus: Corpus) -> Table:
    return Table(
        key="places",
        title=_("Places people give"),
        note=_("As people write them in their profile or post: not where they were."),
        columns=(_("Place"), _("Posts"), _("Share")),
        rows=tuple(
            Row(
                (place, posts, wording.percent(posts / corpus.extent.posts)),
                corpus.link(place=place),
            )
            for place, posts in _places(corpus)
        ),
        empty=_("No post says a place."),
    )


def _language_table(corpus: Corpus, languages: tuple[tuple[str, int], ...]) -> Table:
    return Table(
        key="languages",
        title=_("Languages"),
        note=_("“und”: too short or too mixed to tell."),
        columns=(_("Language"), _("Posts"), _("Share")),
        rows=tuple(
            Row(
                (language or "und", posts, wording.percent(posts / corpus.extent.posts)),
                corpus.link(language=language) if language else "",
            )
            for language, posts in languages[:LISTED]
        ),
    )
