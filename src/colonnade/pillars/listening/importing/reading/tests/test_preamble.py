"""Title rows above the header, as the exports of analysts' tools have them."""

from pathlib import Path

import pytest

from colonnade.pillars.listening.importing.fields import Field
from colonnade.pillars.listening.importing.guess import Guess, guess
from colonnade.pillars.listening.importing.reading import Layout, Row, inspect, open_sheet
from colonnade.pillars.listening.importing.records import Post, post_reader

BRANDWATCH = """\
Report:,Bulk Mentions Download
Brand:,Hydra
From:,Sun Nov 01 00:00:00 UTC 2026
To:,Sun Nov 22 00:00:00 UTC 2026
Label:,Listening

Query Id,Query Name,Date,Title,Snippet,Url,Domain,Sentiment,Page Type,Language,Country Code,Country,\
Author,Full Name,Full Text,Impressions,X Followers,X Likes,X Replies,X Reposts,Resource Id
200123,Hydra,2026-11-21 10:15:00.0,ana_digs: The boom leaks,The boom leaks again ...,\
https://x.com/ana_digs/status/1992000000000000001,twitter.com,negative,twitter,en,USA,United States of America,\
ana_digs,ana_digs (Ana Lima),"The boom leaks again, and nobody at the dealer calls back.",120,512,3,1,0,12ab
200123,Hydra,2026-11-21 11:15:00.0,Loader review,A quiet loader that ...,https://blog.pit.example/loader,\
blog.pit.example,positive,blog,en,USA,United States of America,ben,Ben,A quiet loader that starts at minus twenty degrees.,0,0,0,0,0,12ac
"""  # noqa: E501  rows as they are exported

SPROUT = """\
"Date","Post ID","Network","Post Type","Content Type","Profile","Sent by","Link","Post","Linked Content",\
"Impressions","Reach","Engagements","Likes","Comments","Shares"
"11/20/2026 4:30 pm","1001_900","Facebook","Post","Photo","Hydra Machines","Kim",\
"https://www.facebook.com/1001/posts/900","Open day at the quarry on Friday, come and drive one.","","1,204","980","60","31","2","4"
"11/21/2026 9:05 am","1992000000000000001","X","Tweet","Text","@hydra","Kim",\
"https://x.com/hydra/status/1992000000000000001","Thanks to everybody who came to the open day at the quarry.","","804","","20","9","1","1"
"""  # noqa: E501  rows as they are exported

HOOTSUITE = """\
Hootsuite Analytics
Post performance
Date range;2026-11-01 to 2026-11-22

Date (GMT);Social Network;Social Profile;Post ID;Post Permalink;Post Message;Likes;Comments;Shares;Impressions
2026-11-20 16:30:00;Instagram;hydra;1789;https://www.instagram.com/p/Cx1/;\
New boom, same cab, ten hours on one tank.;80;2;0;900
2026-11-21 09:05:00;LinkedIn;Hydra;urn:li:share:7;https://www.linkedin.com/feed/update/urn:li:share:7;\
Meet the team behind the new loader, Friday at ten.;12;0;1;310
"""


def read(tmp_path: Path, text: str) -> tuple[Layout, list[Row], Guess]:
    path = tmp_path / "export.csv"
    path.write_text(text)
    layout = inspect(path, most_bytes=10**8)
    rows = list(open_sheet(path, layout, most_bytes=10**8).rows())
    return layout, [row for row in rows if any(row.cells)], guess(layout, rows)


def posts(layout: Layout, rows: list[Row], guessed: Guess) -> list[Post]:
    read_post = post_reader(guessed.plan.checked(layout.columns), layout.columns)
    return [read_post(row.cells) for row in rows]


def test_a_brandwatch_export_is_read_below_its_titles(tmp_path: Path) -> None:
    layout, rows, guessed = read(tmp_path, BRANDWATCH)
    assert layout.above == 6
    assert any("6 rows above" in note for note in layout.notes)
    first, second = posts(layout, rows, guessed)
    assert first.text == "The boom leaks again, and nobody at the dealer calls back."
    assert (first.channel, second.channel) == ("x", "blog.pit.example")
    assert first.published_at.isoformat() == "2026-11-21T10:15:00"
    assert first.url == "https://x.com/ana_digs/status/1992000000000000001"
    assert first.author_handle == "ana_digs"
    assert (first.author_followers, first.likes, first.replies, first.reposts, first.views) == (
        512,
        3,
        1,
        0,
        120,
    )


def test_a_sprout_export_is_read(tmp_path: Path) -> None:
    layout, rows, guessed = read(tmp_path, SPROUT)
    assert layout.above == 0
    first, second = posts(layout, rows, guessed)
    assert first.text == "Open day at the quarry on Friday, come and drive one."
    assert (first.channel, second.channel) == ("facebook", "x")
    assert first.external_id == "1001_900"
    assert first.published_at.isoformat() == "2026-11-20T16:30:00"
    assert first.url == "https://www.facebook.com/1001/posts/900"
    assert (first.likes, first.replies, first.reposts, first.views) == (31, 2, 4, 1_204)
    assert second.author_handle == "hydra"


def test_a_hootsuite_export_is_read_below_its_titles(tmp_path: Path) -> None:
    layout, rows, guessed = read(tmp_path, HOOTSUITE)
    assert (layout.above, layout.delimiter) == (4, ";")
    first, second = posts(layout, rows, guessed)
    assert first.text == "New boom, same cab, ten hours on one tank."
    assert (first.channel, second.channel) == ("instagram", "linkedin")
    assert first.external_id == "1789"
    assert (first.likes, first.replies, first.views) == (80, 2, 900)
    assert first.author_handle == "hydra"


@pytest.mark.parametrize(
    "text",
    [
        "text,date\nhello there you,2026-11-21\n",
        "text;date;author;likes\na, b, c, d;2026-11-21;ana;3\ne, f, g, h;2026-11-22;ben;4\n",
        "a,,,\n1,2,3,4\n5,6,7,8\n",
        "text\na, b, c and d\ne, f, g and h\n",
        "text\tdate\nwe came, saw, dug, left\t2026-11-21\nred, green, blue, grey\t2026-11-22\n",
    ],
)
def test_a_table_that_begins_at_its_top_stays_as_it_is(tmp_path: Path, text: str) -> None:
    layout, _rows, _guessed = read(tmp_path, text)
    assert layout.above == 0


def test_a_delimiter_that_a_person_names_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(HOOTSUITE)
    assert inspect(path, most_bytes=10**8, delimiter=";").above == 4
    assert inspect(path, most_bytes=10**8, delimiter=",").above == 0


def test_a_row_is_numbered_as_a_spreadsheet_shows_it(tmp_path: Path) -> None:
    _layout, rows, _guessed = read(tmp_path, BRANDWATCH)
    assert [row.number for row in rows] == [8, 9]


def test_every_required_field_is_found_in_each_export(tmp_path: Path) -> None:
    for text in (BRANDWATCH, SPROUT, HOOTSUITE):
        _layout, _rows, guessed = read(tmp_path, text)
        assert {Field.TEXT, Field.PUBLISHED_AT, Field.CHANNEL, Field.URL} <= guessed.plan.mapping.keys()
