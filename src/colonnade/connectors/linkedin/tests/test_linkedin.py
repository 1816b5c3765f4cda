"""What only LinkedIn asks for: its way of writing texts."""

import pytest

from colonnade.connectors.linkedin.connector import words_of


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
