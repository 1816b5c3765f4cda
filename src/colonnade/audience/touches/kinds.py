"""What a touch is, and whose it is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What happened, in the order of the funnel."""

    VIEW = "view", _("page viewed")
    CLICK = "click", _("link clicked")
    OPEN = "open", _("e-mail opened")
    EVENT = "event", _("met at an event")
    CALL = "call", _("telephone call")
    FORM = "form", _("form sent")
    LEAD = "lead", _("became a lead")
    QUALIFIED = "qualified", _("qualified for marketing")
    ACCEPTED = "accepted", _("accepted by sales")
    OPPORTUNITY = "opportunity", _("became an opportunity")
    WON = "won", _("bought")
    LOST = "lost", _("decided against us")


class Traffic(TextChoices):
    """Whose touch it is; all but ``PEOPLE`` are kept apart from every figure about people."""

    PEOPLE = "people", _("people")
    BOT = "bot", _("bots and crawlers")
    PREVIEW = "preview", _("link previews")
    PREFETCH = "prefetch", _("fetched ahead by a browser")
    PROBE = "probe", _("probes without a page (HEAD)")
    DOUBLE = "double", _("double clicks")
    FLOOD = "flood", _("too many from one place")


class Measure(TextChoices):
    """What another system counted in a day."""

    IMPRESSIONS = "impressions", _("impressions")
    CLICKS = "clicks", _("clicks")
    VISITS = "visits", _("visits")
    VISITORS = "visitors", _("visitors")
    CONVERSIONS = "conversions", _("conversions")
    SPEND = "spend", _("spend")


class System(TextChoices):
    """Who counted it."""

    GA4 = "ga4", "Google Analytics 4"
    MATOMO = "matomo", "Matomo"
    PLAUSIBLE = "plausible", "Plausible"
    UMAMI = "umami", "Umami"
    GOOGLE_ADS = "google_ads", "Google Ads"
    META_ADS = "meta_ads", "Meta Ads"
    LINKEDIN_ADS = "linkedin_ads", "LinkedIn Ads"
    OTHER = "other", _("another system")
