"""Tags: made, put on posts and taken off, kept through imports, gone with an erased post."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from colonnade.governance.models import AuditEntry
from colonnade.organization.tests.factories import make_organization, make_user
from colonnade.pillars.listening.erasure.places import places
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.pillars.listening.explorer.finding import find, stored_ids
from colonnade.pillars.listening.explorer.models import Colour, SavedView, TaggedPost
from colonnade.pillars.listening.explorer.operations.saved import save_view
from colonnade.pillars.listening.explorer.operations.tags import (
    TagSettings,
    add_tag,
    change_tag,
    put_tag,
    remove_tag,
    take_tag_off,
)
from colonnade.pillars.listening.explorer.search import Search
from colonnade.pillars.listening.explorer.tagging import counted_tags, tags_by_post
from colonnade.pillars.listening.explorer.tests.factories import NOW, Explorer
from colonnade.pillars.listening.questions.filters import Filters
from colonnade.pillars.listening.questions.tests.factories import START, fill, post

pytestmark = pytest.mark.django_db


def found(explorer: Explorer, *tags: str) -> list[str]:
    search = Search(tags=tags)
    return find(organization=explorer.organization, facts=explorer.facts, search=search).ids(most=100)


def test_a_key_is_like_the_name_and_stays() -> None:
    explorer = Explorer(posts=1)
    tag, other = explorer.tag("Service case"), explorer.tag("Service-Case!")
    assert (tag.key, other.key) == ("service-case", "service-case-2")
    changed = change_tag(tag=tag, settings=TagSettings(name="Urgent"), actor=None, now=NOW)
    assert (changed.key, changed.name) == ("service-case", "Urgent")
    assert explorer.tag("none").key == "none-2"
    assert explorer.tag("日本").key == "日本"
    assert explorer.tag("!!!").key == "tag"


@pytest.mark.parametrize("name", ["", "x" * 51, "service CASE"])
def test_a_name_is_needed_once(name: str) -> None:
    explorer = Explorer(posts=1)
    explorer.tag("Service case")
    with pytest.raises(ValidationError):
        add_tag(organization=explorer.organization, settings=TagSettings(name=name), actor=None, now=NOW)


def test_posts_are_found_by_their_tags() -> None:
    explorer = Explorer(posts=5)
    case, quote = explorer.tag("Case"), explorer.tag("Quote", Colour.TEAL)
    assert put_tag(tag=case, mention_ids=["m1", "m2", "m1"], actor=None, now=NOW) == ["m1", "m2"]
    assert put_tag(tag=quote, mention_ids=["m2", "m4"], actor=None, now=NOW) == ["m2", "m4"]
    assert put_tag(tag=case, mention_ids=["m1"], actor=None, now=NOW) == []
    assert found(explorer, "case") == ["m2", "m1"]
    assert found(explorer, "case", "quote") == ["m4", "m2", "m1"]
    assert found(explorer, "none") == ["m3", "m0"]
    assert found(explorer, "none", "quote") == ["m4", "m3", "m2", "m0"]
    assert found(explorer, "unknown") == []
    organization_id = explorer.organization.pk
    by_post = tags_by_post(organization_id=organization_id, mention_ids=["m1", "m2", "m3"])
    assert {key: [tag.name for tag in tags] for key, tags in by_post.items()} == {
        "m1": ["Case"],
        "m2": ["Case", "Quote"],
    }
    assert [(tag.name, vars(tag)["used"]) for tag in counted_tags(organization=explorer.organization)] == [
        ("Case", 2),
        ("Quote", 2),
    ]
    assert take_tag_off(tag=case, mention_ids=["m1", "m3"], actor=None, now=NOW) == ["m1"]
    assert remove_tag(tag=quote, actor=None, now=NOW) == 2
    assert found(explorer, "none") == ["m4", "m3", "m1", "m0"]
    noted = AuditEntry.objects.filter(action__startswith="tag.").values_list("action", flat=True)
    assert sorted(set(noted)) == ["tag.added", "tag.put", "tag.removed", "tag.taken_off"]


def test_a_tag_is_found_in_its_own_organisation_only() -> None:
    explorer = Explorer(posts=2)
    other = Explorer(make_organization("Rival", founder=make_user("rita@rival.example")), posts=2)
    put_tag(tag=other.tag("Case"), mention_ids=["m1"], actor=None, now=NOW)
    explorer.tag("Case")
    assert found(explorer, "case") == []
    assert tags_by_post(organization_id=explorer.organization.pk, mention_ids=["m1"]) == {}


def test_a_post_that_is_imported_again_keeps_its_tags() -> None:
    explorer = Explorer(posts=3)
    put_tag(tag=explorer.tag("Case"), mention_ids=["m1"], actor=None, now=NOW)
    fill(explorer.facts, [post(1, text="the loader again", brands=[], likes=40)])
    assert found(explorer, "case") == ["m1"]


def test_only_stored_posts_can_be_tagged() -> None:
    explorer = Explorer(posts=3)
    fill(explorer.facts, [post(7, brands=[], published_at=START + timedelta(days=3))])
    assert stored_ids(explorer.facts, ["m7", "m9", "m1", "m7"]) == ["m7", "m1"]


def test_what_names_an_erased_post_or_person_is_forgotten() -> None:
    explorer = Explorer(posts=3)
    other = Explorer(make_organization("Rival", founder=make_user("rita@rival.example")), posts=3)
    for one in (explorer, other):
        put_tag(tag=one.tag("Case"), mention_ids=["m1", "m2"], actor=None, now=NOW)
        for search in (Search(query="author:author1 leak"), Search(filters=Filters(author="x:author1"))):
            save_view(membership=one.owner, name=f"By {search.address()[:60]}", search=search, now=NOW)
        save_view(membership=one.owner, name="Leaks", search=Search(query="leak*"), now=NOW)
    subject = Subject(
        organization_id=explorer.organization.pk,
        authors=frozenset({"x:author1"}),
        mentions=frozenset({"m1"}),
    )
    ours = {place.key: place for place in places() if place.key in {"tags", "bulk", "views"}}
    assert {key: place.count(subject) for key, place in ours.items()} == {"tags": 1, "bulk": 0, "views": 1}
    for place in ours.values():
        place.forget(subject)
        place.forget(subject)
    assert {place.count(subject) for place in ours.values()} == {0}
    assert sorted(TaggedPost.objects.values_list("tag__organization__name", "mention_id")) == [
        ("Hydra Machines", "m2"),
        ("Rival", "m1"),
        ("Rival", "m2"),
    ]
    assert SavedView.objects.filter(organization=other.organization).count() == 3
