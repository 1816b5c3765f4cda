"""Imports as places: rows kept aside, files that wait, samples of columns."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.core.clock import system_clock
from colonnade.pillars.listening.erasure.places import Place, StillInUse
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.pillars.listening.importing import aside
from colonnade.pillars.listening.importing.reading import Layout, Unreadable, open_sheet
from colonnade.pillars.listening.importing.run import aside_path, most_bytes, settle
from colonnade.pillars.listening.models import Import
from colonnade.pillars.listening.states import ImportState


def _imports(subject: Subject) -> Iterator[Import]:
    yield from Import.objects.filter(organization_id=subject.organization_id).iterator()


def _asides(subject: Subject) -> Iterator[tuple[Path, int]]:
    for imported in _imports(subject):
        if imported.aside_bytes:
            yield aside_path(imported), imported.aside_bytes


def _count_aside(subject: Subject) -> int:
    return sum(
        subject.named_in(row.cells)
        for path, certain in _asides(subject)
        for row in aside.read(path, certain_bytes=certain)
    )


def _forget_aside(subject: Subject) -> None:
    for path, certain in _asides(subject):
        aside.blank(path, lambda row: subject.named_in(row.cells), certain_bytes=certain)


def _waiting(subject: Subject) -> Iterator[Import]:
    """Yield the imports whose uploaded file is still kept and names the subject."""
    for imported in _imports(subject):
        path = Path(imported.path)
        if imported.uploaded and path.is_file() and _names(path, imported, subject):
            yield imported


def _names(path: Path, imported: Import, subject: Subject) -> bool:
    try:
        sheet = open_sheet(path, Layout.model_validate(imported.layout), most_bytes=most_bytes())
        return any(subject.named_in(row.cells) for row in sheet.rows())
    except Unreadable:
        return True  # what cannot be read to its end cannot be said to be free of them


def _count_uploads(subject: Subject) -> int:
    return sum(1 for _imported in _waiting(subject))


def _forget_uploads(subject: Subject) -> None:
    for imported in _waiting(subject):
        if imported.state == ImportState.RUNNING:
            raise StillInUse(
                _("“%(name)s” is being imported and holds what is to be erased; it is waited for.")
                % {"name": imported.name}
            )
        Path(imported.path).unlink(missing_ok=True)
        problem = _("The file held somebody who was erased, so it was removed. Import it anew without them.")
        if imported.state == ImportState.MAPPING:
            settle(imported=imported, state=ImportState.CANCELLED, now=system_clock(), problem=problem)
        else:
            Import.objects.filter(pk=imported.pk).update(problem=problem)


def _sampled(subject: Subject) -> Iterator[Import]:
    for imported in _imports(subject):
        if subject.named_in([column["samples"] for column in imported.guess.get("columns", [])]):
            yield imported


def _count_samples(subject: Subject) -> int:
    return sum(1 for _imported in _sampled(subject))


def _forget_samples(subject: Subject) -> None:
    for imported in _sampled(subject):
        for column in imported.guess["columns"]:
            column["samples"] = []  # a row's text beside the name is theirs too, and cannot be told
        imported.save(update_fields=["guess"])


PLACES = (
    Place(
        key="aside",
        label=gettext_lazy("Rows kept aside by imports"),
        count=_count_aside,
        forget=_forget_aside,
    ),
    Place(
        key="uploads",
        label=gettext_lazy("Uploaded files not yet imported"),
        count=_count_uploads,
        forget=_forget_uploads,
    ),
    Place(
        key="samples",
        label=gettext_lazy("Samples of columns shown with imports"),
        count=_count_samples,
        forget=_forget_samples,
    ),
)
