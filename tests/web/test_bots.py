"""Domains are opened once, in the background, and tried again after a failure."""

from collections.abc import Callable
from typing import Any

import pytest

from chatbot.errors import ModelMissingError, UnknownDomainError
from chatbot.settings import Settings
from chatbot.web.bots import Bots


def test_a_domain_is_opened_once_and_tells_how_far_it_is(settings: Settings) -> None:
    opened: list[str] = []

    def open_bot(domain: str, progress: Callable[[int, int], None]) -> Any:
        opened.append(domain)
        progress(3, 10)
        return domain

    bots = Bots(settings, open_bot)
    assert bots.opening("movies").bot() == "movies"
    assert bots.opening("movies").ready()
    assert (bots.opening("movies").done, bots.opening("movies").total) == (3, 10)
    assert opened == ["movies"]


def test_an_opening_that_failed_says_why_and_is_tried_again(settings: Settings) -> None:
    answers: list[Any] = [ModelMissingError("No model. Install it."), "open"]

    def open_bot(domain: str, progress: Callable[[int, int], None]) -> Any:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    bots = Bots(settings, open_bot)
    with pytest.raises(ModelMissingError, match="Install it"):
        bots.opening("movies").bot()
    assert bots.opening("movies").bot() == "open"


def test_installed_packs_are_offered_by_their_titles_in_the_language(settings: Settings) -> None:
    bots = Bots(settings)
    assert bots.titles("en") == [("Films", "movies"), ("Northlight store", "shop")]
    assert ("电影", "movies") in bots.titles("zh")


def test_a_pack_that_cannot_be_read_is_offered_by_its_name(settings: Settings) -> None:
    broken = settings.data_dir / "domains" / "broken"
    broken.mkdir(parents=True)
    (broken / "domain.yaml").write_text("name: [")
    assert ("broken", "broken") in Bots(settings).titles("en")


def test_an_unknown_domain_is_refused_with_the_known_ones(settings: Settings) -> None:
    with pytest.raises(UnknownDomainError, match="Known: movies, shop"):
        Bots(settings).pack("../etc")
