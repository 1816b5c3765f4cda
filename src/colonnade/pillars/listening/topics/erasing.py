"""Topics as a place that names posts as their samples."""

from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.erasure.places import Place
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.pillars.listening.topics.models import Topic


def _theirs(subject: Subject) -> list[Topic]:
    topics = Topic.objects.filter(organization_id=subject.organization_id)
    return [topic for topic in topics if not subject.mentions.isdisjoint(topic.samples)]


def _count(subject: Subject) -> int:
    return len(_theirs(subject))


def _forget(subject: Subject) -> None:
    for topic in _theirs(subject):
        topic.samples = [sample for sample in topic.samples if sample not in subject.mentions]
        topic.save(update_fields=["samples"])


PLACES = (Place(key="topics", label=_("Sample posts of topics"), count=_count, forget=_forget, at_once=True),)
