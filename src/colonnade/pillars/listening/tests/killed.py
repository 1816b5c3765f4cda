"""A process for tests that kill it: it works on a job of listening, as a command does.

``python -m ... WHAT WAREHOUSE DATABASE MEDIA ORGANIZATION NUMBER`` prints a line when it begins, and one with
the number of rows done after each step that the job reports.
"""

import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings

BATCH = 100


def main() -> None:
    what, warehouse, database, media, organization, number = sys.argv[1:]
    settings.WAREHOUSE_PATH, settings.MEDIA_ROOT = Path(warehouse), Path(media)
    settings.DATABASES["default"]["NAME"] = database
    settings.UNDERSTANDING_PROCESSES = 1
    django.setup()
    from colonnade.core.jobs import inline  # models can be imported only after the set-up
    from colonnade.core.jobs.pace import Pace
    from colonnade.pillars.listening.erasure.jobs import erase
    from colonnade.pillars.listening.importing import batches
    from colonnade.pillars.listening.jobs import import_file
    from colonnade.pillars.listening.retention import removing
    from colonnade.pillars.listening.retention.jobs import remove_now

    batches.BATCH = removing.PART = BATCH
    inline.Pace = lambda every: Pace(every=0)  # type: ignore[misc,assignment,attr-defined]  # every step is to be seen
    works: dict[str, tuple[Any, dict[str, int]]] = {
        "import": (import_file, {"import_id": int(number)}),
        "erase": (erase, {"erasure_id": int(number)}),
        "keep": (remove_now, {}),
    }
    task, named = works[what]
    print("begun", flush=True)  # noqa: T201  the parent waits for this line
    inline.run_here(
        task,
        kwargs={"organization_id": int(organization), **named},
        on_progress=lambda progress: print(progress.done, flush=True),  # noqa: T201  the parent counts these
    )
    print("ended", flush=True)  # noqa: T201  the parent may be too late


if __name__ == "__main__":
    main()
