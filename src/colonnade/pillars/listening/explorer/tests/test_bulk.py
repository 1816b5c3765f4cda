"""Something is done to many posts: once, up to a limit, through a crash, and back again."""

import pytest
from django.core.exceptions import ValidationError

from colonnade.core.jobs.context import JobCancelled, JobFailed
from colonnade.core.jobs.inline import run_here
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState
from colonnade.core.jobs.worker import Worker
from colonnade.core.states import TransitionRefused
from colonnade.pillars.listening.corrections.models import Correction
from colonnade.pillars.listening.corrections.operations import correct
from colonnade.pillars.listening.explorer import starting
from colonnade.pillars.listening.explorer.jobs import change_posts
from colonnade.pillars.listening.explorer.models import ActionKind, BulkAction, TaggedPost
from colonnade.pillars.listening.explorer.operations import bulk
from colonnade.pillars.listening.explorer.operations.tags import put_tag, remove_tag
from colonnade.pillars.listening.explorer.search import Search
from colonnade.pillars.listening.explorer.states import ActionState
from colonnade.pillars.listening.explorer.tests.factories import NOW, Explorer

pytestmark = pytest.mark.django_db
LEAKS = Search(query="leak*")


def tagged(key: str = "case") -> set[str]:
    return set(TaggedPost.objects.filter(tag__key=key).values_list("mention_id", flat=True))


def corrections() -> dict[str, str]:
    return dict(Correction.objects.values_list("mention_id", "sentiment"))


def found(explorer: Explorer, kind: ActionKind = ActionKind.TAG, value: str = "case") -> BulkAction:
    return starting.act_on_found(
        organization=explorer.organization, kind=kind, value=value, search=LEAKS, actor=None, now=NOW
    )


def work(action: BulkAction) -> BulkAction:
    kwargs = {"organization_id": action.organization_id, "action_id": action.pk}
    run_here(change_posts, kwargs=kwargs, on_progress=lambda progress: None)
    action.refresh_from_db()
    return action


def chosen(
    explorer: Explorer, *ids: str, kind: ActionKind = ActionKind.TAG, value: str = "case"
) -> BulkAction:
    return starting.act_on_chosen(
        organization=explorer.organization,
        facts=explorer.facts,
        kind=kind,
        value=value,
        mention_ids=ids,
        actor=None,
        clock=lambda: NOW,
    )


def back(explorer: Explorer, action: BulkAction) -> BulkAction:
    return starting.undo(action=action, facts=explorer.facts, clock=lambda: NOW)


def test_chosen_posts_are_tagged_at_once_and_untagged_again() -> None:
    explorer = Explorer(posts=5)
    put_tag(tag=explorer.tag("Case"), mention_ids=["m1"], actor=None, now=NOW)
    action = chosen(explorer, "m1", "m2", "never-was")
    assert (action.state, action.total, action.done, action.changed) == (ActionState.DONE, 3, 3, 1)
    assert tagged() == {"m1", "m2"}
    assert back(explorer, action).state == ActionState.UNDONE
    assert tagged() == {"m1"}, "what had the tag before keeps it"
    with pytest.raises(TransitionRefused):
        back(explorer, action)


def test_a_tag_that_was_taken_off_comes_back_where_it_was() -> None:
    explorer = Explorer(posts=5)
    put_tag(tag=explorer.tag("Case"), mention_ids=["m1", "m3"], actor=None, now=NOW)
    action = chosen(explorer, "m1", "m2", kind=ActionKind.UNTAG)
    assert tagged() == {"m3"}
    back(explorer, action)
    assert tagged() == {"m1", "m3"}


def test_corrections_are_undone_to_what_was_said_before() -> None:
    explorer = Explorer(posts=4)
    for post, said in (("m1", "positive"), ("m2", "negative")):
        correct(
            organization=explorer.organization,
            facts=explorer.facts,
            mention_id=post,
            sentiment=said,
            actor=None,
            now=NOW,
        )
    action = chosen(explorer, "m1", "m2", "m3", kind=ActionKind.CORRECT, value="negative")
    assert (action.done, action.changed) == (3, 2)
    assert corrections() == {"m1": "negative", "m2": "negative", "m3": "negative"}
    back(explorer, action)
    assert corrections() == {"m1": "positive", "m2": "negative"}


def test_all_that_are_found_are_a_job() -> None:
    explorer = Explorer()
    explorer.tag("Case")
    action = found(explorer)
    assert (Job.objects.get().pk, Job.objects.get().state) == (action.job_id, JobState.WAITING)
    assert tagged() == set()
    action = work(action)
    assert (action.state, action.total, action.changed) == (ActionState.DONE, 20, 20)
    assert tagged() == {f"m{number}" for number in range(0, 60, 3)}
    work(action)
    assert BulkAction.objects.get().changed == 20


def test_cut_off_it_goes_on_behind_the_last_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 6)
    explorer = Explorer()
    explorer.tag("Case")
    action = found(explorer)

    def crash(done: int, total: int | None, message: str) -> None:
        if done >= 12:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        bulk.carry_out(action=action, facts=explorer.facts, clock=lambda: NOW, on_progress=crash)
    assert len(tagged()) == 12
    action = BulkAction.objects.get()
    assert (action.state, action.done) == (ActionState.RUNNING, 12)
    explorer_again = Explorer(explorer.organization, posts=90)
    action = work(action)
    assert (action.total, action.changed, len(tagged())) == (20, 20, 20), "the posts were noted at the start"
    starting.undo(action=action, facts=explorer_again.facts, clock=lambda: NOW)
    assert tagged() == set()


def test_a_job_that_is_cancelled_stops_and_can_be_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 5)
    explorer = Explorer()
    explorer.tag("Case")
    action = found(explorer)

    def cancelled(*_progress: object) -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        run_here(
            change_posts,
            kwargs={"organization_id": action.organization_id, "action_id": action.pk},
            on_progress=cancelled,
        )
    action.refresh_from_db()
    assert (action.state, len(tagged())) == (ActionState.STOPPED, 5)
    back(explorer, action)
    assert tagged() == set()


def test_more_than_the_limit_are_refused_and_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bulk.MOST, ActionKind.TAG, 19)
    explorer = Explorer()
    explorer.tag("Case")
    action = found(explorer)
    with pytest.raises(JobFailed, match="At most 19 posts"):
        work(action)
    action.refresh_from_db()
    assert (action.state, action.total, tagged()) == (ActionState.STOPPED, None, set())
    assert "At most 19 posts" in action.problem
    with pytest.raises(bulk.TooMany):
        chosen(explorer, *(f"m{number}" for number in range(20)))


@pytest.mark.parametrize(
    ("kind", "value"), [(ActionKind.TAG, "nothing"), (ActionKind.CORRECT, "angry"), (ActionKind.UNTAG, "")]
)
def test_what_is_unknown_is_refused(kind: ActionKind, value: str) -> None:
    explorer = Explorer(posts=2)
    with pytest.raises(ValidationError):
        chosen(explorer, "m1", kind=kind, value=value)
    assert not BulkAction.objects.exists()


def test_nothing_chosen_is_nothing_to_do() -> None:
    explorer = Explorer(posts=2)
    explorer.tag("Case")
    with pytest.raises(bulk.NothingChosen):
        chosen(explorer)


def test_a_tag_that_is_removed_meanwhile_ends_the_job() -> None:
    explorer = Explorer()
    tag = explorer.tag("Case")
    action = found(explorer)
    remove_tag(tag=tag, actor=None, now=NOW)
    with pytest.raises(JobFailed, match="removed meanwhile"):
        work(action)


@pytest.mark.django_db(transaction=True)
def test_many_are_undone_by_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "AT_ONCE", 3)
    explorer = Explorer()
    explorer.tag("Case")
    action = found(explorer)
    worker = Worker(queues=["warehouse", "default"])
    worker.run_waiting()
    action.refresh_from_db()
    assert (action.state, len(tagged())) == (ActionState.DONE, 20)
    assert back(explorer, action).state == ActionState.UNDOING
    worker.run_waiting()
    action.refresh_from_db()
    assert (action.state, tagged()) == (ActionState.UNDONE, set())
