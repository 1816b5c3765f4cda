"""Background work: hear a source, and put its next round in the queue."""

from colonnade.channels import scheduling
from colonnade.channels.fetching.rounds import Round, Superseded
from colonnade.channels.models import Channel
from colonnade.core.clock import system_clock
from colonnade.core.jobs.context import JobContext
from colonnade.core.jobs.tasks import job


# The process that holds the warehouse runs it, since the posts go there.
@job(queue="warehouse")
def hear_source(
    context: JobContext, *, organization_id: int, channel_id: int, number: int
) -> dict[str, int | str]:
    """Hear a source once, and plan its next round.

    Args:
        number: the round this is; a source that has gone on to another is left alone.

    Returns:
        "heard" and "new" posts, and the source's "state".
    """
    channel = (
        Channel.objects.select_related("organization", "account")
        .filter(pk=channel_id, organization_id=organization_id, round=number)
        .first()
    )
    if channel is None or not channel.listening:
        return {}
    work = Round(channel=channel, clock=system_clock, on_progress=context.progress)
    try:
        consequence = work.go()
        scheduling.settle(channel=channel, consequence=consequence, task=hear_source, now=system_clock())
    except Superseded:
        return {"heard": work.heard, "new": work.new}
    scheduling.wake_forgotten(organization_id=organization_id, task=hear_source, now=system_clock())
    return {"heard": work.heard, "new": work.new, "state": channel.state}
