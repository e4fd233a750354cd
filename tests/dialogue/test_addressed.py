"""Whom it is for: said in a few words at the beginning of a message, and not wherever somebody is mentioned."""

import pytest

from chatbot.dialogue.parser import Parser
from chatbot.records import SessionState

NEW = SessionState(session_id="s", user_id="u")


@pytest.mark.parametrize(
    ("text", "guest"),
    [
        ("for me now: a tablet", ""), ("ok for me again", ""), ("and for me?", ""), ("for me, a phone", ""),
        ("now for me: a scary one", ""), ("给我：一台平板", ""), ("现在轮到我了", ""),
        ("for my brother: a gaming mouse", "brother"), ("for my sister again", "sister"), ("for my mum a kettle", "mum"),
        ("this is too expensive for me", None), ("for me that is too much", None), ("cheaper for me please", None),
        ("the mouse was for my brother a while ago", None), ("给我推荐一台平板", None),
    ],
)  # fmt: skip
def test_whom_it_is_for(goods: Parser, text: str, guest: str | None) -> None:
    state = NEW.model_copy(update={"language": "zh"}) if not text.isascii() else NEW
    assert goods.parse(text, state).guest == guest
