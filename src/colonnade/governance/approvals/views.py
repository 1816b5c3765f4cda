"""Pages of reviews: what waits, one review, and what is done with it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from colonnade.core.states import TransitionRefused
from colonnade.governance.approvals import operations, queries
from colonnade.governance.approvals.forms import CommentForm, DecideForm, InviteForm
from colonnade.governance.approvals.models import Invitation, Review, Version
from colonnade.governance.approvals.showing import ReviewShown, show
from colonnade.governance.approvals.states import ReviewState, Risk, Verdict
from colonnade.governance.approvals.subjects import KINDS, NoSuchSubject, OutcomeRefused
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission

PAGE = 30
SHOWS = ("mine", "waiting", "settled")


@require_GET
@member_page(Permission.VIEW)
def reviews(request: MemberRequest) -> HttpResponse:
    """List what waits for the person, what waits at all, or what is settled."""
    mine = queries.waiting_for(membership=request.membership)
    asked = request.GET.get("show", "")
    chosen = (
        asked
        if asked in SHOWS
        else "mine"
        if request.membership.may(Permission.APPROVE_CONTENT)
        else "waiting"
    )
    page = Paginator(_chosen(request, chosen), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.rows_of(list(page)),
        "chosen": chosen,
        "mine": mine.count(),
        "now": timezone.now(),
        "may_set_up": request.membership.may(Permission.MANAGE),
    }
    return render(request, "approvals/reviews.html", context)


def _chosen(request: MemberRequest, chosen: str) -> QuerySet[Review]:
    everything = queries.reviews_of(organization=request.organization)
    if chosen == "mine":
        return queries.waiting_for(membership=request.membership)
    if chosen == "waiting":
        return everything.filter(state=ReviewState.WAITING)
    return everything.exclude(state=ReviewState.WAITING).order_by("-settled_at", "-pk")


@require_GET
@member_page(Permission.VIEW)
def review(request: MemberRequest, review: int) -> HttpResponse:
    """Show a review: the version, what changed in it, its stages, and what was said of it."""
    found = _review(request, review)
    number = request.GET.get("version", "")
    try:
        shown = show(
            review=found, viewer=request.membership, number=int(number) if number.isdecimal() else None
        )
    except Version.DoesNotExist:
        raise Http404("No such version.") from None
    return _page(request, shown)


def _page(request: MemberRequest, shown: ReviewShown, status: int = 200, **forms: object) -> HttpResponse:
    labels = [part["label"] for part in shown.version.parts]
    context = {
        "shown": shown,
        "review": shown.review,
        "decide_form": DecideForm(initial={"digest": shown.version.digest}),
        "comment_form": CommentForm(labels=labels),
        "invite_form": InviteForm(),
        "may_comment": _may_comment(request),
        "may_invite": _may_comment(request) and shown.state == ReviewState.WAITING,
        "now": timezone.now(),
        **forms,
    }
    return render(request, "approvals/review.html", context, status=status)


@require_POST
@member_page(Permission.APPROVE_CONTENT)
def decide(request: MemberRequest, review: int) -> HttpResponse:
    """Approve or return the version that the person has read."""
    found = _review(request, review)
    form = DecideForm(request.POST)
    if not form.is_valid():
        shown = show(review=found, viewer=request.membership)
        return _page(request, shown, status=422, decide_form=form)
    said = form.cleaned_data
    try:
        done = operations.decide(
            review=found,
            actor=request.membership,
            decision=Verdict(said["verdict"]),
            comment=said["comment"],
            digest=said["digest"],
            now=timezone.now(),
        )
    except operations.ReasonMissing as error:
        form.add_error("comment", str(error))
        return _page(request, show(review=found, viewer=request.membership), status=422, decide_form=form)
    except (operations.Refused, NoSuchSubject, OutcomeRefused, TransitionRefused) as error:
        messages.warning(request, str(error))
        return _to(request, found)
    messages.success(request, _DONE[ReviewState(done.state)]())
    return _to(request, found)


_DONE: dict[ReviewState, Callable[[], str]] = {
    ReviewState.WAITING: lambda: _("Your approval is noted; it waits for the next."),
    ReviewState.APPROVED: lambda: _("Approved. Exactly this version may go out now."),
    ReviewState.RETURNED: lambda: _("Returned to its author, with your comment."),
}


@require_POST
@member_page(Permission.VIEW)
def comment(request: MemberRequest, review: int) -> HttpResponse:
    """Remark on the version."""
    found = _review(request, review)
    _require_comment(request)
    version = queries.present_version(found)
    form = CommentForm(request.POST, labels=[part["label"] for part in version.parts])
    if not form.is_valid():
        return _page(request, show(review=found, viewer=request.membership), status=422, comment_form=form)
    operations.comment(
        version=version,
        text=form.cleaned_data["text"],
        part=form.cleaned_data["part"],
        actor=request.membership,
        now=timezone.now(),
    )
    messages.success(request, _("Your comment is kept with this version."))
    return _to(request, found)


@require_POST
@member_page(Permission.VIEW)
def invite(request: MemberRequest, review: int) -> HttpResponse:
    """Ask a partner outside to read the version."""
    found = _review(request, review)
    _require_comment(request)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, show(review=found, viewer=request.membership), status=422, invite_form=form)
    try:
        made = operations.invite(
            version=queries.present_version(found),
            **form.cleaned_data,
            actor=request.membership,
            now=timezone.now(),
        )
    except (operations.Refused, ValidationError) as error:
        messages.warning(request, " ".join(getattr(error, "messages", [str(error)])))
    else:
        said = _("%(name)s gets a mail with a link that works until %(until)s.")
        until = timezone.localdate(made.expires_at).strftime("%-d %B")
        messages.success(request, said % {"name": made.name, "until": until})
    return _to(request, found)


@require_POST
@member_page(Permission.VIEW)
def revoke(request: MemberRequest, review: int, invitation: int) -> HttpResponse:
    """End a partner's link."""
    found = _review(request, review)
    _require_comment(request)
    asked = get_object_or_404(Invitation, pk=invitation, version__review=found)
    try:
        operations.revoke(invitation=asked, actor=request.membership, now=timezone.now())
    except operations.Refused as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The link of %(name)s works no longer.") % {"name": asked.name})
    return _to(request, found)


@require_POST
@member_page(Permission.CREATE_CONTENT)
def again(request: MemberRequest, review: int) -> HttpResponse:
    """Submit a subject again: it was returned, has expired, or waits for people who are gone."""
    found = _review(request, review)
    try:
        operations.submit(
            organization=request.organization,
            kind=found.kind,
            subject_id=found.subject_id,
            actor=request.user,
            now=timezone.now(),
            risk=Risk(found.risk),
        )
    except (operations.Refused, NoSuchSubject) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Submitted again; the reviewers are told."))
    return _to(request, found)


@require_GET
@member_page(Permission.VIEW)
def picture(request: MemberRequest, review: int, key: str) -> HttpResponse:
    """Answer with a picture of the subject as it is now."""
    return picture_of(_review(request, review), key)


def picture_of(review: Review, key: str) -> HttpResponse:
    """Answer with a picture of a review's subject. Raises ``Http404``."""
    found = (
        KINDS.get(review.kind).picture(review.organization, review.subject_id, key)
        if review.kind in KINDS
        else None
    )
    if found is None or not found.content_type.startswith("image/"):
        raise Http404("No such picture.")
    headers = {"Cache-Control": "private, no-store", "Content-Security-Policy": "default-src 'none'; sandbox"}
    return HttpResponse(found.data, content_type=found.content_type, headers=headers)


def _may_comment(request: MemberRequest) -> bool:
    return request.membership.may(Permission.CREATE_CONTENT) or request.membership.may(
        Permission.APPROVE_CONTENT
    )


def _require_comment(request: MemberRequest) -> None:
    if not _may_comment(request):
        raise PermissionDenied("Your role neither writes nor approves content.")


def _review(request: MemberRequest, number: int) -> Review:
    try:
        return queries.review_of(organization=request.organization, review_id=number)
    except Review.DoesNotExist:
        raise Http404("No such review.") from None


def _to(request: MemberRequest, review: Review) -> HttpResponse:
    return redirect(org_reverse("approvals:review", request.organization, review=review.pk))
