"""Questions asked from the command line, answered by the process that holds the warehouse."""

from colonnade.core.clock import system_clock
from colonnade.core.jobs.context import JobContext, JobFailed
from colonnade.core.jobs.tasks import job
from colonnade.organization.models import Organization
from colonnade.pillars.listening.questions.asking import KEYS, ask
from colonnade.pillars.listening.questions.filters import WrongFilter, read_filters
from colonnade.warehouse.store import open_store


@job(queue="warehouse", priority=50, max_attempts=1)
def answer_question(
    context: JobContext,
    *,
    organization_id: int,
    question: str,
    filters: dict[str, str],
    fresh: bool = True,
) -> dict[str, object]:
    """Return the answer to a question as JSON values (see ``Answer.as_json``).

    Raises:
        JobFailed: for a question or filter that cannot be understood.
    """
    key = next((known for known in KEYS if known == question), None)
    if key is None:
        raise JobFailed(f"there is no question '{question}'; there are: {', '.join(KEYS)}")
    organization = Organization.objects.get(pk=organization_id)
    try:
        answer = ask(
            organization=organization,
            facts=open_store().facts(organization_id),
            question=key,
            filters=read_filters(filters),
            now=system_clock(),
            fresh=fresh,
        )
    except WrongFilter as error:
        raise JobFailed(str(error)) from error
    return answer.as_json()
