"""How figures are said."""

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.statistics import Interval

DASH = "\u2013"


def count(n: int) -> str:
    """Return a number with its thousands set apart."""
    return number_format(n, force_grouping=True, use_l10n=True)


def posts(n: int) -> str:
    """Return "1 post", "1,204 posts"."""
    return ngettext("%(n)s post", "%(n)s posts", n) % {"n": count(n)}


def people(n: int) -> str:
    """Return "1 person", "1,204 people"."""
    return ngettext("%(n)s person", "%(n)s people", n) % {"n": count(n)}


def percent(share: float) -> str:
    """Return a share as a whole percentage; small ones with a digit, so that none is shown as 0 %."""
    figure = 100 * share
    return f"{figure:.1f}%" if 0 < figure < 1 else f"{figure:.0f}%"


def share(interval: Interval) -> str:
    """Return a share with its 95 % interval."""
    return _("%(value)s (95%% interval %(low)s%(dash)s%(high)s)") % {
        "dash": DASH,
        "value": percent(interval.value),
        "low": percent(interval.low).rstrip("%"),
        "high": percent(interval.high),
    }


def brief(interval: Interval) -> str:
    """Return a share with its 95 % interval in brackets, for tables."""
    low, high = percent(interval.low).rstrip("%"), percent(interval.high)
    return f"{percent(interval.value)} ({low}{DASH}{high})"


def brackets() -> str:
    """Return how to read ``brief``."""
    return _("In brackets: the 95% interval.")


def points(interval: Interval) -> tuple[float, float, float]:
    """Return an interval of shares as percentages with one digit, for charts."""
    return round(100 * interval.value, 1), round(100 * interval.low, 1), round(100 * interval.high, 1)


def mean(interval: Interval | None) -> str:
    """Return a mean with its 95 % interval, or that there is too little to say."""
    if interval is None:
        return _("insufficient evidence")
    digits = 2 if interval.high < 10 else 1
    return f"{interval.value:.{digits}f} ({interval.low:.{digits}f}{DASH}{interval.high:.{digits}f})"


def listed(names: list[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(most)s and %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}


def day(value: date) -> str:
    """Return a day as "22 Feb 2015"."""
    return date_format(value, "j M Y")


def period(corpus: Corpus) -> str:
    """Return "from 16 Feb 2015 to 22 Feb 2015" for the posts found; empty where there are none."""
    extent = corpus.extent
    if extent.first is None or extent.last is None:
        return ""
    first, last = corpus.day(extent.first), corpus.day(extent.last)
    if first == last:
        return _("on %(day)s") % {"day": day(first)}
    return _("from %(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def too_few(corpus: Corpus) -> str:
    """Return the sentence for a cut with too little evidence."""
    return _("Insufficient evidence: %(posts)s about %(subject)s under these filters.") % {
        "posts": posts(corpus.extent.posts),
        "subject": corpus.subject,
    }


def standing_caveats(corpus: Corpus) -> tuple[str, ...]:
    """Return what holds for every answer over this corpus."""
    if not corpus.says_all or corpus.own:
        return ()
    return (
        _(
            "No brand is defined yet, so this counts every imported post. Define your brand to ask "
            "about it alone."
        ),
    )
