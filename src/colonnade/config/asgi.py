"""ASGI entry point: short links first, then everything else."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colonnade.config.settings")
django_application = get_asgi_application()

# Models can be imported once Django is set up, which the line above does.
from colonnade.pillars.promotion.links.clicks.answering import ShortLinks  # noqa: E402
from colonnade.pillars.promotion.links.clicks.book import BOOK  # noqa: E402
from colonnade.pillars.promotion.links.clicks.running import RUNNING  # noqa: E402

application = ShortLinks(django_application, book=BOOK, taker=RUNNING.taker)
