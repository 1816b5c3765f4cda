"""The six questions: one page each, and all of them at a glance."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.audience.queries import known_as
from colonnade.core.clock import system_clock
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.questions.asking import QUESTIONS, QuestionKey, answer_to, corpus_of
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.filters import Filters, WrongFilter, read_filters
from colonnade.pillars.listening.questions.forms import FilterForm, chips, dated, offers
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import open_store


@dataclass(frozen=True)
class Asked:
    """What a page was asked for.

    Attributes:
        today: in the organisation's time zone.
        problem: why the address could not be understood; the filters are then empty.
    """

    organization: Organization
    corpus: Corpus
    today: date
    problem: str = ""

    @property
    def filters(self) -> Filters:
        """Return the cut."""
        return self.corpus.filters


def read_request(request: MemberRequest) -> Asked:
    """Return what the address asks about. Raises ``OwnedElsewhere`` while a command has the store."""
    organization = request.organization
    facts = open_store().facts(organization.pk)
    today = timezone.localdate(timezone=ZoneInfo(organization.time_zone))
    try:
        filters = read_filters(dated(request.GET.dict(), today))
        corpus, problem = corpus_of(organization=organization, facts=facts, filters=filters), ""
    except WrongFilter as error:
        corpus = corpus_of(organization=organization, facts=facts, filters=Filters())
        problem = str(error)
    return Asked(organization, corpus, today, problem)


def wants_part(request: MemberRequest) -> bool:
    """Return whether htmx asks for the changing part of the page only."""
    return request.headers.get("HX-Request") == "true"


def looks_again(request: MemberRequest) -> bool:
    """Return whether htmx asks for the same answer again, to show it when it has been made anew."""
    return request.headers.get("HX-Trigger") == "as-of"


def busy_page(request: MemberRequest) -> HttpResponse:
    """Say that a command is at work on the store."""
    return render(request, "listening/questions/busy.html", status=HTTPStatus.SERVICE_UNAVAILABLE)


def bar_of(asked: Asked) -> dict[str, object]:
    """Return what the filter bar shows."""
    offered = offers(asked.corpus)
    form = FilterForm(
        filters=asked.filters,
        offers=offered,
        brands=[brand.name for brand in asked.corpus.brands],
        topics=[topic.name for topic in asked.corpus.topics],
        known=known_as(organization=asked.organization),
        today=asked.today,
    )
    return {
        "form": form,
        "chips": chips(asked.filters),
        "filters": asked.filters,
        "query": asked.filters.query(),
        "problem": asked.problem,
        "stored": offered.posts,
        "no_brand": not asked.corpus.own,
        "unit_scope": True,
    }


def canonical(request: MemberRequest, asked: Asked, rest: str = "") -> str:
    """Return the one address of what was asked: set filters only, in their order, then ``rest``."""
    query = "&".join(filter(None, [asked.filters.query(), rest]))
    return f"{request.path}?{query}" if query else request.path


@member_page(Permission.VIEW)
def overview(request: MemberRequest) -> HttpResponse:
    """Show the six questions; each card fetches its answer, so that none waits for another."""
    try:
        asked = read_request(request)
    except OwnedElsewhere:
        return busy_page(request)
    context = {**bar_of(asked), "questions": [(item, item.title()) for item in QUESTIONS.values()]}
    return render(request, "listening/questions/overview.html", context)


def question_page(key: QuestionKey) -> Callable[..., HttpResponseBase]:
    """Return the view of one question."""

    @member_page(Permission.VIEW)
    def page(request: MemberRequest) -> HttpResponseBase:
        try:
            asked = read_request(request)
        except OwnedElsewhere:
            return busy_page(request)
        fresh = request.GET.get("fresh") == "1"
        address = canonical(request, asked, "fresh=1" if fresh else "")
        if not asked.problem and not wants_part(request) and request.get_full_path() != address:
            return redirect(address)
        answer = answer_to(asked.corpus, key, now=system_clock(), fresh=fresh)
        workbook = org_reverse(f"listening:{key}_xlsx", request.organization)
        context = {**bar_of(asked), "answer": answer, "question": QUESTIONS[key], "workbook": workbook}
        part = "answer" if wants_part(request) else "page"
        response = render(request, f"listening/questions/{part}.html", context)
        if wants_part(request) and not looks_again(request):
            response["HX-Push-Url"] = canonical(request, asked)
        return response

    return page


@member_page(Permission.VIEW)
def card(request: MemberRequest, question: str) -> HttpResponse:
    """Return one question's answer in short, for the overview."""
    found = next((item for item in QUESTIONS.values() if item.key == question), None)
    if found is None:
        return HttpResponse(_("There is no such question."), status=HTTPStatus.NOT_FOUND)
    try:
        asked = read_request(request)
    except OwnedElsewhere:
        return HttpResponse(_("A command is using the store."), status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer = answer_to(asked.corpus, found.key, now=system_clock())
    context = {"answer": answer, "question": found, "query": asked.filters.query()}
    return render(request, "listening/questions/card_answer.html", context)
