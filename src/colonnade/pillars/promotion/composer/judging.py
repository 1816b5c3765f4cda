"""What is to be said of a variant before it goes out: by its network, by the policies, by the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from colonnade.campaigns.clashes import SAME_TEXT_DAYS
from colonnade.campaigns.entries import Entry, Span
from colonnade.campaigns.likeness import alike
from colonnade.campaigns.queries import blackout_at, entries_of
from colonnade.channels.contract import Counted, Draft, Problem
from colonnade.governance.policies.checking import Context, Finding, Rule, blocks, check
from colonnade.governance.policies.queries import active_rules
from colonnade.governance.policies.reading import lix
from colonnade.organization.models import Organization
from colonnade.pillars.promotion.composer.assembling import draft_of
from colonnade.pillars.promotion.composer.linking import Links, links_of
from colonnade.pillars.promotion.composer.models import Post, Variant
from colonnade.pillars.promotion.library.models import MediaItem
from colonnade.publishing.operations.drafting import problems


@dataclass(frozen=True, kw_only=True)
class PartCount:
    """How long one part of a draft is, by its network's own counter."""

    text: str
    counts: tuple[Counted, ...]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A variant as it would go out, and what is to be said of it.

    Attributes:
        draft: None where it cannot be made, for the reason in ``problems``.
        problems: of the network's rules, errors first.
        findings: of the policies, what blocks first.
    """

    variant: Variant
    draft: Draft | None
    parts: tuple[PartCount, ...]
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]

    @property
    def stopped(self) -> bool:
        """Whether it cannot be handed in as it is."""
        return blocks(self.findings) or any(problem.severity == "error" for problem in self.problems)

    @property
    def changed_since(self) -> bool:
        """Whether it differs from what was handed in of it."""
        handed = self.variant.publication
        return handed is not None and self.draft is not None and handed.digest != self.draft.digest


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A post with all that is to be said of it.

    Attributes:
        lix: how hard it is to read; None where it is too short to tell.
        warnings: sentences about the post as a whole: its media, its day, its likeness to others.
        ended: titles of its media that may no longer be used.
    """

    variants: tuple[Judged, ...]
    lix: float | None
    warnings: tuple[str, ...]
    ended: tuple[str, ...]

    @property
    def stopped(self) -> bool:
        """Whether it cannot be handed in as it is."""
        return not self.variants or bool(self.ended) or any(one.stopped for one in self.variants)


def judge(post: Post, variants: Sequence[Variant], items: Sequence[MediaItem], *, now: datetime) -> Verdict:
    """Return what networks, policies and the calendar say of a post. Pure but for reading."""
    rules, links = active_rules(organization=post.organization), links_of(post, variants)
    day = (post.wanted_at or now).date()
    return Verdict(
        variants=tuple(_judged(post, variant, items, rules, links) for variant in variants),
        lix=lix(post.text),
        warnings=(*_of_media(items, day), *_of_calendar(post, variants, now)),
        ended=tuple(item.title for item in items if item.expired(day) or item.retired_at is not None),
    )


def _judged(
    post: Post, variant: Variant, items: Sequence[MediaItem], rules: Sequence[Rule], links: Links
) -> Judged:
    try:
        draft = draft_of(post, variant, items, links)
    except (FileNotFoundError, ValueError) as error:
        told = Problem(field="media", message=_("It cannot be put together: %(why)s") % {"why": error})
        return Judged(variant=variant, draft=None, parts=(), problems=(told,), findings=())
    found = problems(profile=variant.profile, content=draft)
    context = Context(
        unit=post.unit.pk if post.unit else None,
        channel=variant.profile.account.connector,
        campaign=post.root.pk if post.root else None,
        paid=post.paid,
    )
    said = "\n\n".join(text for text in (draft.text, draft.first_comment) if text)
    return Judged(
        variant=variant,
        draft=draft,
        parts=_counted(variant, draft),
        problems=tuple(sorted(found, key=lambda problem: (problem.severity, problem.part))),
        findings=tuple(check(said, context=context, rules=rules)),
    )


def _counted(variant: Variant, draft: Draft) -> tuple[PartCount, ...]:
    publisher, posting = variant.profile.publisher(), variant.profile.posting()
    if publisher is None or posting is None:
        return tuple(PartCount(text=part.text, counts=()) for part in draft.parts)
    return tuple(
        PartCount(text=part.text, counts=tuple(publisher.count(part.text, posting))) for part in draft.parts
    )


def _of_media(items: Sequence[MediaItem], day: date) -> list[str]:
    told = []
    for item in items:
        if item.retired_at is not None:
            told.append(_("“%(title)s” was retired from the library.") % {"title": item.title})
        elif item.expired(day):
            told.append(_("“%(title)s” may no longer be used on that day.") % {"title": item.title})
        elif item.expires_on is not None and item.expires_soon(day):
            told.append(
                _("“%(title)s” may be used until %(day)s only.")
                % {"title": item.title, "day": date_format(item.expires_on, "j M Y")}
            )
    return told


def _of_calendar(post: Post, variants: Sequence[Variant], now: datetime) -> list[str]:
    moment = post.wanted_at or now
    told = []
    silence = blackout_at(
        organization=post.organization, moment=moment, unit=post.unit.pk if post.unit else None
    )
    if silence is not None and post.wanted_at is not None:
        told.append(_("Nothing goes out then: %(reason)s.") % {"reason": silence.reason})
    own = {str(variant.publication_id) for variant in variants if variant.publication_id}
    told += [
        _("Nearly the same text stands in the calendar as “%(title)s”, on %(day)s.")
        % {"title": entry.title, "day": date_format(entry.starts_at.date(), "j M Y")}
        for entry in _alike(post.organization, post.text, moment)
        if entry.source == "activity" or entry.id not in own
    ]
    return told


def _alike(organization: Organization, text: str, moment: datetime) -> list[Entry]:
    """Return what says nearly the same within the days in which readers would notice."""
    near = timedelta(days=SAME_TEXT_DAYS)
    span = Span(start=moment - near, end=moment + near)
    entries = {
        entry.key: entry
        for entry in entries_of(organization=organization, span=span)
        if entry.text and not entry.off
    }
    pairs = alike({"": text, **{key: entry.text for key, entry in entries.items()}})
    names = [one or other for one, other, _likeness in pairs if "" in (one, other)]
    return [entries[name] for name in names]
