"""A lead comes in once, is one person, and nothing that was known is overwritten in silence."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.audience.leads import queries
from colonnade.audience.leads.models import Consent, EventKind, Intake, Lead, LeadEvent
from colonnade.audience.leads.operations import NoLead, Origin, Said, take_in
from colonnade.audience.leads.states import STATES, LeadState
from colonnade.audience.leads.tests.factories import CONTACT, make_lead
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization, make_user


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


def test_the_same_submission_counts_once(hydra: Organization) -> None:
    said = Said(email=" Rosa@Quarry.example ", name="Rosa  Stone")
    first = take_in(organization=hydra, key="form:1", said=said, consents=[CONTACT], at=NOW)
    again = take_in(
        organization=hydra, key="form:1", said=Said(email="other@quarry.example"), consents=[CONTACT], at=NOW
    )
    assert (first.new, first.repeated, again.new, again.repeated) == (True, False, False, True)
    assert again.lead == first.lead
    assert (first.lead.email, first.lead.name) == ("rosa@quarry.example", "Rosa Stone")
    assert Lead.objects.count() == Intake.objects.count() == Consent.objects.count() == 1


def test_what_is_empty_is_filled_and_what_differs_is_kept_beside(hydra: Organization) -> None:
    make_lead(hydra, said=Said(email="r@q.example", name="Rosa Stone", answers={"fleet": "3"}))
    later = NOW + timedelta(days=3)
    lead = make_lead(
        hydra,
        said=Said(
            email="R@Q.example", name="R. Stone", phone="+1 555", answers={"fleet": "9", "when": "May"}
        ),
        origin=Origin(source="Webinar", goal="other", campaign="spring"),
        at=later,
    )
    lead.refresh_from_db()
    assert (lead.name, lead.phone, lead.answers) == ("Rosa Stone", "+1 555", {"fleet": "3", "when": "May"})
    assert (lead.goal, lead.campaign, lead.source) == ("mqls", "spring", "Buying guide")
    assert lead.changed_at == later
    told = {(event.kind, event.details.get("field")) for event in LeadEvent.objects.filter(at=later)}
    assert told == {
        (EventKind.CAME, None),
        (EventKind.DIFFERS, "name"),
        (EventKind.FILLED, "phone"),
        (EventKind.DIFFERS, "answers.fleet"),
        (EventKind.FILLED, "answers.when"),
    }
    assert lead.intakes.first().said["name"] == "R. Stone"  # type: ignore[union-attr]  # there are two


def test_a_consent_that_was_not_given_is_kept_too(hydra: Organization) -> None:
    said_no = CONTACT.__class__(purpose=CONTACT.purpose, text="May we?", version=2, given=False)
    lead = make_lead(hydra, consents=(CONTACT, said_no))
    assert sorted((one.version, one.holds) for one in lead.consents.all()) == [(1, True), (2, False)]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Said(email="nobody"), "no e-mail address"),
        (Said(email="a@b.example\nBcc: c@d.example"), "no e-mail address"),
        (Said(email="a@b.example", phone="1" * 41), "phone is longer than 40"),
        (Said(email="a@b.example", answers={"q": "x" * 5001}), "longer than 5000"),
    ],
)
def test_what_makes_no_lead_is_refused_and_nothing_is_kept(hydra: Organization, said: Said, why: str) -> None:
    with pytest.raises(NoLead, match=why):
        take_in(organization=hydra, key="k", said=said, at=NOW)
    assert not Lead.objects.exists()
    assert not Intake.objects.exists()


def test_two_companies_know_the_same_person_apart(hydra: Organization) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    mine, theirs = make_lead(hydra), make_lead(rival)
    assert mine.pk != theirs.pk
    assert list(queries.leads_of(organization=rival)) == [theirs]


def test_leads_are_found_and_counted(hydra: Organization) -> None:
    rosa = make_lead(hydra)
    rosa.score, rosa.state, rosa.owner = 40, LeadState.WORKING, hydra.memberships.get().user
    rosa.save()
    make_lead(hydra, "ben@mine.example", said=Said(email="ben@mine.example", company="Deep Mine"))
    found = {
        "text": "deep",
        "state": "new",
    }
    one = queries.leads_of(organization=hydra, chosen=queries.LeadFilter(**found))
    assert [lead.email for lead in one] == ["ben@mine.example"]
    scored = queries.LeadFilter(least_score="40", owner=str(rosa.owner.pk))
    assert list(queries.leads_of(organization=hydra, chosen=scored)) == [rosa]
    for hostile in ("nan", "1e999", "x'", "٣"):
        list(
            queries.leads_of(
                organization=hydra, chosen=queries.LeadFilter(least_score=hostile, owner=hostile)
            )
        )
    counted = queries.counted_by_state(organization=hydra, goal="mqls")
    assert (counted[LeadState.NEW], counted[LeadState.WORKING], counted[LeadState.WON]) == (1, 1, 0)


@given(st.lists(st.sampled_from(list(LeadState)), max_size=12))
def test_no_way_leads_out_of_won_or_past_the_hand_over(wanted: list[LeadState]) -> None:
    state, seen = LeadState.NEW, [LeadState.NEW]
    for step in wanted:
        if step in STATES.following(state):
            state = step
            seen.append(state)
    if LeadState.ACCEPTED in seen or LeadState.WON in seen:
        assert LeadState.HANDED_OVER in seen
    assert LeadState.WON not in seen[:-1]
