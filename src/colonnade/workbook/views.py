"""Pages of the workbook: home, the strategy with its eight columns, and the choice of channels."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.core.jobs.queries import jobs_of
from colonnade.core.jobs.states import JobState
from colonnade.governance.approvals.models import Review
from colonnade.governance.approvals.queries import waiting_for
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.alerts.listing import Told, tell
from colonnade.pillars.listening.alerts.queries import open_alerts
from colonnade.pillars.listening.questions.asking import QUESTIONS, Question, QuestionKey
from colonnade.strategy.progress import progress_of
from colonnade.workbook import choose as channel_choice
from colonnade.workbook import operations, pictures
from colonnade.workbook.gathering import gather
from colonnade.workbook.situation import Situation
from colonnade.workbook.state import Step, Todo
from colonnade.workbook.steps import assess

MOST_TODOS = 3
MOST_ALERTS = 3
MOST_REVIEWS = 3
LATELY = timedelta(weeks=4)
SHOWN_AT_HOME: tuple[QuestionKey, ...] = ("what", "sentiment", "competitors")


@dataclass(frozen=True, kw_only=True)
class StepCard:
    """A step with the address of its next thing to do."""

    state: Step
    href: str


@dataclass(frozen=True, kw_only=True)
class NextThing:
    """A gap, the step it belongs to, and where to close it."""

    step: str
    missing: str
    label: str
    href: str


def _address(organization: Organization, todo: Todo) -> str:
    page = org_reverse(todo.page, organization)
    return f"{page}#{todo.fragment}" if todo.fragment else page


def _cards(organization: Organization, steps: tuple[Step, ...]) -> list[StepCard]:
    return [
        StepCard(state=step, href=_address(organization, step.next) if step.next else "") for step in steps
    ]


def _todos(organization: Organization, steps: tuple[Step, ...]) -> list[NextThing]:
    waiting = [(step, step.gaps[0]) for step in steps if step.gaps and not step.closed]
    return [
        NextThing(
            step=step.title,
            missing=gap.missing,
            label=gap.todo.label,
            href=_address(organization, gap.todo),
        )
        for step, gap in waiting[:MOST_TODOS]
    ]


def _heard(situation: Situation) -> list[tuple[Question, str]]:
    if not situation.heard.posts:
        return []
    return [(QUESTIONS[key], QUESTIONS[key].title()) for key in SHOWN_AT_HOME]


def _goals(organization: Organization, situation: Situation) -> list[pictures.GoalLine]:
    if situation.plan is None:
        return []
    return pictures.goal_lines(situation.plan, progress_of(situation.document, organization))


def _alerts(organization: Organization) -> list[Told]:
    return [tell(alert) for alert in open_alerts(organization=organization)[:MOST_ALERTS]]


def _reviews(request: MemberRequest) -> list[Review]:
    return list(waiting_for(membership=request.membership)[:MOST_REVIEWS])


@member_page(Permission.VIEW)
def home(request: MemberRequest) -> HttpResponse:
    """Show what needs the person now: approvals, alerts, goals, what customers say, stopped work, steps."""
    today = timezone.localdate()
    situation = gather(request.organization, today=today)
    steps = assess(situation)
    context = {
        "headline": pictures.headline(situation),
        "goals": _goals(request.organization, situation),
        "alerts": _alerts(request.organization),
        "reviews": _reviews(request),
        "heard": _heard(situation),
        "since": today - LATELY,
        "failed_jobs": jobs_of(organization_id=request.organization.pk).filter(state=JobState.DEAD).count(),
        "todos": _todos(request.organization, steps),
    }
    return render(request, "workbook/home.html", context)


@member_page(Permission.VIEW)
def strategy(request: MemberRequest) -> HttpResponse:
    """Show the colonnade and the eight steps behind it."""
    situation = gather(request.organization, today=timezone.localdate())
    steps = assess(situation)
    context = {
        "headline": pictures.headline(situation),
        "picture": pictures.colonnade(situation, steps),
        "steps": _cards(request.organization, steps),
        "todos": _todos(request.organization, steps),
    }
    return render(request, "workbook/strategy.html", context)


@member_page(Permission.VIEW)
def choose(request: MemberRequest) -> HttpResponse:
    """Rank the channels by evidence, once the goals are clear."""
    situation = gather(request.organization, today=timezone.localdate())
    steps = {step.key: step for step in assess(situation)}
    closed = bool(steps["choose"].closed)
    ranked = [] if closed else channel_choice.rank(situation.heard.channels, situation.document)
    context = {
        "step": steps["choose"],
        "clarify": steps["clarify"],
        "ranked": ranked,
        "unheard": channel_choice.unheard(ranked, situation.document),
        "chart": pictures.channel_chart(ranked, org_reverse("listening:posts", request.organization)),
        "may_cite": request.membership.may(Permission.EDIT_STRATEGY),
    }
    return render(request, "workbook/choose.html", context)


@require_POST
@member_page(Permission.EDIT_STRATEGY)
def cite(request: MemberRequest) -> HttpResponse:
    """Record the ranking as dated evidence that the checker and the strategy can cite."""
    now = timezone.now()
    situation = gather(request.organization, today=timezone.localdate(now))
    try:
        cited = operations.cite_channels(
            organization=request.organization, situation=situation, actor=request.user, now=now
        )
    except operations.TooLittleHeard as error:
        messages.error(request, str(error))
    else:
        channels = ", ".join(item.channel for item in cited)
        messages.success(
            request,
            _("Recorded for {channels}: the checker now knows where customers converse.").format(
                channels=channels
            ),
        )
    return redirect(org_reverse("workbook:choose", request.organization))
