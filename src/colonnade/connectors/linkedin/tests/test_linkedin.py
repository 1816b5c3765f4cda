"""What only LinkedIn asks for: its way of writing texts."""

import pytest

from colonnade.connectors.linkedin.wording import commentary_of, words_of


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"12 t \(new\)", "12 t (new)"),
        (r"{hashtag|\#|construction} and {hashtag|#|mining}", "#construction and #mining"),
        ("With @[Hydra Parts](urn:li:organization:777)!", "With Hydra Parts!"),
        (r"a \\ b \* c \_ d", r"a \ b * c _ d"),
        ("[not a mention](urn:li:organization:777)", "[not a mention](urn:li:organization:777)"),
        ("@[open" * 2_000, "@[open" * 2_000),
    ],
)
def test_little_text_is_read_as_people_do(written: str, read: str) -> None:
    assert words_of(written) == read


@pytest.mark.parametrize(
    ("words", "commentary"),
    [
        ("12 t (new)", r"12 t \(new\)"),
        ("#construction and c# for #1", r"{hashtag|\#|construction} and c\# for \#1"),
        ("#größe_2", r"{hashtag|\#|größe\_2}"),
        (r"a \ b * c _ d ~ e <f> [g] @h {i|j}", r"a \\ b \* c \_ d \~ e \<f\> \[g\] \@h \{i\|j\}"),
        ("https://example.com/a_b#part", r"https://example.com/a\_b\#part"),
    ],
)
def test_words_are_written_so_that_they_are_read_the_same(words: str, commentary: str) -> None:
    assert commentary_of(words) == commentary
    assert words_of(commentary) == words
