"""The phrase banks: complete, in both languages, with the slots that the generator fills."""

import pytest

from chatbot.errors import PromptError
from chatbot.prompts import Prompts
from chatbot.settings import bundled
from chatbot.training.phrases import PhraseBank, fill, slots
from chatbot.training.sample import Piece

FOLDER = Prompts(bundled("prompts")).folder
STANCES = ("want", "nice", "must", "taste", "avoid", "mild", "hate")
WITH_SLOTS = {
    **{f"value.{stance}": {"v"} for stance in STANCES},
    **{f"phrase.{stance}": {"vp"} for stance in STANCES if stance != "mild"},
    **{f"flag.{stance}": {"f"} for stance in ("want", "nice", "must", "avoid")},
    **{f"number.{kind}": {"n"} for kind in ("max", "min", "around", "exact", "max_strict_year", "min_strict_year")},
    "number.range": {"n", "n2"},
    "lists.either": {"v", "v2"},
    "lists.neither": {"v", "v2"},
    "lists.either_not": {"v", "v2", "v3"},
    "lists.this_not_that": {"v", "v2"},
    "correction": {"v", "v2"},
    "change": {"v"},
    "critique": {"c"},
    "critique_ref": {"c", "ord"},
    "quoted": {"t", "v"},
}


@pytest.fixture(params=["en", "zh"])
def bank(request: pytest.FixtureRequest) -> PhraseBank:
    return PhraseBank(FOLDER, request.param)


@pytest.mark.parametrize("section", WITH_SLOTS)
def test_a_phrase_has_the_slots_of_its_section(bank: PhraseBank, section: str) -> None:
    assert all(WITH_SLOTS[section] <= set(slots(phrase)) for phrase in bank.all(section))


def test_a_missing_bank_is_one_clear_sentence() -> None:
    with pytest.raises(PromptError, match=r"xx\.yaml"):
        PhraseBank(FOLDER, "xx")


def test_an_unknown_slot_is_named() -> None:
    with pytest.raises(PromptError, match="'w'"):
        fill("a {w}", {"v": Piece("x")})
