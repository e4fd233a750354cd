"""To forget everything is asked for in plain words, and never by its opposite."""

import pytest

from chatbot.dialogue.parser import Parser
from chatbot.records import Intent, SessionState

NEW = SessionState(session_id="s", user_id="u")


@pytest.mark.parametrize(
    "text",
    [
        "forget everything you know about me", "please erase my data", "delete everything I told you about me", "forget me",
        "can you delete my profile?", "忘掉我的所有信息", "把关于我的一切都删掉",
    ],
)  # fmt: skip
def test_everything_is_forgotten_when_that_is_asked(films: Parser, text: str) -> None:
    assert films.parse(text, NEW).everything


@pytest.mark.parametrize(
    "text",
    [
        "don't forget everything you know about me", "never delete my data", "please do not erase my profile", "how do I delete my data?",
        "do you delete my data?", "delete my preference for horror", "forget everything", "don’t delete my history", "不要删除我的数据",
        "别忘记我的偏好", "别把我的资料删了",
    ],
)  # fmt: skip
def test_nothing_else_forgets_everything(films: Parser, text: str) -> None:
    assert not films.parse(text, NEW).everything


@pytest.mark.parametrize(
    "text",
    [
        "don't forget everything", "dont start over", "please don't reset", "don't undo that", "no need to start over",
        "I don't want to start again", "don't you dare clear my filters", "I'd rather not start from scratch", "不要重新开始",
        "别清空", "不用撤销",
    ],
)  # fmt: skip
def test_what_is_to_be_kept_is_not_taken_back(films: Parser, text: str) -> None:
    read = films.parse(text, NEW)
    assert read.keeps
    assert not {Intent.RESET, Intent.UNDO, Intent.FORGET} & set(read.intents)
    assert not read.statements


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("don't forget I hate horror", "dislike"),
        ("never forget that I like horror", "like"),
        ("别忘了我喜欢恐怖片", "like"),
    ],
)
def test_what_is_not_to_be_forgotten_is_said_anew(films: Parser, text: str, polarity: str) -> None:
    read = films.parse(text, NEW)
    assert Intent.FORGET not in read.intents
    assert [(s.value, s.polarity) for s in read.statements] == [("horror", polarity)]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("why don't we start over", "reset"), ("why not start over?", "reset"), ("why don't you forget the budget", "forget"), ("I don't want horror, start over", "reset"),
        ("I don't care about the year", "forget"), ("forget that I like horror", "forget"), ("undo", "undo"), ("重新开始", "reset"),
    ],
)  # fmt: skip
def test_what_is_to_be_taken_back_is(films: Parser, text: str, intent: str) -> None:
    read = films.parse(text, NEW)
    assert intent in read.intents
    assert not read.keeps


def test_what_is_kept_beside_what_is_forgotten_is_not_forgotten(films: Parser) -> None:
    read = films.parse("forget the horror ban but don't forget the comedies", NEW)
    assert Intent.FORGET in read.intents
    assert [s.value for s in read.statements] == ["horror"]
