"""Template tags for addresses inside the present organisation."""

from django import template

from colonnade.organization.links import org_reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def org_url(context: template.Context, name: str, **kwargs: object) -> str:
    """Return the address of page ``name`` in the organisation of the present request."""
    return org_reverse(name, context["request"].organization, **kwargs)
