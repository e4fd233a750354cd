"""To forget everything is asked for in plain words, and never by its opposite."""

import pytest

from chatbot.dialogue.parser import Parser
from chatbot.records import SessionState

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
