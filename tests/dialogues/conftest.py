"""The dialogues are played on the shipped packs with the fast fake encoder; conditions, signals and store are real."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from chatbot.settings import Settings

_DATA = TemporaryDirectory(prefix="dialogue-data-")


def pytest_dialogue_settings(config: pytest.Config) -> Settings:
    return Settings(data_dir=Path(_DATA.name), embedder="hash", llm="none", database_url="", chroma_url="")
