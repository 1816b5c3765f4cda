"""Languages of short and long texts."""

import pytest

from colonnade.pillars.listening.understanding.language import detect
from colonnade.pillars.listening.understanding.text import plain


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The pump of our loader broke down this morning", "en"),
        ("Die Pumpe unseres Radladers ist heute Morgen ausgefallen", "de"),
        ("La bomba de nuestra cargadora se averió esta mañana", "es"),
        ("La pompe de notre chargeuse est tombée en panne ce matin", "fr"),
        ("La pompa della nostra pala si è rotta stamattina", "it"),
        ("A bomba da nossa carregadeira quebrou hoje de manhã", "pt"),
        ("오늘 아침 로더의 펌프가 고장났습니다", "ko"),
        ("今朝、ローダーのポンプが壊れました", "ja"),
        ("تعطلت مضخة اللودر هذا الصباح", "ar"),
        ("bhai yeh machine bahut acchi nahi hai kya karna", "hi"),
    ],
)
def test_languages_are_told(text: str, code: str) -> None:
    assert [found.code for found in detect([plain(text)])] == [code]


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "12345", "https://x.example", "@bob @alice", "ok"])
def test_texts_without_enough_letters_are_undetermined(text: str) -> None:
    assert detect([plain(text)])[0].code == "und"


def test_handles_links_and_tags_do_not_sway_the_language() -> None:
    text = "@la_casa_de_papel https://ejemplo.example/la-bomba-de-agua The pump broke down again this morning"
    assert detect([plain(text)])[0].code == "en"


def test_only_what_may_be_english_is_called_so() -> None:
    english, german, picture, unclear = detect([plain(t) for t in ("love it", "vielen Dank euch", "😀", "")])
    assert (english.perhaps_english, german.perhaps_english) == (True, False)
    assert (picture.perhaps_english, unclear.perhaps_english) == (True, True)
