"""Names of intents and of kinds of entities for people."""

from django.utils.translation import gettext as _

from colonnade.pillars.listening.understanding.intents.names import INTENTS


def intent_names() -> dict[str, str]:
    """Return the names of the intents in the present language, in the order of ``INTENTS``."""
    names = (
        _("question"),
        _("complaint"),
        _("praise"),
        _("purchase intent"),
        _("support request"),
        _("spam"),
    )
    return dict(zip(INTENTS, names, strict=True))


def kind_names() -> dict[str, str]:
    """Return the names of the kinds of names in the present language."""
    return {
        "person": _("person"),
        "organisation": _("organisation"),
        "place": _("place"),
        "product": _("product"),
        "name": _("not known"),
    }
