"""Forms and pages are written, version by version, and pages are published and tried against each other."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.pillars.promotion.library.models import MediaItem
from colonnade.pillars.promotion.pages.models import Form, FormVersion, LandingPage, PageVersion
from colonnade.pillars.promotion.pages.questions import Question, require_sound

_HOST = re.compile(r"[a-z0-9.-]+(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?")


@dataclass(frozen=True, kw_only=True)
class FormText:
    """What a version of a form says beside its questions. Attributes: see ``FormVersion``."""

    contact_text: str = ""
    news_text: str = ""
    profile_text: str = ""
    button: str
    thanks: str = ""
    content_address: str = ""


@transaction.atomic
def save_form(
    *, form: Form, questions: Sequence[Question], text: FormText, actor: User | None, now: datetime
) -> FormVersion:
    """Add or change a form; what it asks becomes a new version where it differs from the present one.

    Raises:
        ValidationError: where it could not be filled in, or a site is no origin.
    """
    require_sound(questions)
    form.allowed_sites = "\n".join(_origin(line) for line in form.sites)
    _require_own(form.organization, form.campaign, form.unit)
    form.made_at = form.made_at or now
    form.full_clean()
    form.save()
    shown = form.shown
    content = {**asdict(text), "fields": [question.as_json() for question in questions]}
    if shown is None or any(getattr(shown, name) != value for name, value in content.items()):
        shown = FormVersion(
            form=form, number=(shown.number if shown else 0) + 1, made_at=now, made_by=actor, **content
        )
        shown.full_clean()
        shown.save()
    _record(form.organization, actor, "form.saved", form.name, now, {"version": shown.number})
    return shown


def _origin(line: str) -> str:
    """Return a site as a browser names it. Raises ``ValidationError`` for what is none."""
    try:
        parts = urlsplit(line if "//" in line else f"https://{line}")
    except ValueError:
        parts = urlsplit("")
    host = parts.netloc.lower()
    if parts.scheme not in {"https", "http"} or not _HOST.fullmatch(host):
        raise ValidationError(
            _("“%(site)s” is no site; write it as https://www.example.com.") % {"site": line[:80]}
        )
    return f"{parts.scheme}://{host}"


def _require_own(organization: Organization, *others: object) -> None:
    for other in others:
        if other is not None and getattr(other, "organization_id", None) != organization.pk:
            raise ValidationError(_("That belongs to another organisation."))


@dataclass(frozen=True, kw_only=True)
class PageText:
    """What a version of a page says. Attributes: see ``PageVersion``."""

    headline: str
    subline: str = ""
    body: str = ""
    aside: str = ""
    image: MediaItem | None = None
    form: Form | None = None
    action_label: str = ""
    action_address: str = ""


@transaction.atomic
def save_page(*, page: LandingPage, text: PageText, actor: User | None, now: datetime) -> PageVersion:
    """Add or change a page: what it says is a new version, which nobody sees before it is published.

    Raises:
        ValidationError: where a field is wrong.
    """
    _require_own(page.organization, page.campaign, text.image, text.form)
    if bool(text.action_label) != bool(text.action_address):
        raise ValidationError({"action_address": _("A call to action has words and an address.")})
    page.made_at = page.made_at or now
    page.full_clean()
    page.save()
    content = {name: getattr(text, name) for name in PageText.__dataclass_fields__}
    last = page.versions.first()
    if last is not None and all(getattr(last, name) == value for name, value in content.items()):
        return last
    number = page.versions.aggregate(last=Max("number"))["last"] or 0
    version = PageVersion(page=page, number=number + 1, made_at=now, made_by=actor, **content)
    version.full_clean()
    version.save()
    _record(page.organization, actor, "page.saved", page.name, now, {"version": version.number})
    return version


@transaction.atomic
def publish(*, version: PageVersion, actor: User | None, now: datetime) -> LandingPage:
    """Show a version to everybody; a test that runs ends."""
    page = version.page
    page.published, page.challenger, page.test_began_at = version, None, None
    page.save(update_fields=["published", "challenger", "test_began_at"])
    _record(page.organization, actor, "page.published", page.name, now, {"version": version.number})
    return page


@transaction.atomic
def withdraw_page(*, page: LandingPage, actor: User | None, now: datetime) -> LandingPage:
    """Show a page to nobody any more; its versions stay."""
    page.published = page.challenger = page.test_began_at = None
    page.save(update_fields=["published", "challenger", "test_began_at"])
    _record(page.organization, actor, "page.withdrawn", page.name, now)
    return page


@transaction.atomic
def try_against(*, version: PageVersion, actor: User | None, now: datetime) -> LandingPage:
    """Show a version to half of the visitors, against the published one.

    Raises:
        ValidationError: where nothing else is published, or a test runs already.
    """
    page = version.page
    if page.published is None or page.published == version:
        raise ValidationError(_("A test needs another version that is published."))
    if page.challenger is not None:
        raise ValidationError(_("A test runs already: publish one of its versions first."))
    page.challenger, page.test_began_at = version, now
    page.save(update_fields=["challenger", "test_began_at"])
    details: dict[str, object] = {"published": page.published.number, "challenger": version.number}
    _record(page.organization, actor, "page.test_began", page.name, now, details)
    return page


def _record(
    organization: Organization,
    actor: User | None,
    action: str,
    subject: str,
    now: datetime,
    details: dict[str, object] | None = None,
) -> None:
    record(organization=organization, actor=actor, action=action, subject=subject, now=now, details=details)
