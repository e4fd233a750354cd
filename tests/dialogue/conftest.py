"""The parser of both shipped packs, and of two that nothing in the project knows."""

from pathlib import Path

import pytest

from chatbot.assembly import Chatbot
from chatbot.catalogue.catalogue import open_catalogue
from chatbot.catalogue.pack import find_pack
from chatbot.dialogue.parser import Parser
from chatbot.llm.encoders import load_encoder
from chatbot.prompts import Prompts
from chatbot.settings import Settings, bundled


@pytest.fixture(scope="session")
def films(movies: Chatbot) -> Parser:
    return Parser(movies.catalogue, Prompts(bundled("prompts")))


@pytest.fixture(scope="session")
def goods(shop: Chatbot) -> Parser:
    return Parser(shop.catalogue, Prompts(bundled("prompts")))


@pytest.fixture(scope="session")
def instruments(settings: Settings) -> Parser:
    return _unknown("instruments", settings)


@pytest.fixture(scope="session")
def stays(settings: Settings) -> Parser:
    return _unknown("hotels", settings)


def _unknown(name: str, settings: Settings) -> Parser:
    pack = find_pack(name, Path(__file__).resolve().parents[1] / "understanding")
    return Parser(open_catalogue(pack, settings, load_encoder("hash")), Prompts(bundled("prompts")))
