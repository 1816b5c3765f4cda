"""Writes: how addresses are tagged."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.campaigns.models import UtmPreset
from colonnade.campaigns.utm import FIELDS, checked_template
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User


@transaction.atomic
def keep_preset(
    *,
    organization: Organization,
    kind: str,
    channel: str,
    templates: Mapping[str, str],
    actor: User | None,
    now: datetime,
) -> UtmPreset:
    """Tag what goes out on a channel so from now on; what was said for it before is replaced.

    Args:
        kind: a value of ``Channel``; empty, with ``channel``, for everything else.
        templates: by name, as in ``utm.FIELDS``.

    Raises:
        ValidationError: where no address could carry a value; by field.
    """
    channel = channel.strip().casefold()
    if channel and not kind:
        raise ValidationError({"kind": _("Say which kind of channel this is.")})
    for name in FIELDS:
        try:
            checked_template(templates.get(name, ""))
        except ValueError as error:
            raise ValidationError({name: str(error)}) from error
    if not templates.get("source"):
        raise ValidationError({"source": _("Without utm_source, analytics read none of the tags.")})
    preset = UtmPreset(organization=organization, kind=kind, channel=channel, changed_at=now)
    for name in FIELDS:
        setattr(preset, name, templates.get(name, ""))
    preset.clean_fields(exclude=["organization"])
    held = UtmPreset.objects.select_for_update().filter(organization=organization, kind=kind, channel=channel)
    preset.pk = held.values_list("pk", flat=True).first()
    preset.save()
    _audit(preset, "utm_preset.kept", actor, now, dict(templates))
    return preset


@transaction.atomic
def remove_preset(*, preset: UtmPreset, actor: User | None, now: datetime) -> None:
    """Tag what goes out on a channel as its kind is tagged; addresses that are out stay as they are."""
    _audit(preset, "utm_preset.removed", actor, now, {})
    preset.delete()


def _audit(
    preset: UtmPreset, action: str, actor: User | None, now: datetime, details: Mapping[str, str]
) -> None:
    record(
        organization=preset.organization,
        actor=actor,
        action=action,
        subject=str(preset),
        now=now,
        details=dict(details),
    )
