"""A diff tells what changed, and both texts can be read from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.governance.approvals.differing import MOST_TOKENS, Run, parts_shown, word_diff


def part(label: str, text: str, key: str = "") -> dict[str, str]:
    return {"label": label, "text": text, "form": "text", "key": key}


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("same", "same", [Run("same", "same")]),
        ("", "", []),
        ("", "new", [Run("added", "new")]),
        ("old", "", [Run("removed", "old")]),
        (
            "Our new hammer.",
            "Our best hammer.",
            [Run("same", "Our "), Run("removed", "new"), Run("added", "best"), Run("same", " hammer.")],
        ),
        (
            "保証します",
            "保障します",
            [Run("same", "保"), Run("removed", "証"), Run("added", "障"), Run("same", "します")],
        ),
        ("cafe\u0301", "cafe", [Run("removed", "cafe\u0301"), Run("added", "cafe")]),  # marks stay with words
    ],
)
def test_words_are_compared_as_wholes(old: str, new: str, runs: list[Run]) -> None:
    assert word_diff(old, new) == runs


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_from_a_diff(old: str, new: str) -> None:
    runs = word_diff(old, new)
    assert "".join(run.text for run in runs if run.change != "removed") == new
    assert "".join(run.text for run in runs if run.change != "added") == old


def test_a_very_long_text_is_shown_as_replaced() -> None:
    old, new = "a " * MOST_TOKENS, "b " * MOST_TOKENS
    assert word_diff(old, new) == [Run("removed", old), Run("added", new)]


def test_parts_come_and_go() -> None:
    shown = parts_shown(
        [part("Text", "b"), part("Picture 1", "same words", "p2"), part("Comment", "new")],
        [part("Text", "a"), part("Picture 1", "same words", "p1"), part("Link", "gone")],
    )
    assert [(one.label, one.change, one.edited) for one in shown] == [
        ("Text", "same", True),
        ("Picture 1", "added", False),  # another picture under the same words
        ("Comment", "added", True),
        ("Link", "removed", True),
    ]


def test_parts_of_one_label_are_told_apart_by_their_order() -> None:
    links = [part("Link", "a"), part("Link", "b")]
    assert not any(one.edited for one in parts_shown(links, links))
    assert [one.edited for one in parts_shown([*links, part("Link", "c")], links)] == [False, False, True]


def test_the_first_version_has_no_changes() -> None:
    assert not any(one.edited for one in parts_shown([part("Text", "a")], None))
