"""A person's word on a post, from the posts page."""

from http import HTTPStatus

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.corrections.models import Correction, Judgement
from colonnade.pillars.listening.corrections.operations import (
    NoSuchPost,
    NotASentiment,
    correct,
    withdraw,
)
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import Facts, open_store

WITHDRAWN = "withdraw"


@require_POST
@member_page(Permission.IMPORT_POSTS)
def judge(request: MemberRequest, mention: str) -> HttpResponseBase:
    """Correct or confirm a post's sentiment, or take that back; answers with the post's label."""
    try:
        facts = open_store().facts(request.organization.pk)
        correction = _judged(request, facts, mention)
    except OwnedElsewhere:
        return HttpResponse(
            _("A command is using the warehouse; nothing was changed. Try again in a moment."),
            status=HTTPStatus.SERVICE_UNAVAILABLE,
        )
    except NoSuchPost as error:
        return HttpResponse(str(error), status=HTTPStatus.NOT_FOUND)
    except NotASentiment as error:
        return HttpResponse(str(error), status=HTTPStatus.BAD_REQUEST)
    if request.headers.get("HX-Request") != "true":
        query = request.POST.get("query", "")
        posts = org_reverse("listening:posts", request.organization)
        return redirect(f"{posts}?{query}" if query else posts)
    context = {
        "mention": mention,
        "label": _label(facts, mention),
        "correction": correction,
        "may_correct": True,
        "judgements": Judgement.choices,
    }
    return render(request, "listening/corrections/label.html", context)


def _judged(request: MemberRequest, facts: Facts, mention: str) -> Correction | None:
    said, now = request.POST.get("sentiment", ""), timezone.now()
    if said == WITHDRAWN:
        withdraw(
            organization=request.organization,
            facts=facts,
            mention_id=mention,
            actor=request.user,
            now=now,
        )
        return None
    return correct(
        organization=request.organization,
        facts=facts,
        mention_id=mention,
        sentiment=said,
        actor=request.user,
        now=now,
    )


def _label(facts: Facts, mention: str) -> str:
    mentions = facts.mentions
    row = facts.run(mentions.filter(mentions.mention_id == mention).select("sentiment"))
    return str(row["sentiment"][0].as_py() or "")
