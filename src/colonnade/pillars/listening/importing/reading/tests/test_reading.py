"""Every kind of file as rows: what was written comes back, and hostile files end in a clear message."""

import csv
import gzip
import io
import json
import random
import string
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from colonnade.pillars.listening.importing.reading import Layout, Row, Unreadable, inspect, open_sheet
from colonnade.pillars.listening.importing.reading.delimited import UNCLOSED, records
from colonnade.pillars.listening.importing.reading.encoding import repair

MB = 1024 * 1024


def write(tmp_path: Path, content: bytes | str, name: str = "posts.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path, **said: str) -> tuple[Layout, list[Row]]:
    layout = inspect(path, most_bytes=100 * MB, **said)
    return layout, list(open_sheet(path, layout, most_bytes=100 * MB).rows())


def cells(path: Path) -> list[list[str]]:
    layout, rows = read(path)
    assert not [row for row in rows if row.problem]
    return [list(layout.columns), *(list(row.cells) for row in rows)]


any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
# A file of nothing but control characters is rightly taken for no text at all.
plain_text = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t"), max_size=30)


@st.composite
def tables(draw: st.DrawFn, texts: st.SearchStrategy[str] = any_text) -> list[list[str]]:
    width = draw(st.integers(1, 5))
    return draw(st.lists(st.lists(texts, min_size=width, max_size=width), min_size=1, max_size=8))


@given(tables(), st.sampled_from(",;\t|"))
def test_any_table_of_strings_written_as_csv_comes_back_the_same(
    table: list[list[str]], delimiter: str
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(table)
    out.seek(0)
    assert list(records(out, delimiter)) == [(row, "") for row in table]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(tables(plain_text), st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_delimiter_and_encoding_are_found(
    tmp_path: Path, table: list[list[str]], delimiter: str, encoding: str
) -> None:
    assume(len(table[0]) > 1 or delimiter == ",")  # a single column shows no delimiter
    header = [f"name {letter}" for letter in string.ascii_letters[: len(table[0])]]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([header, *table])
    path = write(tmp_path, out.getvalue().encode(encoding))
    assert cells(path) == [header, *table]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from("abcde"), any_text, min_size=1), min_size=1, max_size=8))
def test_any_objects_written_as_json_come_back_the_same(
    tmp_path: Path, objects: list[dict[str, str]]
) -> None:
    lines = write(tmp_path, "\n".join(json.dumps(item) for item in objects), "posts.jsonl")
    array = write(tmp_path, json.dumps(objects, indent=1), "posts.json")
    for path in (lines, array):
        columns, *rows = cells(path)
        assert rows == [[item.get(name, "") for name in columns] for item in objects]


@given(st.binary(max_size=200))
def test_no_byte_is_dropped_and_the_result_can_be_stored(content: bytes) -> None:
    text = repair(content.decode("utf-8", "surrogateescape"))
    text.encode()
    if content.isascii():
        assert text == content.decode()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.binary(max_size=400))
def test_any_file_reads_or_says_why_not(tmp_path: Path, content: bytes) -> None:
    try:
        _layout, rows = read(write(tmp_path, content))
    except Unreadable:
        return
    for row in rows:
        "".join(row.cells).encode()


def test_quoted_newlines_emoji_and_row_numbers(tmp_path: Path) -> None:
    path = write(tmp_path, 'id,text\r\n1,"two\r\nlines, ""so"""\r\n\r\n2,\U0001f69c loader\r\n')
    layout, rows = read(path)
    assert layout.columns == ("id", "text")
    assert rows == [
        Row(2, ("1", 'two\r\nlines, "so"')),
        Row(3, ("", "")),
        Row(4, ("2", "\U0001f69c loader")),
    ]


def test_ragged_rows(tmp_path: Path) -> None:
    _layout, rows = read(write(tmp_path, "id,text,likes\n1,hello there\n2,b,3,4\n3,c,1,,\n"))
    assert rows == [
        Row(2, ("1", "hello there", "")),
        Row(3, ("2", "b", "3", "4"), "has 4 cells where there are 3 columns"),
        Row(4, ("3", "c", "1")),
    ]


def test_a_quote_that_never_closes_costs_one_row(tmp_path: Path) -> None:
    _layout, rows = read(write(tmp_path, 'id,text\n1,good\n2,"bad\n3,good\n4,"fine, too"\n5,good\n'))
    assert [(row.number, row.problem) for row in rows] == [(2, ""), (3, UNCLOSED), (4, ""), (5, ""), (6, "")]
    assert rows[1].cells[0] == '2,"bad'


def test_a_stray_quote_does_not_pair_with_the_next_one(tmp_path: Path) -> None:
    content = 'id,text\n1,"stray\n2,"fine"\n3,"loose "quotes" inside"\n4,end\n'
    _layout, rows = read(write(tmp_path, content))
    assert [(row.number, bool(row.problem)) for row in rows] == [
        (2, True),
        (3, False),
        (4, False),
        (5, False),
    ]
    assert rows[2].cells == ("3", 'loose quotes" inside"')


def test_one_column(tmp_path: Path) -> None:
    assert cells(write(tmp_path, "text\nhello; world\ngood | bad\n")) == [
        ["text"],
        ["hello; world"],
        ["good | bad"],
    ]


def test_without_a_header_columns_are_numbered(tmp_path: Path) -> None:
    layout, rows = read(write(tmp_path, "17,2026-01-02 10:00,hello\n18,2026-01-02 11:00,there\n"))
    assert (layout.header, layout.columns) == (False, ("column 1", "column 2", "column 3"))
    assert [row.number for row in rows] == [1, 2]
    assert layout.notes


def test_names_that_repeat_or_lack_are_told_apart(tmp_path: Path) -> None:
    layout, _rows = read(write(tmp_path, "text,,text\na,b,c\n"))
    assert layout.columns == ("text", "column 2", "text (2)")


def test_windows_text_is_read_and_said(tmp_path: Path) -> None:
    layout, rows = read(write(tmp_path, "id,text\n1,caf\u00e9 \u2013 \u20ac5\n".encode("cp1252")))
    assert rows[0].cells[1] == "caf\u00e9 \u2013 \u20ac5"
    assert "Windows-1252" in layout.notes[0]


def test_a_few_broken_bytes_leave_the_rest_utf8(tmp_path: Path) -> None:
    _layout, rows = read(write(tmp_path, "id,text\n1,\u00e9t\u00e9 \u00fc\n2,".encode() + b"caf\xe9\n"))
    assert [row.cells[1] for row in rows] == ["\u00e9t\u00e9 \u00fc", "caf\u00e9"]


def test_utf16_without_a_mark(tmp_path: Path) -> None:
    path = write(tmp_path, "id,text\r\n1,hello there\r\n".encode("utf-16-le"))
    assert cells(path) == [["id", "text"], ["1", "hello there"]]


def test_gzip(tmp_path: Path) -> None:
    path = write(tmp_path, gzip.compress(b"id,text\n1,hello\n"), "posts.csv.gz")
    layout, rows = read(path)
    assert layout.compressed
    assert rows == [Row(2, ("1", "hello"))]


def test_a_bomb_of_gzip_is_stopped(tmp_path: Path) -> None:
    path = write(tmp_path, gzip.compress(b"id,text\n" + b"1,hello\n" * 1_000_000), "bomb.gz")
    layout = inspect(path, most_bytes=2 * MB)
    with pytest.raises(Unreadable, match="unpacks to more than 2 MB"):
        list(open_sheet(path, layout, most_bytes=2 * MB).rows())


def test_a_bomb_without_line_ends_is_stopped(tmp_path: Path) -> None:
    path = write(tmp_path, gzip.compress(b"text\n" + b"\0" * (70 * MB)), "bomb.gz")
    with pytest.raises(Unreadable):
        read(path)


def test_a_gzip_that_is_cut_off(tmp_path: Path) -> None:
    random.seed(1)
    whole = gzip.compress("\n".join(str(random.random()) for _ in range(300_000)).encode())
    path = write(tmp_path, whole[: len(whole) // 2])
    with pytest.raises(Unreadable, match="cut off or damaged"):
        read(path)


def test_a_cell_of_ten_megabytes_is_only_a_cell(tmp_path: Path) -> None:
    _layout, rows = read(write(tmp_path, f"id,text\n1,{'x' * 10 * MB}\n2,small\n"))
    assert [len(row.cells[1]) for row in rows] == [10 * MB, 5]


def test_json_lines_with_broken_ones(tmp_path: Path) -> None:
    lines = [
        '{"id": 1, "user": {"name": "ann", "followers": 3}, "tags": ["a"]}',
        '{"id": 2,',
        "[1, 2]",
        "",
        "[" * 100_000,
        '{"id": 9007199254740993, "text": "\\ud83d lone", "ok": true, "none": null, "nan": NaN}',
    ]
    layout, rows = read(write(tmp_path, "\n".join(lines), "posts.jsonl"))
    assert layout.columns == ("id", "user.name", "user.followers", "tags", "text", "ok", "none", "nan")
    assert [row.number for row in rows] == [1, 2, 3, 5, 6]
    assert rows[0].cells[:4] == ("1", "ann", "3", '["a"]')
    assert [bool(row.problem) for row in rows] == [False, True, True, True, False]
    assert rows[1].cells == ('{"id": 2,',)
    assert rows[4].cells[0] == "9007199254740993"
    assert rows[4].cells[4:] == ("\ufffd lone", "true", "", "")


def test_names_that_turn_up_late_are_kept(tmp_path: Path) -> None:
    lines = [json.dumps({"id": n}) for n in range(1_000)] + ['{"id": 1000, "late": "x"}']
    _layout, rows = read(write(tmp_path, "\n".join(lines), "posts.jsonl"))
    assert rows[-1].cells == ("1000", '{"late": "x"}')


def test_a_json_array_cut_off_keeps_what_came_before(tmp_path: Path) -> None:
    path = write(tmp_path, '[{"id": 1}, {"id": 2}, {"id": ', "posts.json")
    layout = Layout(format="json_array", size=1, encoding="utf-8", columns=("id",))
    rows = open_sheet(path, layout, most_bytes=MB).rows()
    assert [next(rows).cells, next(rows).cells] == [("1",), ("2",)]
    with pytest.raises(Unreadable, match="Value 3"):
        next(rows)


def test_a_long_json_array_is_read_in_pieces(tmp_path: Path) -> None:
    objects = [{"id": n, "text": "x" * (n % 3_000)} for n in range(3_000)]
    path = write(tmp_path, json.dumps(objects), "posts.json")
    assert [row.cells[0] for row in read(path)[1]] == [str(n) for n in range(3_000)]


def test_parquet(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array([1, 2], pa.int64()),
            "at": pa.array([datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), None], pa.timestamp("ns", tz="UTC")),
            "user": pa.array([{"name": "ann"}, {"name": None}]),
            "score": pa.array([1.5, float("nan")]),
        }
    )
    pq.write_table(table, tmp_path / "posts.bin")
    layout, rows = read(tmp_path / "posts.bin")
    assert layout.columns == ("id", "at", "user.name", "score")
    assert rows == [
        Row(1, ("1", "2026-01-02T03:04:05+00:00", "ann", "1.5")),
        Row(2, ("2", "", "", "")),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04 sheet", "Excel"),
        (b"%PDF-1.7", "PDF"),
        (bytes(range(256)) * 40, "not text"),
        (b"PAR1 not really", "Parquet file is damaged"),
        (b",".join(b"c%d" % n for n in range(10_000)) + b"\n1,2\n", "10,000 columns"),
        (b'"never closed\n1,2\n', "first row cannot be read"),
        (b"{not json\n", "No line of the file"),
        (json.dumps({f"k{n}": 1 for n in range(5_000)}).encode(), "5,000 columns"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read(write(tmp_path, content))


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="folder"):
        read(tmp_path)
    with pytest.raises(Unreadable, match="no file"):
        read(tmp_path / "nothing.csv")


def test_a_wrong_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no encoding"):
        read(write(tmp_path, "id,text\n1,a\n"), encoding="klingon")
