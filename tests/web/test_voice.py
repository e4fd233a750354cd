"""The page's own words."""

import string
from pathlib import Path

import pytest
import yaml

import chatbot.web
from chatbot.web.voice import language_asked, page_words

WORDS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in (Path(chatbot.web.__file__).parent / "wording").glob("*.yaml")
}


def test_every_language_says_everything_with_the_same_variables() -> None:
    assert {"en", "zh"} <= set(WORDS)
    for language, words in WORDS.items():
        assert set(words) == set(WORDS["en"]), language
        for key, sentence in words.items():
            assert set(string.Template(sentence).get_identifiers()) == set(
                string.Template(WORDS["en"][key]).get_identifiers()
            ), key


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("de-DE,de;q=0.9", "en"), ("", "en"), ("fr;q=0.9, ZH;q=0.5", "zh")],
)
def test_a_browser_gets_the_first_language_it_asks_for_that_the_page_has(accepted: str, language: str) -> None:
    assert language_asked(accepted) == language


def test_a_language_without_words_is_spoken_to_in_english() -> None:
    assert page_words("xx").say("more") == "More like this"
