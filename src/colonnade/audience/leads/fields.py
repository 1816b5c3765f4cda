"""What a lead told us, read and set by name: a field, or ``answers.`` and a question."""

from collections.abc import Iterable, Mapping

from colonnade.audience.leads.models import Consent, Lead, Purpose

_FIELDS = frozenset({"email", "name", "company", "phone", "country", "source", "campaign"})


def told(lead: Lead, subject: str) -> str:
    """Return what the lead told us; empty where there is nothing of that name."""
    whose, _dot, question = subject.partition(".")
    if whose == "answers" and question:
        answers: Mapping[str, object] = lead.answers
        return str(answers.get(question, "")).strip()
    return str(getattr(lead, subject, "") or "").strip() if subject in _FIELDS else ""


def put(lead: Lead, name: str, value: str) -> None:
    """Set a field of the lead, or an answer (not saved)."""
    whose, _dot, answer = name.partition(".")
    if whose == "answers" and answer:
        lead.answers = {**lead.answers, answer: value}
    else:
        setattr(lead, name, value)


def last_word(consents: Iterable[Consent], purpose: Purpose) -> Consent | None:
    """Return the latest answer to a purpose; None where it was never asked."""
    said = [one for one in consents if one.purpose == purpose]
    return max(said, key=lambda one: (one.at, one.pk), default=None)
