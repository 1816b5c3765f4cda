"""Pages of alerts and of the rules that open them."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from colonnade.core.states import TransitionRefused
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.alerts import operations, queries
from colonnade.pillars.listening.alerts.backtest import back_test
from colonnade.pillars.listening.alerts.explaining import explain
from colonnade.pillars.listening.alerts.forms import RuleForm
from colonnade.pillars.listening.alerts.listing import tell
from colonnade.pillars.listening.alerts.models import Alert, AlertRule, Rhythm
from colonnade.pillars.listening.alerts.states import ALERT_STATES, AlertState
from colonnade.pillars.listening.queries import brands_of
from colonnade.ui.forms import saved
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import open_store

A_PAGE = 25
MOVES = {
    AlertState.SEEN: gettext_lazy("Seen"),
    AlertState.WORKING: gettext_lazy("I am on it"),
    AlertState.MUTED: gettext_lazy("Mute"),
    AlertState.CLOSED: gettext_lazy("Close"),
}


@member_page(Permission.VIEW)
def alerts(request: MemberRequest) -> HttpResponse:
    """List the alerts that wait, or all."""
    everything = request.GET.get("show") == "all"
    chosen = queries.alerts_of if everything else queries.open_alerts
    page = Paginator(chosen(organization=request.organization), A_PAGE).get_page(request.GET.get("page"))
    subscription = queries.subscription_of(membership=request.membership)
    context = {
        "page": page,
        "found": [tell(alert) for alert in page],
        "everything": everything,
        "has_rules": AlertRule.objects.filter(organization=request.organization).exists(),
        "rhythms": Rhythm.choices,
        "rhythm": subscription.rhythm if subscription else "",
        "may_edit": request.membership.may(Permission.EDIT_QUERIES),
    }
    return render(request, "alerts/list.html", context)


@member_page(Permission.VIEW)
def alert(request: MemberRequest, alert: int) -> HttpResponse:
    """Show one alert: what was found, who is on it, what to do next."""
    found = _alert(request, alert)
    following = ALERT_STATES.following(AlertState(found.state))
    context = {
        "told": tell(found),
        "alert": found,
        "moves": [(state.value, label) for state, label in MOVES.items() if state in following],
    }
    return render(request, "alerts/alert.html", context)


@member_page(Permission.VIEW)
def behind(request: MemberRequest, alert: int) -> HttpResponse:
    """Show what is behind an alert, a part of its page that is read from the posts."""
    found = _alert(request, alert)
    try:
        facts = open_store().facts(request.organization.pk)
    except OwnedElsewhere:
        return _busy()
    explanation = explain(organization=request.organization, facts=facts, alert=found, now=timezone.now())
    return render(request, "alerts/behind.html", {"explanation": explanation, "alert": found})


@require_POST
@member_page(Permission.VIEW)
def move(request: MemberRequest, alert: int) -> HttpResponse:
    """Take an alert to another state."""
    found = _alert(request, alert)
    try:
        wanted = AlertState(request.POST.get("state", ""))
    except ValueError as error:
        raise Http404("No such state.") from error
    try:
        operations.move_alert(alert=found, wanted=wanted, actor=request.user, now=timezone.now())
    except TransitionRefused:
        messages.error(request, _("Somebody was faster: look at what the alert says now."))
    return redirect(org_reverse("alerts:alert", request.organization, alert=found.pk))


@require_POST
@member_page(Permission.VIEW)
def subscribe(request: MemberRequest) -> HttpResponse:
    """Tell the person by mail, or no longer."""
    chosen = request.POST.get("rhythm", "")
    rhythm = Rhythm(chosen) if chosen in Rhythm.values else None
    operations.subscribe(membership=request.membership, rhythm=rhythm, now=timezone.now())
    messages.success(request, rhythm.label if rhythm else _("You get no mail about alerts."))
    return redirect(org_reverse("alerts:list", request.organization))


@member_page(Permission.VIEW)
def rules(request: MemberRequest) -> HttpResponse:
    """List what is watched."""
    context = {
        "found": queries.rules_of(organization=request.organization),
        "has_brands": brands_of(organization=request.organization).exists(),
        "may_edit": request.membership.may(Permission.EDIT_QUERIES),
    }
    return render(request, "alerts/rules.html", context)


@require_POST
@member_page(Permission.EDIT_QUERIES)
def add_standard(request: MemberRequest) -> HttpResponse:
    """Watch what nearly everybody watches."""
    made = operations.add_standard_rules(
        organization=request.organization, actor=request.user, now=timezone.now()
    )
    if made:
        messages.success(request, _("%(n)d rules added; the posts are looked at now.") % {"n": len(made)})
    else:
        messages.info(request, _("All of them were there already."))
    return redirect(org_reverse("alerts:rules", request.organization))


@member_page(Permission.EDIT_QUERIES)
def add_rule(request: MemberRequest) -> HttpResponse:
    """Add a rule; beside the form stands what it would have found."""
    form = RuleForm(request.POST or None, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: operations.add_rule(
                organization=request.organization,
                settings=form.settings(),
                actor=request.user,
                now=timezone.now(),
                look_back=form.cleaned_data["look_back"],
            ),
        )
        if made:
            messages.success(request, _("Saved. The posts are looked at now, and then every hour."))
            return redirect(org_reverse("alerts:rules", request.organization))
    return render(request, "alerts/rule.html", {"form": form})


@member_page(Permission.EDIT_QUERIES)
def rule(request: MemberRequest, rule: int) -> HttpResponse:
    """Change a rule."""
    known = _rule(request, rule)
    form = RuleForm(request.POST or None, organization=request.organization, instance=known)
    if request.method == "POST" and form.is_valid():
        changed = saved(
            form,
            lambda: operations.change_rule(
                rule=_rule(request, rule), settings=form.settings(), actor=request.user, now=timezone.now()
            ),
        )
        if changed:
            messages.success(request, _("Saved. Its alerts stay."))
            return redirect(org_reverse("alerts:rules", request.organization))
    return render(request, "alerts/rule.html", {"form": form, "rule": known})


@require_POST
@member_page(Permission.EDIT_QUERIES)
def remove_rule(request: MemberRequest, rule: int) -> HttpResponse:
    """Stop watching for good."""
    operations.remove_rule(rule=_rule(request, rule), actor=request.user, now=timezone.now())
    messages.success(request, _("Removed, with its alerts."))
    return redirect(org_reverse("alerts:rules", request.organization))


@member_page(Permission.EDIT_QUERIES)
def try_rule(request: MemberRequest) -> HttpResponse:
    """Show what the rule in the form would have found, a part of the form's page; nothing is saved."""
    form = RuleForm(request.GET, organization=request.organization)
    if not form.is_valid():
        return render(request, "alerts/tried.html", {"form": form})
    try:
        facts = open_store().facts(request.organization.pk)
        tried = back_test(
            organization=request.organization,
            facts=facts,
            rule=operations.checked_rule(organization=request.organization, settings=form.settings()),
            now=timezone.now(),
        )
    except OwnedElsewhere:
        return _busy()
    except ValidationError as error:
        form.add_error(None, error)
        return render(request, "alerts/tried.html", {"form": form})
    return render(request, "alerts/tried.html", {"form": form, "tried": tried})


def _busy() -> HttpResponse:
    return HttpResponse(
        _("A command is using the posts; try again in a moment."), status=HTTPStatus.SERVICE_UNAVAILABLE
    )


def _alert(request: MemberRequest, number: int) -> Alert:
    return get_object_or_404(queries.alerts_of(organization=request.organization), pk=number)


def _rule(request: MemberRequest, number: int) -> AlertRule:
    return get_object_or_404(queries.rules_of(organization=request.organization), pk=number)
