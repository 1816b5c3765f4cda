"""Ideas put aside as a place that may name somebody: a topic can be a name."""

from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.erasure.places import Place
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.pillars.promotion.ideas.models import PutAside


def _theirs(subject: Subject) -> list[int]:
    rows = PutAside.objects.filter(organization_id=subject.organization_id).values_list("pk", "key")
    return [pk for pk, key in rows if subject.named_in(key.partition(":")[2])]


def _count(subject: Subject) -> int:
    return len(_theirs(subject))


def _forget(subject: Subject) -> None:
    PutAside.objects.filter(pk__in=_theirs(subject)).delete()


PLACES = (Place(key="ideas", label=_("Ideas put aside"), count=_count, forget=_forget),)
