"""Which column is what."""

import csv
import io
from pathlib import Path

import pytest

from colonnade.pillars.listening.importing.fields import Field
from colonnade.pillars.listening.importing.guess import Guess, guess, name_score
from colonnade.pillars.listening.importing.plan import Kind, Plan, PlanRefused
from colonnade.pillars.listening.importing.reading import inspect, open_sheet

SENTENCES = [
    "The new loader saves us an hour a day",
    "Waiting for parts again, third week in a row",
    "Does anybody know the oil for the 320?",
]


def guessed(tmp_path: Path, header: list[str], *rows: list[str], kind: Kind = "posts") -> Guess:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    path = tmp_path / "posts.csv"
    path.write_text(out.getvalue(), newline="")
    layout = inspect(path, most_bytes=10**8)
    return guess(layout, open_sheet(path, layout, most_bytes=10**8).rows(), kind=kind)


def test_a_classic_export(tmp_path: Path) -> None:
    header = [
        "tweet_id",
        "tweet_created",
        "name",
        "text",
        "retweet_count",
        "tweet_coord",
        "tweet_location",
        "user_timezone",
    ]
    rows = [
        [
            str(5697483167763251 + n),
            f"2026-02-2{n} 10:00:00 -0800",
            f"ann{n}",
            text + " R&amp;D",
            "0",
            "",
            "Ames",
            "Central Time",
        ]
        for n, text in enumerate(SENTENCES)
    ]
    found = guessed(tmp_path, header, *rows)
    assert found.plan.mapping == {
        Field.EXTERNAL_ID: "tweet_id",
        Field.PUBLISHED_AT: "tweet_created",
        Field.AUTHOR_HANDLE: "name",
        Field.TEXT: "text",
        Field.REPOSTS: "retweet_count",
        Field.PLACE: "tweet_location",
    }
    assert found.plan.channel == "x"
    assert found.plan.entities
    assert all(column.reason for column in found.columns if column.field)


def test_names_of_an_api(tmp_path: Path) -> None:
    header = [
        "id",
        "createdAt",
        "author.userName",
        "author.displayName",
        "fullText",
        "likeCount",
        "publicMetrics.replyCount",
        "permalink",
        "author.followersCount",
        "inReplyToId",
    ]
    rows = [
        [
            f"at{n}",
            f"2026-02-2{n}T10:00:00Z",
            f"ann{n}.example",
            f"Ann {n} Smith",
            text,
            "1",
            "2",
            f"https://bsky.app/profile/ann/post/{n}",
            "30",
            "",
        ]
        for n, text in enumerate(SENTENCES)
    ]
    plan = guessed(tmp_path, header, *rows).plan
    assert plan.mapping == {
        Field.EXTERNAL_ID: "id",
        Field.PUBLISHED_AT: "createdAt",
        Field.AUTHOR_HANDLE: "author.userName",
        Field.AUTHOR_NAME: "author.displayName",
        Field.TEXT: "fullText",
        Field.LIKES: "likeCount",
        Field.REPLIES: "publicMetrics.replyCount",
        Field.URL: "permalink",
        Field.AUTHOR_FOLLOWERS: "author.followersCount",
        Field.IN_REPLY_TO: "inReplyToId",
    }
    assert plan.channel == "bluesky"


def test_columns_are_told_by_content_where_names_say_nothing(tmp_path: Path) -> None:
    rows = [[text, f"2026-02-2{n} 10:00", f"https://forum.example/t/{n}"] for n, text in enumerate(SENTENCES)]
    plan = guessed(tmp_path, ["a", "b", "c"], *rows).plan
    assert plan.mapping == {Field.TEXT: "a", Field.PUBLISHED_AT: "b", Field.URL: "c"}
    assert plan.channel == "forum.example"


def test_rounded_ids_are_not_trusted(tmp_path: Path) -> None:
    rows = [["5.69748E+17", text, "2026-02-20"] for text in SENTENCES]
    found = guessed(tmp_path, ["id", "text", "date"], *rows)
    assert Field.EXTERNAL_ID not in found.plan.mapping
    assert any("rounded by a spreadsheet" in note for note in found.notes)


def test_what_is_assumed_is_said(tmp_path: Path) -> None:
    rows = [[text, "3/4/2026 10:00"] for text in SENTENCES]
    notes = " ".join(guessed(tmp_path, ["text", "date"], *rows).notes)
    assert "UTC time" in notes
    assert "3 April" in notes


def test_a_zone_that_every_time_names_is_not_assumed(tmp_path: Path) -> None:
    rows = [[text, "2026-02-20 10:00 -0800"] for text in SENTENCES] + [["One more of them", "yesterday"]]
    assert "UTC" not in " ".join(guessed(tmp_path, ["text", "date"], *rows).notes)


def test_text_about_html_keeps_its_entities(tmp_path: Path) -> None:
    rows = [["write &amp;amp; for & in HTML", "2026-02-20"], ["a < b & c &lt; d", "2026-02-20"]]
    assert not guessed(tmp_path, ["text", "date"], *rows).plan.entities


def test_follows(tmp_path: Path) -> None:
    found = guessed(tmp_path, ["source", "target", "network"], ["ann", "bob", "x"], kind="follows")
    assert found.plan.mapping == {
        Field.FOLLOWER: "source",
        Field.FOLLOWED: "target",
        Field.CHANNEL: "network",
    }


def test_a_name_in_front_says_whose_it_is() -> None:
    assert name_score("user_timezone", ("user",)) == 0
    assert name_score("user_location", ("location",)) > 0.5
    assert name_score("LikeCount", ("like_count",)) == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"mapping": {Field.TEXT: "text"}}, "Time of posting"),
        ({"mapping": {Field.TEXT: "nothing", Field.PUBLISHED_AT: "date"}}, "no column 'nothing'"),
        ({"zone": "Mars/Olympus"}, "no time zone"),
        ({"zone": "../../etc/passwd"}, "no time zone"),
        ({"channel": ""}, "which channel"),
    ],
)
def test_a_plan_that_cannot_work_says_what_to_change(changes: dict[str, object], says: str) -> None:
    plan = Plan(mapping={Field.TEXT: "text", Field.PUBLISHED_AT: "date"}, channel="Twitter")
    assert plan.checked(("text", "date")).channel == "x"
    with pytest.raises(PlanRefused, match=says):
        plan.model_copy(update=changes).checked(("text", "date"))
