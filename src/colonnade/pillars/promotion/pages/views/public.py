"""What everybody sees: forms, thanks and landing pages. Nobody signs in here, and nothing acts for a session.

A form may be sent from another site, so Django's cross-site token does not fit. None is needed: a submission
acts in nobody's name. Its own signed token says which form was shown, when, and what was asked.
"""

from datetime import datetime
from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from colonnade.audience.leads.models import Lead, Purpose
from colonnade.pillars.promotion.pages import queries, visits
from colonnade.pillars.promotion.pages.doubts import BEARABLE, USUAL
from colonnade.pillars.promotion.pages.jobs import plan_taking
from colonnade.pillars.promotion.pages.models import FormVersion, PageVersion, Submission, SubmissionState
from colonnade.pillars.promotion.pages.operations import Sent, receive
from colonnade.pillars.promotion.pages.prose import html_of
from colonnade.pillars.promotion.pages.questions import EMAIL, TOKEN, TRAP, PublicForm, questions_of, to_ask
from colonnade.pillars.promotion.pages.tokens import (
    KNOWN_COOKIE,
    KNOWN_FOR,
    OLDEST,
    NotOurs,
    Shown,
    read,
    read_known,
    write,
    write_known,
)

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


def _secured(response: HttpResponse, version: FormVersion | None = None) -> HttpResponse:
    """Let a response load from here alone, and be framed by the sites that the form names."""
    sites = " ".join(version.form.sites) if version is not None else ""
    response.headers["Content-Security-Policy"] = f"{_POLICY} {sites}".strip()
    return response


@csrf_exempt
@xframe_options_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, key: str) -> HttpResponse:
    """Show a form, or take it in."""
    version = queries.open_form(key=key)
    if version is None:
        raise Http404("No such form.")
    now = timezone.now()
    if request.method != "POST":
        lead = _known(request, version)
        return _secured(_shown(request, version, lead=lead, now=now), version)
    if not BEARABLE.take(visits.address_of(request), now=now):
        context = {"version": version}
        response = render(request, "pages/wait.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = "60"
        return _secured(response, version)
    return _secured(_sent(request, version, now=now), version)


def _known(request: HttpRequest, version: FormVersion) -> Lead | None:
    """Return the lead of this browser, where the form may know it."""
    cookie = request.COOKIES.get(KNOWN_COOKIE, "")
    organization = version.form.organization
    number = read_known(cookie, organization=organization.pk) if cookie else 0
    return queries.lead_of_submission(organization=organization, number=number) if number else None


def shown_form(
    version: FormVersion, *, lead: Lead | None, view: PageVersion | None, now: datetime
) -> dict[str, object]:
    """Return what a template needs to show a form afresh."""
    told = queries.told_of(version=version, lead=lead) if lead else {}
    asked = tuple(to_ask(version, known=lead, told=told))
    shown = Shown(
        version=version.pk, asked=asked, view=view.pk if view else 0, lead=lead.pk if lead else 0, at=now
    )
    form = PublicForm(version=version, asked=asked, known=lead is not None)
    return _form_context(version, form, write(shown), known=lead is not None)


def _form_context(version: FormVersion, form: PublicForm, token: str, *, known: bool) -> dict[str, object]:
    return {
        "version": version,
        "form": form,
        "token": token,
        "known": known,
        "trap": TRAP,
        "token_name": TOKEN,
        "action": reverse("pages_public:fill", kwargs={"key": version.form.key}),
    }


def _shown(request: HttpRequest, version: FormVersion, *, lead: Lead | None, now: datetime) -> HttpResponse:
    response = render(request, "pages/form.html", shown_form(version, lead=lead, view=None, now=now))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _sent(request: HttpRequest, present: FormVersion, *, now: datetime) -> HttpResponse:
    shown = _token(request)
    version = queries.version_shown(present=present, number=shown.version) if shown else present
    lead = _lead_of(shown, version)
    asked = shown.asked if shown else range(len(questions_of(version)))
    form = PublicForm(request.POST.dict(), version=version, asked=asked, known=lead is not None)
    if not form.is_valid() or _too_old(shown, now):
        return _again(request, version, form, shown, lead, now)
    view = _view_of(shown, version)
    sent = Sent(
        version=version,
        shown=shown,
        email=lead.email if lead else form.cleaned_data[EMAIL],
        said=form.said,
        agreed=form.agreed,
        lead=lead,
        view=view,
        trapped=bool(request.POST.get(TRAP, "").strip()),
        trusted=shown is not None or _from_known_site(request, version),
        many=not USUAL.take(visits.address_of(request), now=now),
        place=_place(request),
        tags=_tags(request),
    )
    submission, new = receive(sent=sent, now=now)
    if new and submission.state == SubmissionState.WAITING:
        plan_taking(organization_id=submission.organization_id, now=timezone.now())
    response = redirect("pages_public:thanks", key=version.form.key)
    if form.agreed.get(Purpose.PROFILE):
        _remember(response, submission)
    return response


def _remember(response: HttpResponse, submission: Submission) -> None:
    """Let the browser be known again, of a person who agreed; within other sites' frames it is not sent."""
    response.set_cookie(
        KNOWN_COOKIE,
        write_known(organization=submission.organization_id, submission=submission.pk),
        max_age=KNOWN_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _token(request: HttpRequest) -> Shown | None:
    try:
        return read(request.POST.get(TOKEN, ""))
    except NotOurs:
        return None


def _too_old(shown: Shown | None, now: datetime) -> bool:
    return shown is not None and now - shown.at > OLDEST


def _lead_of(shown: Shown | None, version: FormVersion) -> Lead | None:
    organization = version.form.organization
    return queries.known_lead(organization=organization, number=shown.lead) if shown else None


def _view_of(shown: Shown | None, version: FormVersion) -> PageVersion | None:
    if shown is None or not shown.view:
        return None
    organization = version.form.organization_id
    return PageVersion.objects.filter(pk=shown.view, page__organization=organization).first()


def _again(
    request: HttpRequest,
    version: FormVersion,
    form: PublicForm,
    shown: Shown | None,
    lead: Lead | None,
    now: datetime,
) -> HttpResponse:
    """Show the form with what was typed, what is wrong with it, and a fresh token."""
    asked = tuple(form.asked)
    view = shown.view if shown else 0
    fresh = Shown(version=version.pk, asked=asked, view=view, lead=lead.pk if lead else 0, at=now)
    context = _form_context(version, form, write(fresh), known=lead is not None)
    context["stale"] = _too_old(shown, now)
    response = render(request, "pages/form.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _from_known_site(request: HttpRequest, version: FormVersion) -> bool:
    origin = request.headers.get("origin", "").lower()
    return origin in [*version.form.sites, f"{request.scheme}://{request.get_host()}"]


def _place(request: HttpRequest) -> str:
    """Return the page that a form was sent from, as far as the browser says, without its query."""
    parts = _referring(request)
    return f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.scheme in {"http", "https"} else ""


def _tags(request: HttpRequest) -> dict[str, str]:
    return visits.tags_of(QueryDict(_referring(request).query[:2000]))


def _referring(request: HttpRequest) -> SplitResult:
    try:
        return urlsplit(request.headers.get("referer", "") or request.headers.get("origin", ""))
    except ValueError:
        return urlsplit("")


@xframe_options_exempt
@require_safe
def thanks(request: HttpRequest, key: str) -> HttpResponse:
    """Say thank you, and give what was promised."""
    version = queries.open_form(key=key)
    if version is None:
        raise Http404("No such form.")
    context = {"version": version, "said": html_of(version.thanks)}
    return _secured(render(request, "pages/thanks.html", context), version)


@require_safe
def page(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """Show a published landing page; in a test, the version that this visitor sees."""
    found = queries.public_page(organization=organization, slug=slug)
    if found is None or found.published is None:
        raise Http404("No such page.")
    now = timezone.now()
    visit = visits.visit_of(request, found, now=now)
    view = visits.chosen(found, visit) or found.published
    context = page_context(request, view, now=now)
    response = _secured(render(request, "pages/page.html", context))
    visits.note(found, view, visit, now=now)
    shared = found.challenger is None and not request.COOKIES.get(KNOWN_COOKIE)
    response.headers["Cache-Control"] = "public, max-age=60" if shared else "private, max-age=60"
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response


def page_context(request: HttpRequest, view: PageVersion, *, now: datetime) -> dict[str, object]:
    """Return what the template of a landing page needs."""
    version = view.form.shown if view.form and view.form.active else None
    lead = _known(request, version) if version else None
    shown = shown_form(version, lead=lead, view=view, now=now) if version else {}
    address = reverse(
        "pages_public:page", kwargs={"organization": view.page.organization.slug, "slug": view.page.slug}
    )
    return {
        "view": view,
        "body": html_of(view.body),
        "aside": html_of(view.aside),
        "base": settings.PUBLIC_URL.rstrip("/") or f"{request.scheme}://{request.get_host()}",
        "address": address,
        **shown,
    }


@require_safe
def image(request: HttpRequest, organization: str, slug: str, number: int) -> HttpResponseBase:
    """Send the image of a version that people see."""
    found = queries.public_page(organization=organization, slug=slug)
    shown = [found.published, found.challenger] if found else []
    view = next((one for one in shown if one and one.number == number and one.image), None)
    if view is None or view.image is None or not view.image.media_type.startswith("image/"):
        raise Http404("No such image.")
    response = FileResponse(view.image.path.open("rb"), content_type=view.image.media_type)
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
