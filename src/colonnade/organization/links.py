"""Addresses inside an organisation."""

from django.urls import reverse

from colonnade.organization.models import Organization


def org_reverse(name: str, organization: Organization, **kwargs: object) -> str:
    """Return the address of the page ``name`` (``app:page``) within ``organization``."""
    return reverse(name, kwargs={"organization": organization.slug, **kwargs})
