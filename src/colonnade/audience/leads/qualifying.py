"""Whether a lead is marketing qualified: what the agreement with sales asks for, and what is missing."""

from colonnade.audience.leads.fields import last_word, told
from colonnade.audience.leads.models import Lead, Purpose, QualifyingRule
from colonnade.audience.leads.states import WITH_MARKETING


def is_ready(lead: Lead, rule: QualifyingRule) -> bool:
    """Return whether a lead that marketing still has fulfils the rule."""
    return lead.present in WITH_MARKETING and not missing(lead, rule)


def missing(lead: Lead, rule: QualifyingRule) -> list[str]:
    """Return what a lead lacks of the rule: ``score``, ``consent`` or names of fields."""
    found = ["score"] if lead.score < rule.least_score else []
    if rule.needs_contact and not may_contact(lead):
        found.append("consent")
    needed = (name.strip() for name in rule.needed.split(","))
    return [*found, *(name for name in needed if name and not told(lead, name))]


def may_contact(lead: Lead) -> bool:
    """Return whether the person's latest word on being contacted is yes."""
    word = last_word(lead.consents.all(), Purpose.CONTACT)
    return word is not None and word.holds
