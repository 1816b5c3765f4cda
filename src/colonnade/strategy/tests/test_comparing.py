"""What changed between two documents."""

import difflib

from hypothesis import given
from hypothesis import strategies as st

from colonnade.strategy.comparing import Comparison, Side, compare
from colonnade.strategy.document.reading import read
from colonnade.strategy.tests.factories import SMALL


def compared(before: str, after: str) -> Comparison:
    return compare(read(before, name="before"), read(after, name="after"))


def test_a_changed_value_is_named_by_the_ids_on_its_way() -> None:
    (change,) = compared(SMALL, SMALL.replace("target: 65", "target: 80")).changes
    assert (change.where, change.before, change.after) == ("goals.leads.target", "65", "80")


def test_moving_an_item_or_writing_a_comment_is_no_change_in_meaning() -> None:
    moved = SMALL.replace("  - id: loose\n", "").replace("goals:\n", "goals:\n  # first\n  - id: loose\n")
    comparison = compared(SMALL, moved)
    assert comparison.changes == ()
    assert not comparison.same


def test_what_comes_and_goes_has_only_one_side() -> None:
    changes = compared(SMALL, SMALL.replace("  - id: posts\n", "  - id: videos\n")).changes
    assert [(change.where, change.before, change.after) for change in changes] == [
        ("methods.posts.id", "posts", None),
        ("methods.videos.id", None, "videos"),
    ]


def test_a_text_that_cannot_be_read_is_compared_by_its_lines() -> None:
    comparison = compared(SMALL, "title: [")
    assert comparison.changes == ()
    assert comparison.lines[-1].text == "title: ["


def test_the_same_text_has_nothing_to_show() -> None:
    assert compared(SMALL, SMALL).same


LINES = st.lists(st.sampled_from(["a: 1", "b: 2", "c: 3", "# d"]), max_size=30)


@given(LINES, LINES)
def test_the_lines_shown_and_not_shown_make_up_both_texts(before: list[str], after: list[str]) -> None:
    lines = compared("\n".join(before), "\n".join(after)).lines
    if not lines:
        assert before == after
        return
    hidden = sum(int(line.text) for line in lines if line.side is Side.GAP)
    assert hidden + sum(line.before is not None for line in lines) == len(before)
    assert hidden + sum(line.after is not None for line in lines) == len(after)
    for line in lines:
        if line.before is not None:
            assert before[line.before - 1] == line.text
        if line.after is not None:
            assert after[line.after - 1] == line.text


def test_only_differing_lines_and_three_around_them_are_shown() -> None:
    text = "\n".join(f"# {number}" for number in range(40))
    lines = compared(text, text.replace("# 20", "# zwanzig")).lines
    shown = [line.text for line in lines]
    expected = [
        line[1:]
        for line in difflib.unified_diff(
            text.split("\n"), text.replace("# 20", "# zwanzig").split("\n"), lineterm=""
        )
    ][3:]
    assert shown[1:-1] == expected
    assert (shown[0], shown[-1]) == ("17", "16")
