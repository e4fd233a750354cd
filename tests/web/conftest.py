"""Fixtures for the page: settings in a folder of their own, a small chatbot, and the page's voices."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fake_bot import ROOT, FakeBot, pack_of

from chatbot.prompts import Prompts
from chatbot.settings import Settings
from chatbot.web.voice import Voice


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path, knowledge_dir=ROOT / "knowledge", prompts_dir=ROOT / "prompts", llm="none", port=0
    )


@pytest.fixture
def open_fake(settings: Settings) -> Callable[..., FakeBot]:
    """Opens a fake chatbot by domain, as `build_app` wants it."""
    return lambda domain, progress: FakeBot(domain, settings.database)


@pytest.fixture(scope="session")
def english() -> Voice:
    return Voice(pack_of("movies"), "en", Prompts(ROOT / "prompts").wording("en"))


@pytest.fixture(scope="session")
def chinese() -> Voice:
    return Voice(pack_of("movies"), "zh", Prompts(ROOT / "prompts").wording("zh"))


@pytest.fixture(scope="session")
def shop_voice() -> Voice:
    return Voice(pack_of("shop"), "en", Prompts(ROOT / "prompts").wording("en"))
