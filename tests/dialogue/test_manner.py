"""A domain pack decides how the assistant behaves: how eager it is to ask, and its tone."""

from uuid import uuid4

import pytest

from chatbot.assembly import Chatbot, build_chatbot, open_pack
from chatbot.catalogue.pack import Manner
from chatbot.errors import PromptError
from chatbot.settings import Settings


def behaving(settings: Settings, manner: Manner) -> Chatbot:
    pack = open_pack(settings, "movies").model_copy(update={"manner": manner})
    return build_chatbot(settings, pack)


def asked(bot: Chatbot, *messages: str) -> list[bool]:
    user, session = uuid4().hex, uuid4().hex
    return [bot.respond(message, user, session).trace.asked is not None for message in messages]


def test_how_many_questions_in_a_row(settings: Settings) -> None:
    talk = ("something good", "a drama", "something sad", "from France")
    assert asked(behaving(settings, Manner()), *talk) == [True, True, False, True]
    assert asked(behaving(settings, Manner(questions_in_a_row=1)), *talk)[:2] == [True, False]
    assert not any(asked(behaving(settings, Manner(questions_in_a_row=0)), *talk))


def test_no_question_when_few_are_left(settings: Settings) -> None:
    assert not any(asked(behaving(settings, Manner(few=10_000)), "something good", "a drama"))


def test_the_tone_is_the_packs(settings: Settings) -> None:
    bot = behaving(settings, Manner(sentences={"en": {"goodbye": "Ta-ra, duck."}}))
    assert bot.respond("goodbye", uuid4().hex, uuid4().hex).text == "Ta-ra, duck."
    assert bot.respond("再见", uuid4().hex, uuid4().hex).text != "Ta-ra, duck."


def test_a_sentence_that_does_not_exist_is_named(settings: Settings) -> None:
    with pytest.raises(PromptError, match="farewell"):
        behaving(settings, Manner(sentences={"en": {"farewell": "Bye"}}))
