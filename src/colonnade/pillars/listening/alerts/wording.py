"""What an alert says, in a sentence."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from colonnade.pillars.listening.alerts.figures import Figures, Grain, Share
from colonnade.pillars.listening.alerts.models import AlertRule, RuleKind
from colonnade.pillars.listening.questions import wording
from colonnade.ui.figures import number


def moment(at: datetime, grain: Grain, zone: ZoneInfo) -> str:
    """Return a day as "6 Oct 2026", an hour as "6 Oct 2026, 14:00"."""
    return date_format(at.astimezone(zone), "j M Y, H:i" if grain == "hour" else "j M Y")


def span(began_at: datetime, until_at: datetime, grain: Grain, zone: ZoneInfo) -> str:
    """Return "on 6 Oct 2026", "from 6 Oct 2026 to 9 Oct 2026"; of hours the last one's end."""
    last = until_at if grain == "hour" else until_at - timedelta(seconds=1)
    begin, end = moment(began_at, grain, zone), moment(last, grain, zone)
    if begin == end:
        return _("on %(when)s") % {"when": begin}
    return _("from %(begin)s to %(end)s") % {"begin": begin, "end": end}


def subject(rule: AlertRule) -> str:
    """Return what a rule's posts are about, for sentences."""
    if rule.channel:
        return _("%(name)s on %(channel)s") % {"name": rule.query.name, "channel": rule.channel}
    return rule.query.name


def sentence(
    rule: AlertRule, figures: Figures, *, began_at: datetime, until_at: datetime, zone: ZoneInfo
) -> str:
    """Return what was found, how far above usual it is, with interval and n."""
    when = span(began_at, until_at, figures.grain, zone)
    kind = RuleKind(rule.kind)
    if kind == RuleKind.INFLUENCER:
        return _("%(posts)s about %(subject)s by people with at least %(followers)s followers, %(when)s.") % {
            "posts": wording.posts(round(figures.total)),
            "subject": subject(rule),
            "followers": number(rule.followers),
            "when": when,
        }
    if kind in {RuleKind.NEGATIVE, RuleKind.VOICE}:
        return _of_share(kind, rule, figures, when)
    return _of_count(kind, rule, figures, when, zone)


def _of_count(kind: RuleKind, rule: AlertRule, figures: Figures, when: str, zone: ZoneInfo) -> str:
    what = {
        "posts": wording.posts(round(figures.peak)),
        "subject": subject(rule),
        "term": rule.term,
        "peak": moment(figures.peak_at, figures.grain, zone),
    }
    if kind == RuleKind.TERM:
        said = _("%(posts)s about %(subject)s hold “%(term)s” on %(peak)s") % what
    else:
        said = _("%(posts)s about %(subject)s on %(peak)s") % what
    return _("%(said)s, %(times)s %(usual)s; %(total)s in all %(when)s.") % {
        "said": said,
        "times": _times(figures),
        "usual": _usual(figures),
        "total": number(round(figures.total)),
        "when": when,
    }


def _times(figures: Figures) -> str:
    if not figures.expected or figures.expected < 1:
        return _("far above the usual")
    return _("%(times)s times the usual") % {"times": number(figures.peak / figures.expected)}


def _usual(figures: Figures) -> str:
    said = _("%(expected)s (95 of 100 hours like it have %(low)s to %(high)s)")
    if figures.grain == "day":
        said = _("%(expected)s (95 of 100 days like it have %(low)s to %(high)s)")
    expected, low, high = (figures.expected or 0.0, figures.low or 0.0, figures.high or 0.0)
    return said % {
        "expected": number(round(expected, 1)),
        "low": number(round(low)),
        "high": number(round(high)),
    }


def _of_share(kind: RuleKind, rule: AlertRule, figures: Figures, when: str) -> str:
    what = {
        "share": _share(figures.share),
        "before": _share(figures.before),
        "subject": subject(rule),
        "when": when,
    }
    if kind == RuleKind.NEGATIVE:
        return (
            _(
                "%(share)s of the posts about %(subject)s are negative %(when)s, against %(before)s in the "
                "four weeks before."
            )
            % what
        )
    return (
        _(
            "%(subject)s has %(share)s of the talk about the compared brands %(when)s, against %(before)s in "
            "the four weeks before."
        )
        % what
    )


def _share(share: Share | None) -> str:
    if share is None:
        return _("an unknown share")
    return _("%(value)s (95%% interval %(low)s–%(high)s, n %(n)s)") % {  # noqa: RUF001  a range
        "value": wording.percent(share.value),
        "low": wording.percent(share.low).rstrip("%"),
        "high": wording.percent(share.high),
        "n": number(share.n),
    }
