"""What the handlers put on the page, over a small chatbot and the real store."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import gradio as gr
import pytest
from fake_bot import FakeBot

from chatbot.errors import InputError, UnknownDomainError
from chatbot.settings import Settings
from chatbot.web.bots import Bots
from chatbot.web.screen import SAME, Screen
from chatbot.web.talk import Talk
from chatbot.web.visit import Visit


@pytest.fixture
def talk(settings: Settings, open_fake: Callable[..., FakeBot]) -> Talk:
    bots = Bots(settings, cast(Any, open_fake))
    bots.opening("movies").bot()
    return Talk(bots, settings, "movies")


def typed() -> gr.EventData:
    return gr.EventData(None, None)


def tapped(message: str) -> gr.EventData:
    return gr.EventData(None, {"say": message})


def enter(talk: Talk, stored: object = None, language: str = "en") -> list[Screen]:
    request = SimpleNamespace(headers={"accept-language": language})
    return list(talk.enter(stored, cast(gr.Request, request)))


def kept(screens: list[Screen]) -> str:
    return next(str(screen.visit) for screen in reversed(screens) if screen.visit is not SAME)


def html(screens: list[Screen]) -> str:
    return "".join(cast(list[str], screens[-1].transcript))


def test_a_new_visitor_is_greeted_and_their_browser_told_who_they_are(talk: Talk) -> None:
    screens = enter(talk)
    assert "What are you looking for?" in html(screens)
    assert "Nothing yet" in str(screens[-1].panel)
    assert Visit.read(kept(screens), "", "").domain == "movies"


def test_a_chinese_browser_is_greeted_in_chinese(talk: Talk) -> None:
    assert "您想找什么" in html(enter(talk, language="zh-CN"))


def test_an_answer_comes_step_by_step_cards_before_the_end_of_the_prose(talk: Talk) -> None:
    stored = kept(enter(talk))
    screens = list(talk.say("tense, no horror", stored, typed()))
    assert 'class="dots"' in "".join(cast(list[str], screens[0].transcript))
    assert screens[0].box == ""
    early = next(s for s in screens if 'class="card"' in str(s.transcript))
    assert "because you asked" not in str(early.transcript)
    assert "My first pick is The Lion King" in html(screens)
    assert 'data-say="drama"' in html(screens)


def test_the_panel_follows_each_turn(talk: Talk) -> None:
    stored = kept(enter(talk))
    panels = [str(s.panel) for s in talk.say("no horror", stored, typed()) if s.panel is not SAME]
    assert "no horror" in panels[-1]
    assert ">must<" in panels[-1]


def test_a_tapped_message_leaves_what_is_being_typed_alone(talk: Talk) -> None:
    stored = kept(enter(talk))
    screens = list(talk.say("half a sen", stored, tapped("More like “Heat (1995)”")))
    assert "More like “Heat (1995)”" in html(screens)
    assert all(screen.box is SAME for screen in screens)


def test_a_reload_goes_on_with_the_conversation(talk: Talk) -> None:
    stored = kept(enter(talk))
    list(talk.say("I love heists", stored, typed()))
    screens = enter(talk, stored)
    assert "I love heists" in html(screens)
    assert 'class="card"' in html(screens)
    assert "heists" in str(screens[-1].panel)


def test_nobody_reads_the_conversation_of_another(talk: Talk) -> None:
    stored = kept(enter(talk))
    list(talk.say("a secret wish", stored, typed()))
    thief = Visit.read(stored, "", "").model_copy(update={"user": "0" * 32})
    with pytest.raises(InputError, match="belongs to another user") as caught:
        enter(talk, thief.kept())
    assert "secret wish" not in str(caught.value)


def test_an_unusable_message_is_answered_with_a_plain_sentence(talk: Talk) -> None:
    screens = list(talk.say("", kept(enter(talk)), typed()))
    assert "The message is empty." in html(screens)
    assert "live" not in html(screens)


def test_the_page_follows_the_language_of_the_conversation(talk: Talk) -> None:
    screens = list(talk.say("想看动画片", kept(enter(talk)), typed()))
    assert "更多类似的" in html(screens)
    assert cast(dict[str, Any], screens[-1].afresh)["value"] == "新对话"
    assert Visit.read(screens[-1].visit, "", "").language == "zh"


def test_another_domain_has_its_own_conversation(talk: Talk) -> None:
    stored = kept(enter(talk))
    list(talk.say("a wish about films", stored, typed()))
    shop = list(talk.choose("shop", stored))
    assert "a wish about films" not in html(shop)
    assert "products" in html(shop)
    assert "a wish about films" in html(list(talk.choose("movies", kept(shop))))


def test_a_new_conversation_forgets_the_talk_and_keeps_what_lasts(talk: Talk) -> None:
    stored = kept(enter(talk))
    list(talk.say("I love heists", stored, typed()))
    list(talk.say("no ghosts", stored, typed()))
    screens = list(talk.begin(stored))
    assert "heists" not in html(screens)
    assert "heists" in str(screens[-1].panel)
    facts, _, timeline = str(screens[-1].panel).partition('<div class="owner">')
    assert "ghosts" not in facts
    assert "ghosts" in timeline


def test_a_domain_that_is_gone_falls_back_to_the_first(talk: Talk) -> None:
    gone = Visit.read(None, "gone", "en")
    assert Visit.read(kept(enter(talk, gone.kept())), "", "").domain == "movies"


def test_a_domain_nobody_installed_is_refused(talk: Talk) -> None:
    with pytest.raises(UnknownDomainError, match="no domain called"):
        list(talk.choose("nowhere", kept(enter(talk))))


def test_a_failure_of_ours_is_admitted_without_its_details(talk: Talk) -> None:
    stored = kept(enter(talk))
    with pytest.raises(RuntimeError):
        list(talk.say("break", stored, typed()))
    assert "my fault" in str(talk.apologise(stored).transcript)
    assert "secret detail" not in str(talk.apologise(stored).transcript)
