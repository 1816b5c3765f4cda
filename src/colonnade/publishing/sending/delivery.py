"""Carry a publication one step further: send it, look for it, or delete it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.channels.configuration import ConfigurationRefused
from colonnade.channels.contract import (
    BadContent,
    Call,
    ChannelError,
    Deletes,
    Disconnect,
    Done,
    Finalizes,
    MissingScope,
    Outgoing,
    Pending,
    Publisher,
    Ready,
    RefreshToken,
    Sending,
)
from colonnade.channels.models import Account
from colonnade.channels.secrets import KeyLost
from colonnade.channels.speaking import Line, line_to
from colonnade.core.clock import Clock
from colonnade.publishing.history import note
from colonnade.publishing.media import opener_for
from colonnade.publishing.models import LATE_AFTER, Post, Publication
from colonnade.publishing.sending import posts as rows
from colonnade.publishing.sending.claims import LEASE, REQUEST_SECONDS, LeaseLost, claim, hold, write
from colonnade.publishing.sending.outcome import Situation, Verdict, after_error, given_up
from colonnade.publishing.sending.reviews import review_stands
from colonnade.publishing.silences import silence_over
from colonnade.publishing.states import PublicationState

REFUSALS = (BadContent, MissingScope, RefreshToken, Disconnect)
"""Errors that mean, even after the request was made, that the network took nothing."""


class _NotYet(Exception):
    """The network still prepares the post."""

    def __init__(self, after: timedelta) -> None:
        self.after = after


def carry_on(
    *, organization_id: int, publication_id: int, clock: Clock, lease: timedelta = LEASE
) -> Publication | None:
    """Do what is due for a publication and write down what came of it; None where nothing is due.

    Whatever happens on the way, the row says at every moment what may be on the network: a worker that
    dies leaves behind what the next one needs.
    """
    publication = claim(
        publication_id=publication_id, organization_id=organization_id, now=clock(), lease=lease
    )
    if publication is None:
        return None
    try:
        _Step(publication, clock=clock, lease=lease).go()
    except LeaseLost:
        return None
    return publication


class _Step:
    """One claim of one publication."""

    def __init__(self, publication: Publication, *, clock: Clock, lease: timedelta) -> None:
        self._publication, self._clock, self._lease = publication, clock, lease
        self._account = publication.profile.account
        self._doubtful: Post | None = None

    def go(self) -> None:
        """Do it, and settle the publication by how it ended."""
        publication = self._publication
        publisher = publication.profile.publisher()
        self._recover()
        if publisher is None:
            self._settle(
                given_up(_("The connector of this network is not installed any more."), self._situation())
            )
            return
        try:
            with line_to(
                self._account, connector=publisher, clock=self._clock, seconds=REQUEST_SECONDS
            ) as line:
                self._act(publisher, line)
        except _NotYet as pending:
            self._put_off(pending.after)
        except ChannelError as error:
            self._settle(after_error(error, self._situation(error), self._clock()))
        except (KeyLost, ConfigurationRefused) as error:
            self._settle(given_up(str(error), self._situation()))

    def _recover(self) -> None:
        """Understand what a worker left behind that was lost in the middle."""
        publication = self._publication
        self._doubtful = publication.posts.filter(external_id="", committed_at__isnull=False).first()
        if publication.present != PublicationState.SENDING:
            return
        if self._doubtful is not None:
            words = _("The worker was lost while it was sent: it is looked for before anything else.")
            self._move(PublicationState.UNKNOWN, words)
        else:
            self._move(PublicationState.SCHEDULED, "")
            self._note(_("The worker was lost before it was sent."))

    def _act(self, publisher: Publisher, line: Line) -> None:
        if self._publication.withdrawing_at is not None:
            self._delete(publisher, line)
            return
        if self._publication.present == PublicationState.UNKNOWN and not self._found(publisher, line):
            return
        if not self._silenced() and self._may_send(publisher):
            self._send(publisher, line)

    def _silenced(self) -> bool:
        """Hold what is not partly out while the calendar wants silence; return whether it is held."""
        publication, now = self._publication, self._clock()
        silence = silence_over(publication, moment=now)
        if silence is None or publication.posts.exclude(external_id="").exists():
            return False
        reason = _("Held by a silence: %(why)s. Look at it when that is over, and decide.") % {"why": silence}
        with transaction.atomic():
            self._move(PublicationState.SCHEDULED, reason, held_at=now, due_at=None, lease_until=None)
            self._note(reason)
        return True

    def _found(self, publisher: Publisher, line: Line) -> bool:
        """Look for the post in doubt; return whether the rest can be sent now."""
        row = self._doubtful
        if row is not None:
            post = self._outgoing(row)
            sending_of = self._sendings(row)
            candidates = line.say(lambda call: publisher.find_recent(post, sending_of(call)))
            if candidates is None:
                self._settle(_cannot_tell())
                return False
            done = rows.unclaimed(candidates, row)
            if done is None and self._may_still_appear(publisher, row):
                return False
            self._looked(row, done)
        self._move(PublicationState.SCHEDULED, "")
        return True

    def _may_still_appear(self, publisher: Publisher, row: Post) -> bool:
        posting = publisher.manifest.posting
        settled_at = (row.committed_at or self._clock()) + (posting.settles if posting else timedelta())
        if settled_at <= self._clock():
            return False
        reason = _("Not on the network so far; it is looked for once more before it is sent again.")
        self._settle(Verdict(state=PublicationState.UNKNOWN, due_at=settled_at, reason=reason))
        return True

    def _looked(self, row: Post, done: Done | None) -> None:
        with transaction.atomic():
            hold(self._publication, now=self._clock(), lease=self._lease)
            if done is None:
                row.committed_at = None
                row.save(update_fields=["committed_at"])
                self._note(_("Looked for: it is not on the network, so it can be sent."))
            else:
                rows.take_over(row, done, now=self._clock())
                self._note(_("Looked for and found on the network."))
        self._doubtful = None

    def _may_send(self, publisher: Publisher) -> bool:
        """Return whether exactly what was approved can be sent; where not, the publication has failed."""
        publication = self._publication
        draft = publication.draft
        reason = ""
        if not publication.approved_digest == publication.digest == draft.digest:
            reason = _("It is not what was approved; nothing was sent. Have it approved anew.")
        elif not review_stands(publication):
            reason = _("Its approval was taken back; nothing was sent. Have it approved anew.")
        elif not publication.profile.active:
            reason = _("Nothing is published on this profile any more.")
        elif (posting := publication.profile.posting()) is not None:
            errors = [one for one in publisher.validate(draft, posting) if one.severity == "error"]
            reason = " ".join(problem.message for problem in errors)
        if reason:
            self._settle(given_up(reason, self._situation()))
        return not reason

    def _send(self, publisher: Publisher, line: Line) -> None:
        publication, now = self._publication, self._clock()
        with transaction.atomic():
            self._move(PublicationState.SENDING, "", began_at=publication.began_at or now)
            waiting = rows.rows_of(publication, publisher=publisher, now=now)
        for row in waiting:
            if not row.external_id:
                self._send_one(row, publisher, line)
        self._published(waiting)

    def _send_one(self, row: Post, publisher: Publisher, line: Line) -> None:
        post, sending_of = self._outgoing(row), self._sendings(row)

        def send(call: Call) -> Done | Pending:
            if row.ticket:
                return _finalized(publisher, Pending(ticket=row.ticket), post, sending_of(call))
            return publisher.publish(post, sending_of(call))

        result = line.say(send)
        with transaction.atomic():
            hold(self._publication, now=self._clock(), lease=self._lease)
            if isinstance(result, Done):
                rows.take_over(row, result, now=self._clock())
            else:
                row.ticket, row.committed_at = result.ticket, None
                row.save(update_fields=["ticket", "committed_at"])
        self._doubtful = None
        if isinstance(result, Pending):
            raise _NotYet(result.after)

    def _sendings(self, row: Post) -> "_Sendings":
        return _Sendings(row, publication=self._publication, commit=lambda: self._commit(row))

    def _commit(self, row: Post) -> None:
        """Write down that the next request can make the post visible, while nobody else has the row."""
        with transaction.atomic():
            hold(self._publication, now=self._clock(), lease=self._lease)
            row.committed_at = self._clock()
            row.save(update_fields=["committed_at"])
        self._doubtful = row

    def _outgoing(self, row: Post) -> Outgoing:
        before = self._publication.posts.filter(number__lt=row.number).order_by("number")
        sent = [one.reference for one in before]
        return rows.tied(self._publication.draft, row.number, [one for one in sent if one is not None])

    def _published(self, sent: list[Post]) -> None:
        publication, now = self._publication, self._clock()
        at = sent[0].published_at or now
        with transaction.atomic():
            self._move(
                PublicationState.PUBLISHED,
                "",
                published_at=at,
                due_at=None,
                lease_until=None,
                attempts=0,
            )
            planned = publication.scheduled_at or at
            late = now - planned
            words = _("Published.")
            if late > LATE_AFTER:
                words = _("Published, %(seconds)d s after its time.") % {"seconds": late.total_seconds()}
            self._note(words)
        self._trust()

    def _delete(self, publisher: Publisher, line: Line) -> None:
        publication = self._publication
        if not isinstance(publisher, Deletes):
            self._stay(_("This network lets nobody delete posts from here; delete it there."))
            return
        for row in publication.posts.filter(gone_at=None).exclude(external_id="").order_by("-number"):
            if row.reference is not None:
                line.say(partial(publisher.delete, row.reference))
            with transaction.atomic():
                hold(publication, now=self._clock(), lease=self._lease)
                row.gone_at = self._clock()
                row.save(update_fields=["gone_at"])
        with transaction.atomic():
            self._move(PublicationState.WITHDRAWN, "", due_at=None, lease_until=None, withdrawing_at=None)
            self._note(_("Deleted from the network."))
        self._trust()

    def _stay(self, reason: str) -> None:
        """Give the deletion up; what is on the network stays there."""
        with transaction.atomic():
            write(self._publication, due_at=None, lease_until=None, withdrawing_at=None, reason=reason[:500])
            self._note(reason)

    def _put_off(self, wait: timedelta) -> None:
        self._move(
            PublicationState.SCHEDULED,
            _("The network prepares it."),
            due_at=self._clock() + wait,
            lease_until=None,
        )

    def _situation(self, error: ChannelError | None = None) -> Situation:
        """Return where the publication stands: what is in doubt stays so unless the network refused it."""
        refused = isinstance(error, REFUSALS) or (error is not None and error.unsent)
        if self._doubtful is not None and refused and self._publication.present == PublicationState.SENDING:
            self._doubtful.committed_at = None
            self._doubtful.save(update_fields=["committed_at"])
            self._doubtful = None
        state = PublicationState.UNKNOWN if self._doubtful is not None else PublicationState.SCHEDULED
        return Situation(
            state=state,
            attempts=self._publication.attempts,
            doubted=self._account.doubted_at is not None,
        )

    def _settle(self, verdict: Verdict) -> None:
        """Write down how a try ended that did not publish."""
        publication = self._publication
        if publication.withdrawing_at is not None:
            self._settle_deletion(verdict)
            return
        with transaction.atomic():
            self._move(verdict.state, verdict.reason, due_at=verdict.due_at, lease_until=None)
            self._note(verdict.reason)
        if verdict.doubt:
            self._account.doubted_at, self._account.sealed_session = self._clock(), ""
            Account.objects.filter(pk=self._account.pk).update(
                doubted_at=self._account.doubted_at, sealed_session=""
            )

    def _settle_deletion(self, verdict: Verdict) -> None:
        if verdict.due_at is None:
            self._stay(_("It could not be deleted: %(reason)s") % {"reason": verdict.reason})
            return
        write(self._publication, due_at=verdict.due_at, lease_until=None, reason=verdict.reason[:500])

    def _trust(self) -> None:
        if self._account.doubted_at is not None:
            Account.objects.filter(pk=self._account.pk).update(doubted_at=None)

    def _move(self, state: PublicationState, reason: str, **changes: object) -> None:
        if self._publication.present != state:
            self._publication.step(state, reason)
        write(self._publication, state=state.value, reason=reason[:500], **changes)

    def _note(self, words: str) -> None:
        note(publication=self._publication, words=words, now=self._clock())


class _Sendings:
    """Makes the ``Sending`` of a post for whichever call it is sent in."""

    def __init__(self, row: Post, *, publication: Publication, commit: Callable[[], None]) -> None:
        self._row, self._publication, self._commit = row, publication, commit

    def __call__(self, call: Call) -> Sending:
        return Sending(
            call=call,
            key=self._row.key,
            profile=self._publication.profile.external_id,
            began_at=self._publication.began_at or call.now,
            open=opener_for(self._publication.organization_id),
            commit=self._commit,
        )


def _finalized(publisher: Publisher, pending: Pending, post: Outgoing, sending: Sending) -> Done | Pending:
    if not isinstance(publisher, Finalizes):
        raise BadContent("", _("the network prepares posts, yet its connector cannot finish them"))
    state = publisher.check_status(pending, sending.call)
    return publisher.finalize(state, post, sending) if isinstance(state, Ready) else state


def _cannot_tell() -> Verdict:
    reason = _(
        "Nobody knows whether it is on the network, and the network cannot be asked. Look there and say."
    )
    return Verdict(state=PublicationState.UNKNOWN, due_at=None, reason=reason)
