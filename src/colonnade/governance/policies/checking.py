"""A text is held against rules: pure, so that pages can ask at every keystroke and programs at every post."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.governance.policies.addresses import addresses_in, is_within
from colonnade.governance.policies.phrases import Hit, find_phrases
from colonnade.governance.policies.reading import lix

LONGEST = 100_000
"""Characters that are looked at; no network takes as many."""


class RuleKind(StrEnum):
    """What a rule asks of a text."""

    BANNED = "banned"
    REQUIRED = "required"
    DISCLOSURE = "disclosure"
    READING = "reading"
    LINKS = "links"

    @property
    def label(self) -> Promise:
        """The kind in the reader's language."""
        return _LABELS[self]


_LABELS: dict[RuleKind, Promise] = {
    RuleKind.BANNED: gettext_lazy("Phrases that may not be used"),
    RuleKind.REQUIRED: gettext_lazy("Phrases of which one must be used"),
    RuleKind.DISCLOSURE: gettext_lazy("Disclosure of paid partnerships"),
    RuleKind.READING: gettext_lazy("Most difficult reading allowed"),
    RuleKind.LINKS: gettext_lazy("Domains that may be linked to"),
}


class Severity(StrEnum):
    """What a finding means for whoever wants to submit."""

    BLOCK = "block"
    WARN = "warn"

    @property
    def label(self) -> Promise:
        """The severity in the reader's language."""
        return gettext_lazy("Blocks") if self is Severity.BLOCK else gettext_lazy("Warns")


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a text is for.

    Attributes:
        unit: id of the business unit it speaks for.
        channel: the network it goes to; empty where it is for any.
        campaign: id of its campaign.
        paid: whether somebody was paid for it.
    """

    unit: int | None = None
    channel: str = ""
    campaign: int | None = None
    paid: bool = False


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of a policy.

    Attributes:
        phrases: what is banned, or of which one is required; of links, the domains that are allowed.
        when: a required phrase is asked for only where one of these stands in the text; empty for always.
        limit: the highest reading difficulty (see ``reading.lix``).
        unit, channel, campaign: where the rule holds; None or empty for everywhere.
        why: the reason, for the author. remedy: what to do instead.
    """

    name: str
    kind: RuleKind
    severity: Severity = Severity.BLOCK
    phrases: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    limit: int | None = None
    unit: int | None = None
    channel: str = ""
    campaign: int | None = None
    why: str = ""
    remedy: str = ""

    def holds_for(self, context: Context) -> bool:
        """Return whether the rule applies to a text in ``context``."""
        return (
            self.unit in (None, context.unit)
            and self.channel in ("", context.channel)
            and self.campaign in (None, context.campaign)
        )


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something in a text that a rule does not allow.

    Attributes:
        what: what is wrong, in a sentence.
        start, end: where in the text, in characters; both 0 where it is about the whole.
        found: the words that stand there.
        why: the rule's reason, may be empty. remedy: what to do.
    """

    rule: str
    kind: RuleKind
    severity: Severity
    what: str
    why: str
    remedy: str
    start: int = 0
    end: int = 0
    found: str = field(default="")


def check(text: str, *, context: Context, rules: Sequence[Rule]) -> list[Finding]:
    """Return what ``rules`` find in ``text``, what blocks first, then by place."""
    looked_at = text[:LONGEST]
    found = [
        finding
        for rule in rules
        if rule.holds_for(context)
        for finding in _CHECKS[rule.kind](looked_at, rule, context)
    ]
    return sorted(found, key=lambda one: (one.severity != Severity.BLOCK, one.start, one.rule))


def blocks(findings: Sequence[Finding]) -> bool:
    """Return whether any of the findings keeps the text from going out."""
    return any(finding.severity == Severity.BLOCK for finding in findings)


def _finding(rule: Rule, what: str, remedy: str, *, text: str = "", start: int = 0, end: int = 0) -> Finding:
    return Finding(
        rule=rule.name,
        kind=rule.kind,
        severity=rule.severity,
        what=what,
        why=rule.why,
        remedy=rule.remedy or remedy,
        start=start,
        end=end,
        found=text[start:end],
    )


def _banned(text: str, rule: Rule, context: Context) -> Iterator[Finding]:
    for hit in find_phrases(text, rule.phrases):
        yield _finding(
            rule,
            _not_allowed(hit),
            _("Leave it out or say it in other words."),
            text=text,
            start=hit.start,
            end=hit.end,
        )


def _not_allowed(hit: Hit) -> str:
    said = _("“%(phrase)s” may not be used.") % {"phrase": hit.phrase}
    if hit.disguised:
        return said + " " + _("Here it is spelt with letters that only look right.")
    return said


def _required(text: str, rule: Rule, context: Context) -> Iterator[Finding]:
    if rule.when and not find_phrases(text, rule.when):
        return
    if not find_phrases(text, rule.phrases):
        yield _finding(rule, _one_of_missing(rule), _("Add it."))


def _disclosure(text: str, rule: Rule, context: Context) -> Iterator[Finding]:
    if context.paid and not find_phrases(text, rule.phrases):
        yield _finding(
            rule,
            _("Readers are not told that this was paid for."),
            _one_of_missing(rule),
        )


def _one_of_missing(rule: Rule) -> str:
    phrases = ", ".join(f"“{phrase}”" for phrase in rule.phrases)
    if len(rule.phrases) == 1:
        return _("%(phrases)s must be in the text.") % {"phrases": phrases}
    return _("One of %(phrases)s must be in the text.") % {"phrases": phrases}


def _reading(text: str, rule: Rule, context: Context) -> Iterator[Finding]:
    measured = lix(text)
    if rule.limit is not None and measured is not None and measured > rule.limit:
        said = _("The text is harder to read (LIX %(measured).0f) than allowed (%(limit)d).")
        yield _finding(
            rule, said % {"measured": measured, "limit": rule.limit}, _("Shorten sentences and long words.")
        )


def _links(text: str, rule: Rule, context: Context) -> Iterator[Finding]:
    for address in addresses_in(text):
        if not is_within(address.host, rule.phrases):
            said = _("A link to %(host)s is not allowed.") % {"host": address.host or _("an unreadable host")}
            remedy = _("Link to one of: %(domains)s.") % {"domains": ", ".join(rule.phrases)}
            yield _finding(rule, said, remedy, text=text, start=address.start, end=address.end)


_CHECKS: dict[RuleKind, Callable[[str, Rule, Context], Iterator[Finding]]] = {
    RuleKind.BANNED: _banned,
    RuleKind.REQUIRED: _required,
    RuleKind.DISCLOSURE: _disclosure,
    RuleKind.READING: _reading,
    RuleKind.LINKS: _links,
}
