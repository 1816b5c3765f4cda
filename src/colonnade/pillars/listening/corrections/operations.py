"""Writes: correct a post's sentiment, take that back, and read stored posts again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import ibis.expr.types as ir
import pyarrow as pa
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.pillars.listening.corrections.models import Correction, Judgement
from colonnade.pillars.listening.tiers.queries import tier_of
from colonnade.pillars.listening.understanding import TIERS, Tier, card, understand
from colonnade.pillars.listening.understanding.card import CLASSES
from colonnade.warehouse.store import Facts

READ_AT_ONCE = 4_000
Progress = Callable[[int, int | None, str], None]
Row = dict[str, object]


class NoSuchPost(Exception):
    """The organisation has no post with this id."""


class NotASentiment(ValueError):
    """A judgement that is none of ``CLASSES``; the message lists them."""


def correct(
    *,
    organization: Organization,
    facts: Facts,
    mention_id: str,
    sentiment: str,
    actor: User | None,
    now: datetime,
) -> Correction:
    """Note a person's word on a post, and store it with the post in the place of the classifier's.

    A second word on the same post replaces the first; what the classifier had said stays noted.

    Raises:
        NoSuchPost: for an id that no post of the organisation has.
        NotASentiment: for a sentiment that is none of ``CLASSES``.
    """
    if sentiment not in Judgement.values:
        raise NotASentiment(
            _("“%(value)s” is not a sentiment; choose one of: %(known)s.")
            % {"value": sentiment, "known": ", ".join(CLASSES)}
        )
    post = _post(facts, mention_id)
    with transaction.atomic():
        correction, made = Correction.objects.get_or_create(
            organization=organization,
            mention_id=mention_id,
            defaults={
                "sentiment": sentiment,
                "was": str(post["sentiment"] or ""),
                "was_by": str(post["understood_by"] or ""),
                "actor": actor,
                "made_at": now,
            },
        )
        if not made:
            correction.sentiment, correction.actor, correction.made_at = sentiment, actor, now
            correction.save(update_fields=["sentiment", "actor", "made_at"])
        record(
            organization=organization,
            actor=actor,
            action="post.corrected",
            subject=mention_id,
            now=now,
            details={"sentiment": sentiment, "was": correction.was},
        )
    # Behind the commit: where this is cut off, the next reading stores the correction.
    facts.set_understanding(_rows([_judged(post, sentiment)]))
    return correction


def withdraw(
    *, organization: Organization, facts: Facts, mention_id: str, actor: User | None, now: datetime
) -> None:
    """Take a correction back: the post has the classifier's word again. Raises ``NoSuchPost``."""
    post = _post(facts, mention_id)
    with transaction.atomic():
        gone, _of = Correction.objects.filter(organization=organization, mention_id=mention_id).delete()
        if not gone:
            return
        record(
            organization=organization,
            actor=actor,
            action="post.correction_withdrawn",
            subject=mention_id,
            now=now,
        )
    facts.set_understanding(_rows(_read([post], tier_of(organization_id=organization.pk))))


def read_again(*, organization: Organization, facts: Facts, tier: Tier, on_progress: Progress) -> int:
    """Understand anew the posts that neither ``tier`` nor a better one read, or that have no intents yet.

    Corrected posts keep what people said. Cut off at any point, the next call goes on with what is left.

    Returns:
        How many posts were read.
    """
    old = unread(facts, tier)
    done, total = 0, int(facts.run(old.count())[0][0].as_py())
    wanted = old.order_by("mention_id").limit(READ_AT_ONCE)
    while rows := facts.run(wanted.select(*_COLUMNS)).to_pylist():
        keys = [str(row["mention_id"]) for row in rows]
        said = dict(
            Correction.objects.filter(organization=organization, mention_id__in=keys).values_list(
                "mention_id", "sentiment"
            )
        )
        facts.set_understanding(_rows(_overridden(_read(rows, tier), said)))
        done += len(rows)
        on_progress(done, total, "")
    return done


def keep_judgements(*, facts: Facts, mention_ids: Sequence[str]) -> None:
    """Let corrected posts keep what people said of them, after they were understood anew."""
    said = dict(
        Correction.objects.filter(
            organization_id=facts.organization_id, mention_id__in=list(mention_ids)
        ).values_list("mention_id", "sentiment")
    )
    if said:
        wanted = facts.mentions.filter(facts.mentions.mention_id.isin(list(said)))
        facts.set_understanding(_rows(_overridden(facts.run(wanted.select(*_COLUMNS)).to_pylist(), said)))


def unread(facts: Facts, tier: Tier) -> ir.Table:
    """Return the posts that a reading with ``tier`` would read."""
    good = [card(name).identity for name in TIERS[TIERS.index(tier) :]]
    mentions = facts.mentions
    return mentions.filter(mentions.understood_by.fill_null("").notin(good) | mentions.intents.isnull())


_COLUMNS = ("mention_id", "text", "language", "sentiment", "understood_by", "intents")


def _post(facts: Facts, mention_id: str) -> Row:
    mentions = facts.mentions
    found: list[Row] = facts.run(
        mentions.filter(mentions.mention_id == mention_id).select(*_COLUMNS)
    ).to_pylist()
    if not found:
        raise NoSuchPost(_("There is no such post; it may have been erased."))
    return found[0]


def _read(rows: Sequence[Row], tier: Tier) -> list[Row]:
    understood = understand([str(row["text"] or "") for row in rows], tier=tier)
    columns = zip(
        rows,
        understood.language,
        understood.sentiment,
        understood.p_negative,
        understood.p_neutral,
        understood.p_positive,
        understood.intents,
        strict=True,
    )
    return [
        {
            "mention_id": row["mention_id"],
            "language": language,
            "sentiment": sentiment,
            "p_negative": float(negative),
            "p_neutral": float(neutral),
            "p_positive": float(positive),
            "understood_by": understood.model,
            "intents": " ".join(intents),
        }
        for row, language, sentiment, negative, neutral, positive, intents in columns
    ]


def _overridden(rows: Sequence[Row], said: Mapping[str, str]) -> list[Row]:
    return [_judged(row, said[str(row["mention_id"])]) if row["mention_id"] in said else row for row in rows]


def _judged(row: Row, sentiment: str) -> Row:
    """Return what is stored of a post whose sentiment a person gave: certainty, and the rest as it was."""
    kept = {name: row[name] for name in ("mention_id", "language", "understood_by", "intents")}
    return kept | {"sentiment": sentiment} | {f"p_{name}": float(name == sentiment) for name in CLASSES}


def _rows(rows: Sequence[Row]) -> pa.Table:
    return pa.Table.from_pylist(list(rows))
