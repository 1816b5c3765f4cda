"""What is listened for: added, changed, removed, and matched with what is stored."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from colonnade.core.jobs.models import Job
from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization
from colonnade.organization.operations import add_unit
from colonnade.organization.tests.factories import NOW, make_organization, make_user
from colonnade.pillars.listening import queries
from colonnade.pillars.listening.jobs import match_stored_posts
from colonnade.pillars.listening.matching import backfill as backfilling
from colonnade.pillars.listening.models import BrandKind
from colonnade.pillars.listening.operations import brands
from colonnade.pillars.listening.tests.factories import (
    add_brand,
    csv_file,
    facts_of,
    import_posts,
    match,
    post_row,
)


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def posts(hydra: Organization, tmp_path: Path) -> Organization:
    texts = [
        "@acme rocks",
        "acme and rival",
        "rival only",
        "Acme tools, not river acme",
        "nothing at all here",
    ]
    import_posts(hydra, csv_file(tmp_path / "p.csv", [post_row(n, text) for n, text in enumerate(texts)]))
    return hydra


def counts(organization: Organization) -> dict[int, int]:
    return queries.match_counts(facts=facts_of(organization))


def test_a_new_brand_is_matched_with_stored_posts(posts: Organization) -> None:
    acme, rival = add_brand(posts, "Acme"), add_brand(posts, "Rival", kind=BrandKind.COMPETITOR)
    assert acme.matched_at is None
    assert match(posts, acme.pk, rival.pk) == 5
    assert counts(posts) == {acme.pk: 3, rival.pk: 2}
    acme.refresh_from_db()
    assert acme.matched_at is not None


def test_matching_in_parts_finds_the_same(posts: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfilling, "_AT_ONCE", 1)
    acme = add_brand(posts, "Acme")
    assert match(posts, acme.pk) == 3


def test_a_changed_brand_loses_its_old_matches(posts: Organization) -> None:
    acme, rival = add_brand(posts, "Acme"), add_brand(posts, "Rival")
    match(posts, acme.pk, rival.pk)
    settings = brands.BrandSettings(
        name="Acme", kind=BrandKind.OWN, terms=["acme"], excluded=["river acme", "rival"]
    )
    brands.change_brand(brand=acme, settings=settings, actor=None, now=NOW)
    assert Job.objects.get(task=match_stored_posts.module_path).kwargs == {
        "organization_id": posts.pk,
        "query_ids": [acme.pk],
    }
    match(posts, acme.pk)
    assert counts(posts) == {acme.pk: 1, rival.pk: 2}


def test_a_new_name_alone_needs_no_new_matching(posts: Organization) -> None:
    acme = add_brand(posts, "Acme", "acme")
    match(posts, acme.pk)
    settings = brands.BrandSettings(name="Acme Inc", kind=BrandKind.OWN, terms=["acme"])
    acme.refresh_from_db()
    assert brands.change_brand(brand=acme, settings=settings, actor=None, now=NOW).matched_at is not None
    assert not Job.objects.filter(task=match_stored_posts.module_path).exists()


def test_a_removed_brand_takes_its_matches_with_it(posts: Organization) -> None:
    acme = add_brand(posts, "Acme")
    match(posts, acme.pk)
    number = acme.pk
    brands.remove_brand(brand=acme, actor=None, now=NOW)
    assert match(posts, number) == 0
    assert counts(posts) == {}
    assert facts_of(posts).count() == 5


def test_matching_stays_within_the_organisation(posts: Organization) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    theirs = add_brand(rival, "Acme")
    assert match(rival, theirs.pk) == 0
    ours = add_brand(posts, "Acme")
    match(posts, ours.pk)
    assert match(rival, ours.pk) == 0
    assert counts(posts) == {ours.pk: 3}


def test_the_name_is_looked_for_where_no_term_is_given(hydra: Organization) -> None:
    assert add_brand(hydra, "Acme Machines").terms == ["Acme Machines"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (brands.BrandSettings(name="  ", kind=BrandKind.OWN, terms=["a1"]), "name"),
        (brands.BrandSettings(name="ACME", kind=BrandKind.OWN), "name"),
        (brands.BrandSettings(name="x" * 81, kind=BrandKind.OWN), "name"),
        (brands.BrandSettings(name="New", kind=BrandKind.OWN, terms=["!!!"]), "terms"),
        (brands.BrandSettings(name="!!!", kind=BrandKind.OWN), "terms"),
        (brands.BrandSettings(name="New", kind=BrandKind.OWN, excluded=["@a b"]), "excluded"),
        (brands.BrandSettings(name="New", kind=BrandKind.OWN, terms=["a1"], excluded=["a1"]), "excluded"),
    ],
)
def test_what_cannot_work_is_refused(hydra: Organization, said: brands.BrandSettings, field: str) -> None:
    add_brand(hydra, "Acme")
    with pytest.raises(ValidationError) as refused:
        brands.add_brand(organization=hydra, settings=said, actor=None, now=NOW)
    assert list(refused.value.message_dict) == [field]


def test_control_characters_are_no_part_of_a_brand(hydra: Organization) -> None:
    brand = add_brand(hydra, "Ac\x00me\n Inc", "\x00acme\x1b", "acme")
    assert (brand.name, brand.terms) == ("Ac me Inc", ["acme"])


def test_a_unit_of_another_organisation_is_refused(hydra: Organization) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    unit = add_unit(organization=rival, name="Parts", actor=None, now=NOW)
    settings = brands.BrandSettings(name="New", kind=BrandKind.OWN, unit=unit)
    with pytest.raises(ValidationError, match="no such business unit"):
        brands.add_brand(organization=hydra, settings=settings, actor=None, now=NOW)


def test_writes_are_in_the_audit_trail(hydra: Organization) -> None:
    brands.remove_brand(brand=add_brand(hydra, "Acme"), actor=None, now=NOW)
    actions = AuditEntry.objects.filter(organization=hydra, action__startswith="brand")
    assert [entry.action for entry in actions.order_by("pk")] == ["brand.added", "brand.removed"]


def test_handles_that_are_much_named_are_suggested(hydra: Organization, tmp_path: Path) -> None:
    rows = [post_row(n, f"@acme and @rival {n}") for n in range(6)] + [
        post_row(n, "@rare") for n in range(7, 9)
    ]
    rows += [post_row(n, f"@rival again {n}") for n in range(10, 13)]
    import_posts(hydra, csv_file(tmp_path / "p.csv", rows))
    facts = facts_of(hydra)
    found = queries.suggested_brands(organization=hydra, facts=facts)
    assert [(item.handle, item.posts) for item in found] == [("rival", 9), ("acme", 6)]
    add_brand(hydra, "Acme", "@Acme")
    assert [item.handle for item in queries.suggested_brands(organization=hydra, facts=facts)] == ["rival"]
