"""Things that are counted, in the singular and the plural of each language."""

from django.utils.functional import Promise
from django.utils.translation import ngettext_lazy

from colonnade.ui.figures import number

AUTHORS = ngettext_lazy("%(written)s author", "%(written)s authors", "number")
BUSINESS_UNITS = ngettext_lazy("%(written)s business unit", "%(written)s business units", "number")
GOALS = ngettext_lazy("%(written)s goal", "%(written)s goals", "number")
LESSONS = ngettext_lazy("%(written)s lesson", "%(written)s lessons", "number")
MEMBERS = ngettext_lazy("%(written)s member", "%(written)s members", "number")
OBJECTIVES = ngettext_lazy("%(written)s objective", "%(written)s objectives", "number")
POSTS = ngettext_lazy("%(written)s post", "%(written)s posts", "number")
QUESTIONS = ngettext_lazy("%(written)s question", "%(written)s questions", "number")
READINGS = ngettext_lazy("%(written)s reading", "%(written)s readings", "number")


def count(noun: Promise, amount: int) -> str:
    """Return so many of something: ``count(POSTS, 1200)`` is "1,200 posts"."""
    return str(noun % {"number": amount, "written": number(amount)})
