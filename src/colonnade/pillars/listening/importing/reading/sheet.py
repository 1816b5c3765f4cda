"""One way into every kind of file: inspect it, then read its rows."""

import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from colonnade.pillars.listening.importing.reading import archives, delimited, json_text, parquet, preamble
from colonnade.pillars.listening.importing.reading.encoding import encoding_of, lenient
from colonnade.pillars.listening.importing.reading.layout import Format, Layout, Row, Unreadable, unique_names
from colonnade.pillars.listening.importing.reading.octets import Octets

SAMPLE_BYTES = 1024 * 1024
SAMPLE_OBJECTS = 1_000
FRACTION_EVERY = 1_000  # rows between two looks at how far the file was read
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte order mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 without a byte order mark",
    "utf-16-be": "UTF-16 without a byte order mark",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
}


class Sheet:
    """A file's rows, read once from the start.

    Attributes:
        fraction: how much of the file was read, 0 to 1.
    """

    def __init__(self, path: Path, layout: Layout, *, most_bytes: int) -> None:
        self._path, self._layout, self._most_bytes = path, layout, most_bytes
        self.fraction = 0.0

    def rows(self) -> Iterator[Row]:
        """Yield the data rows. Raises ``Unreadable`` at the point from which the file cannot be read."""
        if self._layout.format == "parquet":
            for row, fraction in parquet.rows(self._path, self._layout):
                self.fraction = fraction
                yield row
            return
        if self._layout.format in archives.ARCHIVES:
            yield from archives.rows(self._layout.format, self._path, most_bytes=self._most_bytes)
            self.fraction = 1.0
            return
        with Octets(self._path, most_bytes=self._most_bytes) as octets:
            for row in _text_rows(_text(octets, self._layout.encoding), self._layout):
                if row.number % FRACTION_EVERY == 0:
                    self.fraction = octets.fraction()
                yield row
        self.fraction = 1.0


def _text(octets: Octets, encoding: str) -> IO[str]:
    return io.TextIOWrapper(octets.stream, encoding=encoding, errors=lenient(encoding), newline="")


def _text_rows(text: IO[str], layout: Layout) -> Iterator[Row]:
    if layout.format == "csv":
        return delimited.rows(text, layout)
    lines = layout.format == "json_lines"
    found = json_text.objects_of_lines(text) if lines else json_text.objects_of_array(text)
    return json_text.rows(found, layout.columns)


def open_sheet(path: Path, layout: Layout, *, most_bytes: int) -> Sheet:
    """Return the rows of a file that was inspected before.

    Args:
        most_bytes: the most that it may unpack to.
    """
    return Sheet(path, layout, most_bytes=most_bytes)


def inspect(path: Path, *, most_bytes: int, encoding: str = "", delimiter: str = "") -> Layout:
    """Return how to read the file at ``path``, told by its content.

    Args:
        most_bytes: the most that it may unpack to.
        encoding, delimiter: what a person said; empty to find out.

    Raises:
        Unreadable: where it is no table of text, with what to do.
    """
    with Octets(path, most_bytes=most_bytes) as octets:
        archive = archives.recognised(path, octets.stream.peek(SAMPLE_BYTES))
        if archive is not None:
            return _archive_layout(archive, octets)
        octets.refuse_foreign()
        if octets.stream.peek(4)[:4] == parquet.MAGIC:
            if octets.compressed:
                raise Unreadable("A gzipped Parquet file cannot be read: unpack it first.")
            columns = parquet.read_columns(path, most_bytes=most_bytes)
            return Layout(format="parquet", size=octets.size, columns=columns)
        sample = octets.stream.read(SAMPLE_BYTES)
        size, compressed = octets.size, octets.compressed
    encoding = _encoding(sample, encoding)
    text = _sample_text(sample, encoding)
    layout = Layout(
        format=_format(text), size=size, compressed=compressed, encoding=encoding, notes=_notes(encoding)
    )
    if layout.format == "csv":
        seeming = delimiter or delimited.sniff_delimiter(text)
        found, above = preamble.find(text, seeming)
        layout = layout.model_copy(update={"above": above if found == seeming or not delimiter else 0})
        return _with_csv_columns(path, layout, delimiter or found, most_bytes)
    return layout.model_copy(update={"columns": _object_columns(path, layout, most_bytes)})


def _archive_layout(archive: Format, octets: Octets) -> Layout:
    return Layout(
        format=archive,
        size=octets.size,
        compressed=octets.compressed,
        columns=archives.COLUMNS,
        notes=(str(archives.ARCHIVES[archive].note),),
    )


def _encoding(sample: bytes, said: str) -> str:
    if said:
        try:
            "".encode(said)
        except LookupError:
            raise Unreadable(f"There is no encoding '{said}'; try utf-8, utf-16 or cp1252.") from None
        return said
    found = encoding_of(sample)
    if found is None:
        raise Unreadable("This is not text: CSV, JSON Lines and Parquet can be imported.")
    return found


def _notes(encoding: str) -> tuple[str, ...]:
    if encoding in {"utf-8", "utf-8-sig"}:
        return ()
    return (_("The text was taken as %(name)s.") % {"name": _ENCODINGS.get(encoding, encoding)},)


def _sample_text(sample: bytes, encoding: str) -> str:
    """Return the sample up to its last whole line."""
    text = io.TextIOWrapper(io.BytesIO(sample), encoding=encoding, errors="replace", newline="").read()
    if not text.strip("\ufeff\0 \t\r\n"):
        raise Unreadable("The file is empty.")
    cut = max(text.rfind("\n"), text.rfind("\r"))
    return text if len(sample) < SAMPLE_BYTES or cut < 0 else text[: cut + 1]


def _format(text: str) -> Format:
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        return "json_lines"
    # A CSV may begin with a bracket too; an array of posts begins with an object.
    return "json_array" if start.startswith("[") and start[1:].lstrip()[:1] in {"{", "]"} else "csv"


def _with_csv_columns(path: Path, layout: Layout, delimiter: str, most_bytes: int) -> Layout:
    with Octets(path, most_bytes=most_bytes) as octets:
        columns, header = delimited.read_columns(
            _text(octets, layout.encoding), delimiter, above=layout.above
        )
    notes = layout.notes
    if layout.above:
        notes = (*notes, _("%(count)s rows above the table's header are left out.") % {"count": layout.above})
    if not header:
        notes = (*notes, _("The first row looks like data, so the columns are numbered."))
    return layout.model_copy(
        update={"columns": columns, "header": header, "delimiter": delimiter, "notes": notes}
    )


def _object_columns(path: Path, layout: Layout, most_bytes: int) -> tuple[str, ...]:
    names: dict[str, None] = {}
    with Octets(path, most_bytes=most_bytes) as octets:
        text = _text(octets, layout.encoding)
        lines = layout.format == "json_lines"
        found = json_text.objects_of_lines(text) if lines else json_text.objects_of_array(text)
        for _number, cells, _raw, _problem in islice(found, SAMPLE_OBJECTS):
            names.update(dict.fromkeys(cells or {}))
    if not names:
        raise Unreadable(
            "No line of the file is a JSON object. Write one object a line, or one array of objects."
        )
    unique_names(list(names))  # refuses too many
    return tuple(names)
