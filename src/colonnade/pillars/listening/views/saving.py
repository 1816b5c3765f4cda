"""What both pages on which a query is written do with it: save it, or say in the form why not."""

from django.contrib import messages
from django.forms import BaseForm
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.organization.access import MemberRequest
from colonnade.pillars.listening.models import BrandQuery
from colonnade.pillars.listening.operations import brands as operations
from colonnade.ui.forms import saved


def add(request: MemberRequest, form: BaseForm, settings: operations.BrandSettings) -> BrandQuery | None:
    """Return a new query of these settings; None where they were refused, which the form says."""
    query = saved(
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
    changed = saved(
        form,
        lambda: operations.change_brand(
            brand=query, settings=settings, actor=request.user, now=timezone.now()
        ),
    )
    if changed is not None:
        messages.success(request, _("Saved."))
    return changed
