"""Things that are counted, in the singular and the plural of each language: ``nouns.POSTS % 3``."""

from django.utils.translation import ngettext_lazy

AUTHORS = ngettext_lazy("%d author", "%d authors")
BUSINESS_UNITS = ngettext_lazy("%d business unit", "%d business units")
GOALS = ngettext_lazy("%d goal", "%d goals")
LESSONS = ngettext_lazy("%d lesson", "%d lessons")
MEMBERS = ngettext_lazy("%d member", "%d members")
OBJECTIVES = ngettext_lazy("%d objective", "%d objectives")
POSTS = ngettext_lazy("%d post", "%d posts")
QUESTIONS = ngettext_lazy("%d question", "%d questions")
READINGS = ngettext_lazy("%d reading", "%d readings")
