"""What both pages on which a query is written do with it: save it, or say in the form why not."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.organization.access import MemberRequest
from colonnade.pillars.listening.models import BrandQuery
from colonnade.pillars.listening.operations import brands as operations


def add(request: MemberRequest, form: BaseForm, settings: operations.BrandSettings) -> BrandQuery | None:
    """Return a new query of these settings; None where they were refused, which the form says."""
    query = _kept(
        form,
        lambda: operations.add_brand(
            organization=request.organization, settings=settings, actor=request.user, now=timezone.now()
        ),
    )
    if query is not None:
        messages.success(request, _("Listening for %(name)s.") % {"name": query.name})
    return query


def change(
    request: MemberRequest, form: BaseForm, query: BrandQuery, settings: operations.BrandSettings
) -> BrandQuery | None:
    """Return the query with these settings; None where they were refused, which the form says."""
    changed = _kept(
        form,
        lambda: operations.change_brand(
            brand=query, settings=settings, actor=request.user, now=timezone.now()
        ),
    )
    if changed is not None:
        messages.success(request, _("Saved."))
    return changed


def _kept(form: BaseForm, keep: Callable[[], BrandQuery]) -> BrandQuery | None:
    try:
        return keep()
    except ValidationError as error:
        form.add_error(None, error)
        return None
