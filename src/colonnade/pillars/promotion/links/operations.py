"""Writes: links are made, led elsewhere, closed and opened again."""

from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from colonnade.campaigns.utm import tag
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.pillars.promotion.links.clicks.book import BOOK
from colonnade.pillars.promotion.links.codes import chosen_code, random_code
from colonnade.pillars.promotion.links.models import ShortLink, TargetChange
from colonnade.pillars.promotion.links.plans import LinkPlan
from colonnade.pillars.promotion.links.targets import checked_target

TRIES = 8


def add_link(*, organization: Organization, plan: LinkPlan, actor: User | None, now: datetime) -> ShortLink:
    """Make a link of its own.

    Raises:
        ValidationError: where the target is no web page, or the code cannot be used or is taken; by field.
    """
    link = _of(organization, plan, actor, now)
    if plan.code:
        try:
            link.code = chosen_code(plan.code)
        except ValueError as error:
            raise ValidationError({"code": str(error)}) from error
    with transaction.atomic():
        _save(link, chosen=bool(plan.code))
        _audit(link, "link.added", actor, now)
    return link


def shorten(*, organization: Organization, plan: LinkPlan, actor: User | None, now: datetime) -> ShortLink:
    """Return the short link of an address in a post; the same plan gives the same link.

    Raises:
        ValidationError: under ``url``, where it is no web page.
    """
    known = ShortLink.objects.filter(organization=organization, digest=plan.digest)
    found = known.first()
    if found is not None:
        return found
    link = _of(organization, plan, actor, now)
    link.digest = plan.digest
    try:
        with transaction.atomic():
            _save(link, chosen=False)
            _audit(link, "link.added", actor, now)
    except _Taken:
        # Somebody shortened the same at the same moment.
        return known.get()
    return link


@transaction.atomic
def lead_elsewhere(*, link: ShortLink, url: str, actor: User | None, now: datetime) -> ShortLink:
    """Let a link lead to another page, tagged as the first was; what it led to before stays known.

    Raises:
        ValidationError: under ``url``, where it is no web page.
    """
    link = ShortLink.objects.select_for_update(of=("self",)).select_related("organization").get(pk=link.pk)
    before, after = link.target, _tagged(link.organization, url, link)
    if before != after:
        link.target, link.changed_at = after, now
        link.save(update_fields=["target", "changed_at"])
        TargetChange.objects.create(link=link, before=before, after=after, changed_by=actor, changed_at=now)
        _audit(link, "link.led_elsewhere", actor, now, before=before)
    return link


@transaction.atomic
def describe(
    *, link: ShortLink, title: str, expires_at: datetime | None, actor: User | None, now: datetime
) -> ShortLink:
    """Name a link, and say until when it leads anywhere."""
    link.title, link.expires_at, link.changed_at = title.strip()[:200], expires_at, now
    link.save(update_fields=["title", "expires_at", "changed_at"])
    _audit(link, "link.described", actor, now)
    return link


@transaction.atomic
def change_link(
    *,
    link: ShortLink,
    url: str,
    title: str,
    expires_at: datetime | None,
    actor: User | None,
    now: datetime,
) -> ShortLink:
    """Say anew where a link leads, its title, and until when it lasts. Raises as ``lead_elsewhere``."""
    link = lead_elsewhere(link=link, url=url, actor=actor, now=now)
    if (link.title, link.expires_at) == (title.strip()[:200], expires_at):
        return link
    return describe(link=link, title=title, expires_at=expires_at, actor=actor, now=now)


@transaction.atomic
def close(*, link: ShortLink, actor: User | None, now: datetime) -> ShortLink:
    """Let a link lead nowhere: who follows it is told so. Its clicks stay."""
    if link.closed_at is None:
        link.closed_at = link.changed_at = now
        link.save(update_fields=["closed_at", "changed_at"])
        _audit(link, "link.closed", actor, now)
    return link


@transaction.atomic
def reopen(*, link: ShortLink, actor: User | None, now: datetime) -> ShortLink:
    """Let a closed link lead where it led."""
    if link.closed_at is not None:
        link.closed_at, link.changed_at = None, now
        link.save(update_fields=["closed_at", "changed_at"])
        _audit(link, "link.reopened", actor, now)
    return link


class _Taken(Exception):
    """Another link has what must be unique."""


def _of(organization: Organization, plan: LinkPlan, actor: User | None, now: datetime) -> ShortLink:
    if plan.campaign is not None and plan.campaign.organization_id != organization.pk:
        raise ValidationError({"campaign": _("There is no such campaign.")})
    link = ShortLink(
        organization=organization,
        title=plan.title.strip()[:200],
        kind=plan.kind,
        channel=plan.channel.strip().casefold(),
        campaign=plan.campaign,
        publication=plan.publication,
        content=plan.content,
        expires_at=plan.expires_at,
        made_by=actor,
        made_at=now,
        changed_at=now,
    )
    link.target = _tagged(organization, plan.url, link) if plan.tagged else _checked(plan.url)
    link.clean_fields(exclude={"code", "digest", "organization", "made_by"})
    return link


def _checked(url: str) -> str:
    try:
        return checked_target(url)
    except ValueError as error:
        raise ValidationError({"url": str(error)}) from error


def _tagged(organization: Organization, url: str, link: ShortLink) -> str:
    checked = _checked(url)
    return _checked(
        tag(
            checked,
            organization=organization,
            channel=link.channel,
            kind=link.kind,
            campaign=link.campaign,
            content=link.content,
        )
    )


def _save(link: ShortLink, *, chosen: bool) -> None:
    """Save a new link, under the chosen code or the first by chance that is free. Raises ``_Taken``."""
    for _try in range(1 if chosen else TRIES):
        if not chosen:
            link.code = random_code()
        try:
            with transaction.atomic():
                link.save(force_insert=True)
        except IntegrityError:
            if (
                link.digest
                and ShortLink.objects.filter(organization=link.organization, digest=link.digest).exists()
            ):
                raise _Taken from None
        else:
            return
    raise ValidationError({"code": _("Another link has this code; choose another.")})


def _audit(link: ShortLink, action: str, actor: User | None, now: datetime, **details: object) -> None:
    transaction.on_commit(partial(BOOK.forget, link.code))
    record(
        organization=link.organization,
        actor=actor,
        action=action,
        subject=link.code,
        now=now,
        details={"target": link.target, **details},
    )
