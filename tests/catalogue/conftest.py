"""A small pack that is about nothing in particular, and where to index it."""

from pathlib import Path

import pytest
from catalogue_samples import FACETS, CountingEncoder, Load

from chatbot.catalogue.items import items_from_rows
from chatbot.catalogue.pack import Pack
from chatbot.settings import Settings


@pytest.fixture
def pack() -> Pack:
    return Pack(name="things", noun={"en": ("thing", "things")}, facets=FACETS)


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", chroma_url="", database_url="")


@pytest.fixture
def load(pack: Pack) -> Load:
    """Rows as loaded items."""
    return lambda rows: items_from_rows(pack, enumerate(rows, 1), "things.jsonl")
