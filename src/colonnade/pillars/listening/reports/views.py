"""Pages of reports by mail, and the two public ones that links in mails lead to."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.reports import mailing, operations, queries, starting
from colonnade.pillars.listening.reports.contents import contents
from colonnade.pillars.listening.reports.forms import ReportForm
from colonnade.pillars.listening.reports.models import QUESTION_NAMES, Recipient, Report
from colonnade.ui.forms import saved
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import open_store

EDITIONS = 12


@member_page(Permission.VIEW)
def reports(request: MemberRequest) -> HttpResponse:
    """List what is mailed."""
    context = {
        "found": queries.reports_of(organization=request.organization),
        "may_edit": request.membership.may(Permission.EDIT_QUERIES),
    }
    return render(request, "reports/list.html", context)


@member_page(Permission.EDIT_QUERIES)
def add(request: MemberRequest) -> HttpResponse:
    """Add a report."""
    form = ReportForm(request.POST or None, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: starting.add(
                organization=request.organization,
                settings=form.settings(),
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if made:
            messages.success(request, _("Added. You get it; choose below who else does."))
            return _to(request, made)
    return render(request, "reports/edit.html", {"form": form})


@member_page(Permission.EDIT_QUERIES)
def change(request: MemberRequest, report: int) -> HttpResponse:
    """Change a report."""
    known = _report(request, report)
    form = ReportForm(request.POST or None, organization=request.organization, instance=known)
    if request.method == "POST" and form.is_valid():
        changed = saved(
            form,
            lambda: starting.change(
                report=_report(request, report),
                settings=form.settings(),
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if changed:
            messages.success(request, _("Saved."))
            return _to(request, known)
    return render(request, "reports/edit.html", {"form": form, "report": known})


@member_page(Permission.VIEW)
def one(request: MemberRequest, report: int) -> HttpResponse:
    """Show a report: when it goes to whom, and what it would say now."""
    known = _report(request, report)
    recipients = list(queries.recipients_of(report=known))
    mine = next((one for one in recipients if one.membership_id == request.membership.pk), None)
    members = request.organization.memberships.select_related("user").exclude(
        pk__in=[one.membership_id for one in recipients if one.membership_id]
    )
    context: dict[str, object] = {
        "report": known,
        "recipients": recipients,
        "editions": queries.editions_of(report=known)[:EDITIONS],
        "mine": mine,
        "members": members,
        "may_edit": request.membership.may(Permission.EDIT_QUERIES),
        "question_names": [QUESTION_NAMES[key] for key in known.questions],
    }
    try:
        facts = open_store().facts(request.organization.pk)
        context["found"] = contents(report=known, facts=facts, due=timezone.now(), now=timezone.now())
    except OwnedElsewhere:
        context["busy"] = True
    return render(request, "reports/one.html", context)


@require_POST
@member_page(Permission.VIEW)
def send(request: MemberRequest, report: int) -> HttpResponse:
    """Send the report as it is now to the member who asks, and to nobody else."""
    known, now = _report(request, report), timezone.now()
    mine = known.recipients.filter(membership=request.membership).first() or Recipient(
        report=known, membership=request.membership
    )
    try:
        facts = open_store().facts(request.organization.pk)
        found = contents(report=known, facts=facts, due=now, now=now)
        mailing.mail(report=known, found=found, recipient=mine, due=now).send()
    except OwnedElsewhere:
        messages.error(request, _("A command is using the posts; try again in a moment."))
    except OSError as error:
        messages.error(request, _("The mail could not be sent: %(problem)s") % {"problem": error})
    else:
        messages.success(request, _("Sent to %(address)s.") % {"address": mine.mail_address})
    return _to(request, known)


@require_POST
@member_page(Permission.EDIT_QUERIES)
def remove(request: MemberRequest, report: int) -> HttpResponse:
    """Remove a report for good."""
    operations.remove_report(report=_report(request, report), actor=request.user, now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect(org_reverse("reports:list", request.organization))


@require_POST
@member_page(Permission.VIEW)
def subscribe(request: MemberRequest, report: int) -> HttpResponse:
    """Get a report, or no longer."""
    known, now = _report(request, report), timezone.now()
    if request.POST.get("wanted") == "on":
        operations.add_member(report=known, membership=request.membership, actor=request.user, now=now)
        messages.success(request, _("You get it from now on."))
    else:
        for mine in known.recipients.filter(membership=request.membership):
            operations.unsubscribe(recipient=mine, now=now)
        messages.success(request, _("You get it no longer."))
    return _to(request, known)


@require_POST
@member_page(Permission.EDIT_QUERIES)
def add_recipient(request: MemberRequest, report: int) -> HttpResponse:
    """Let a member get it, or ask an outside address."""
    known, now = _report(request, report), timezone.now()
    number, address = request.POST.get("member", ""), request.POST.get("address", "").strip()
    try:
        if number.isdecimal():
            member = get_object_or_404(request.organization.memberships.select_related("user"), pk=number)
            operations.add_member(report=known, membership=member, actor=request.user, now=now)
            messages.success(request, _("%(name)s gets it from now on.") % {"name": member.user})
        else:
            starting.ask(report=known, address=address, actor=request.user, now=now)
            messages.success(
                request,
                _("%(address)s is asked by mail, and gets it once they agree.") % {"address": address},
            )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return _to(request, known)


@require_POST
@member_page(Permission.EDIT_QUERIES)
def remove_recipient(request: MemberRequest, report: int, recipient: int) -> HttpResponse:
    """Take somebody off a report."""
    known = _report(request, report)
    found = get_object_or_404(queries.recipients_of(report=known), pk=recipient)
    try:
        operations.remove_recipient(recipient=found, actor=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Taken off."))
    return _to(request, known)


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the owner of an outside address; only the button agrees, since mail filters open links too."""
    recipient = _of(token)
    if request.method == "POST":
        operations.confirm(recipient=recipient, now=timezone.now())
    return render(request, "reports/confirm.html", {"recipient": recipient, "report": recipient.report})


@csrf_exempt  # RFC 8058: a mail program posts here by itself; the token says who it is
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Unsubscribe: by the button, or by a mail program."""
    recipient = _of(token)
    if request.method == "POST":
        operations.unsubscribe(recipient=recipient, now=timezone.now())
    return render(request, "reports/stop.html", {"recipient": recipient, "report": recipient.report})


def _of(token: str) -> Recipient:
    found = queries.recipient_by(token=token)
    if found is None:
        raise Http404("No such link.")
    return found


def _report(request: MemberRequest, number: int) -> Report:
    return get_object_or_404(queries.reports_of(organization=request.organization), pk=number)


def _to(request: MemberRequest, report: Report) -> HttpResponse:
    return redirect(org_reverse("reports:one", request.organization, report=report.pk))
