"""The parser of both shipped packs."""

import pytest

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.prompts import Prompts
from chatbot.settings import bundled


@pytest.fixture(scope="session")
def films(movies: Chatbot) -> Parser:
    return Parser(movies.catalogue, Prompts(bundled("prompts")))


@pytest.fixture(scope="session")
def goods(shop: Chatbot) -> Parser:
    return Parser(shop.catalogue, Prompts(bundled("prompts")))
