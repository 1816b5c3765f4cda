"""Pages of sources: the coverage ledger, connecting a network, one source."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.channels import queries
from colonnade.channels.configuration import ConfigurationRefused
from colonnade.channels.contract import ChannelError, Connector, Session, SourceKind
from colonnade.channels.discovery import connectors
from colonnade.channels.forms import AccountForm, SourceForm
from colonnade.channels.models import Account, Channel
from colonnade.channels.operations import accounts as account_operations
from colonnade.channels.operations import sources as operations
from colonnade.channels.operations.trying import Trial, try_source
from colonnade.channels.operations.wanted import SourceRefused
from colonnade.channels.secrets import KeyLost
from colonnade.core.states import TransitionRefused
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission


@member_page(Permission.VIEW)
def sources(request: MemberRequest) -> HttpResponse:
    """Show the coverage ledger."""
    lines = queries.ledger(organization=request.organization, now=timezone.now())
    context = {
        "lines": lines,
        "deaf": [line for line in lines if line.doubts],
        "unheard": queries.unheard(lines),
        "accounts": queries.accounts_of(organization=request.organization),
        "may_edit": request.membership.may(Permission.IMPORT_POSTS),
        "may_connect": request.membership.may(Permission.MANAGE),
    }
    return render(request, "channels/ledger.html", context)


@member_page(Permission.IMPORT_POSTS)
def networks(request: MemberRequest) -> HttpResponse:
    """Choose what to listen to."""
    context = {
        "networks": [connector.manifest for connector in queries.networks()],
        "may_connect": request.membership.may(Permission.MANAGE),
    }
    return render(request, "channels/networks.html", context)


@member_page(Permission.IMPORT_POSTS)
def add(request: MemberRequest, network: str, kind: str) -> HttpResponse:
    """Fill in a source, try it, add it."""
    connector, source_kind = _kind(network, kind)
    form = SourceForm(
        request.POST or None,
        organization=request.organization,
        connector=connector,
        kind=source_kind,
        now=timezone.now(),
    )
    trial = None
    if request.method == "POST" and form.is_valid():
        if "try" not in request.POST:
            channel = operations.add_source(
                organization=request.organization,
                wanted=form.wanted(),
                actor=request.user,
                now=timezone.now(),
            )
            messages.success(request, _("Listening to %(name)s.") % {"name": channel.name})
            return _to(request, channel)
        trial = _tried(request, form)
    return _source_form(request, form, connector=connector, kind=source_kind, trial=trial)


@member_page(Permission.IMPORT_POSTS)
def change(request: MemberRequest, source: int) -> HttpResponse:
    """Change a source, and try it before."""
    channel = _known(request, source)
    connector, kind = _kind(channel.connector, channel.kind)
    initial = {
        **channel.configuration,
        "name": channel.name,
        "account": channel.account_id,
        "every": int(channel.every.total_seconds()),
        "since": channel.since,
    }
    form = SourceForm(
        request.POST or None,
        organization=request.organization,
        connector=connector,
        kind=kind,
        now=timezone.now(),
        initial=initial,
    )
    trial = None
    if request.method == "POST" and form.is_valid():
        if "try" not in request.POST:
            operations.change_source(
                channel=channel, wanted=form.wanted(), actor=request.user, now=timezone.now()
            )
            messages.success(request, _("Saved."))
            return _to(request, channel)
        trial = _tried(request, form)
    return _source_form(request, form, connector=connector, kind=kind, trial=trial, channel=channel)


def _source_form(
    request: MemberRequest,
    form: SourceForm,
    *,
    connector: Connector,
    kind: SourceKind,
    trial: Trial | None,
    channel: Channel | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "network": connector.manifest,
        "kind": kind,
        "trial": trial,
        "channel": channel,
        "may_connect": request.membership.may(Permission.MANAGE),
    }
    return render(request, "channels/edit.html", context)


def _tried(request: MemberRequest, form: SourceForm) -> Trial | None:
    """Return what the source gave; where it gave nothing, the form says why."""
    try:
        return try_source(organization=request.organization, wanted=form.wanted(), clock=timezone.now)
    except ChannelError as error:
        field = getattr(error, "field", "")
        form.add_error(field if field in form.fields else None, _sentence(error))
    except (KeyLost, ConfigurationRefused) as error:
        form.add_error(None, _sentence(error))
    return None


def _sentence(error: Exception) -> str:
    words = str(error)
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"


@member_page(Permission.VIEW)
def source(request: MemberRequest, source: int) -> HttpResponse:
    """Show one source: what it hears, what it heard, where posts are missing."""
    channel = _known(request, source)
    line = queries.covered([channel], organization=request.organization, now=timezone.now())[0]
    context = {"line": line, "may_edit": request.membership.may(Permission.IMPORT_POSTS)}
    return render(request, "channels/source.html", context)


@require_POST
@member_page(Permission.IMPORT_POSTS)
def pause(request: MemberRequest, source: int) -> HttpResponse:
    """Stop asking; the place to go on from is kept."""
    return _act(request, source, operations.pause_source)


@require_POST
@member_page(Permission.IMPORT_POSTS)
def resume(request: MemberRequest, source: int) -> HttpResponse:
    """Go on, or ask at once."""
    return _act(request, source, operations.resume_source)


@require_POST
@member_page(Permission.IMPORT_POSTS)
def remove(request: MemberRequest, source: int) -> HttpResponse:
    """Stop listening for good; the posts stay."""
    channel = _known(request, source)
    operations.remove_source(channel=channel, actor=request.user, now=timezone.now())
    messages.success(request, _("No longer listening to %(name)s. Its posts stay.") % {"name": channel.name})
    return redirect(org_reverse("channels:sources", request.organization))


@member_page(Permission.MANAGE)
def add_account(request: MemberRequest, network: str) -> HttpResponse:
    """Connect an account: it is kept once the network has let it in."""
    connector = _network(network)
    if connector.manifest.credentials is None:
        raise Http404("This network is heard without accounts.")
    form = AccountForm(request.POST or None, connector=connector, named=True)
    if request.method == "POST" and form.is_valid() and _connected(request, form, connector):
        return redirect(org_reverse("channels:sources", request.organization))
    return render(request, "channels/account.html", {"form": form, "network": connector.manifest})


def _connected(request: MemberRequest, form: AccountForm, connector: Connector) -> bool:
    try:
        account = account_operations.keep_account(
            organization=request.organization,
            connector=connector,
            credentials=form.cleaned_data["credentials"],
            session=_signed_in(request, form, connector),
            name=form.cleaned_data.get("name", ""),
            actor=request.user,
            now=timezone.now(),
        )
    except (ChannelError, SourceRefused) as error:
        form.add_error(None, _sentence(error))
        return False
    messages.success(request, _("Connected as %(name)s.") % {"name": account.identity or account.name})
    return True


def _signed_in(request: MemberRequest, form: AccountForm, connector: Connector) -> Session | None:
    """Sign in with what the form holds. Raises ``ChannelError`` where the network does not let it in."""
    return account_operations.sign_in(
        organization=request.organization,
        connector=connector,
        credentials=form.cleaned_data["credentials"],
        clock=timezone.now,
    )


@member_page(Permission.MANAGE)
def renew_account(request: MemberRequest, account: int) -> HttpResponse:
    """Enter an account's credentials anew; its sources go on where they stopped."""
    known = _account(request, account)
    connector = _network(known.connector)
    form = AccountForm(request.POST or None, connector=connector, named=False)
    if request.method == "POST" and form.is_valid():
        try:
            session = _signed_in(request, form, connector)
        except ChannelError as error:
            form.add_error(None, _sentence(error))
        else:
            account_operations.renew_account(
                account=known,
                credentials=form.cleaned_data["credentials"],
                session=session,
                actor=request.user,
                now=timezone.now(),
            )
            messages.success(request, _("The account is connected again."))
            return redirect(org_reverse("channels:sources", request.organization))
    context = {"form": form, "network": connector.manifest, "account": known}
    return render(request, "channels/account.html", context)


@require_POST
@member_page(Permission.MANAGE)
def remove_account(request: MemberRequest, account: int) -> HttpResponse:
    """Forget an account and its credentials."""
    known = _account(request, account)
    try:
        account_operations.remove_account(account=known, actor=request.user, now=timezone.now())
    except account_operations.AccountInUse as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The account and its credentials are forgotten."))
    return redirect(org_reverse("channels:sources", request.organization))


def _network(network: str) -> Connector:
    try:
        return connectors().get(network)
    except KeyError as error:
        raise Http404("There is no such network.") from error


def _kind(network: str, kind: str) -> tuple[Connector, SourceKind]:
    connector = _network(network)
    try:
        return connector, connector.manifest.kind(kind)
    except KeyError as error:
        raise Http404("There is no such kind of source.") from error


def _known(request: MemberRequest, number: int) -> Channel:
    return get_object_or_404(queries.sources_of(organization=request.organization), pk=number)


def _account(request: MemberRequest, number: int) -> Account:
    return get_object_or_404(queries.accounts_of(organization=request.organization), pk=number)


def _act(request: MemberRequest, number: int, act: Callable[..., Channel]) -> HttpResponse:
    channel = _known(request, number)
    try:
        act(channel=channel, actor=request.user, now=timezone.now())
    except TransitionRefused:
        messages.error(request, _("That is not possible now: see why the source is not heard."))
    return _to(request, channel)


def _to(request: MemberRequest, channel: Channel) -> HttpResponse:
    return redirect(org_reverse("channels:source", request.organization, source=channel.pk))
