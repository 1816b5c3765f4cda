"""Pages of ideas."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from colonnade.campaigns.choices import strategy_options
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.promotion.briefs.forms import BriefForm
from colonnade.pillars.promotion.briefs.operations import add_brief
from colonnade.pillars.promotion.briefs.queries import briefed_ideas
from colonnade.pillars.promotion.ideas import operations
from colonnade.pillars.promotion.ideas.finding import Idea, IdeaKind, Ideas, find_ideas
from colonnade.pillars.promotion.ideas.models import PutAside
from colonnade.ui.forms import saved
from colonnade.warehouse.store import open_store


@member_page(Permission.VIEW)
def ideas(request: MemberRequest) -> HttpResponse:
    """List ideas with their evidence, those without a brief first."""
    found = _found(request)
    aside = set(PutAside.objects.filter(organization=request.organization).values_list("key", flat=True))
    kind = request.GET.get("kind", "")
    briefed = briefed_ideas(organization=request.organization)
    put_aside = "aside" in request.GET
    shown = [
        (idea, briefed.get(idea.key))
        for idea in found.found
        if (idea.key in aside) == put_aside and kind in ("", idea.kind)
    ]
    context = {
        "ideas": found,
        "shown": sorted(shown, key=lambda pair: pair[1] is not None),
        "kinds": list(IdeaKind),
        "kind": kind,
        "put_aside": put_aside,
        "number_aside": len(aside.intersection(idea.key for idea in found.found)),
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
    }
    return render(request, "ideas/list.html", context)


@member_page(Permission.CREATE_CONTENT)
def brief(request: MemberRequest) -> HttpResponse:
    """Write a brief from an idea, which keeps the idea's evidence."""
    idea = _idea(request, request.GET.get("idea", ""))
    form = BriefForm(
        request.POST or None,
        organization=request.organization,
        options=strategy_options(request.organization),
        initial={"title": idea.title, "topic": idea.topic, "owner": request.user.pk},
    )
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: add_brief(
                organization=request.organization,
                plan=form.plan(),
                actor=request.user,
                now=timezone.now(),
                idea=idea.key,
                evidence=[idea.evidence()],
            ),
        )
        if made:
            return redirect(org_reverse("briefs:brief", request.organization, brief=made.pk))
    return render(request, "briefs/form.html", {"form": form, "evidence": idea})


@require_POST
@member_page(Permission.CREATE_CONTENT)
def aside(request: MemberRequest) -> HttpResponse:
    """Put an idea aside, or take it up again."""
    key = request.POST.get("idea", "")
    if "again" in request.POST:
        operations.take_up(organization=request.organization, key=key)
    else:
        operations.put_aside(
            organization=request.organization,
            key=_idea(request, key).key,
            actor=request.user,
            now=timezone.now(),
        )
    return redirect(org_reverse("ideas:list", request.organization))


def _found(request: MemberRequest) -> Ideas:
    facts = open_store().facts(request.organization.pk)
    return find_ideas(organization=request.organization, facts=facts, now=timezone.now())


def _idea(request: MemberRequest, key: str) -> Idea:
    idea = next((one for one in _found(request).found if one.key == key), None)
    if idea is None:
        raise Http404("People do not talk about this any more.")
    return idea
