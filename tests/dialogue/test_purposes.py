"""What a message is for, where the model and the parser differ."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from chatbot.dialogue.classifiers import FOLDER, INTENTS, INTENTS_TUNED
from chatbot.dialogue.purposes import ENCODER, SILENT, Heard, LearnedPurpose, features
from chatbot.errors import ModelMissingError
from chatbot.llm.encoders import load_encoder
from chatbot.llm.minilm import load_minilm
from chatbot.records import Intent, Understanding


@pytest.fixture(scope="module")
def purpose() -> LearnedPurpose:
    return LearnedPurpose.load(load_encoder(ENCODER), load_minilm(), FOLDER / INTENTS, FOLDER / INTENTS_TUNED)


def heard(text: str, model: Intent, parsed: Intent, **more: object) -> Heard:
    return Heard((model,), Understanding(text=text, intent=parsed, intents=(parsed,)), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "model", "parsed", "shown", "expected"),
    [
        ("surprise me", Intent.GREET, Intent.REQUEST, False, Intent.REQUEST),
        ("none of these, sorry", Intent.CONSTRAIN, Intent.CONSTRAIN, True, Intent.REJECT),
        ("how long is the second one?", Intent.SUPPORT, Intent.REQUEST, True, Intent.ASK_ITEM),
        ("我的包裹怎么还没到", Intent.SUPPORT, Intent.REQUEST, False, Intent.SUPPORT),
    ],
)
def test_words_and_what_came_before_outweigh_a_reading_that_is_wrong(
    purpose: LearnedPurpose, text: str, model: Intent, parsed: Intent, shown: bool, expected: Intent
) -> None:
    assert purpose(heard(text, model, parsed, shown=shown))[0] is expected


def test_the_chances_of_a_message_add_up_to_one(purpose: LearnedPurpose) -> None:
    chances = purpose.chances(heard("something cheaper", Intent.CRITIQUE, Intent.CRITIQUE, shown=True))
    assert sum(chances.values()) == pytest.approx(1, abs=1e-4)
    assert set(chances) == set(Intent)


def test_a_message_may_be_for_two_things(purpose: LearnedPurpose) -> None:
    said = "the second looks good, I'll take it, and what's your returns policy?"
    both = Heard(
        (Intent.ACCEPT, Intent.SUPPORT),
        Understanding(text=said, intent=Intent.ACCEPT, intents=(Intent.ACCEPT, Intent.SUPPORT)),
        shown=True,
    )
    assert set(purpose(both)) == {Intent.ACCEPT, Intent.SUPPORT}


def test_turning_down_and_asking_in_one_message_are_both_heard(purpose: LearnedPurpose) -> None:
    said = "Not quite. A drama, please"
    parsed = Understanding(text=said, intent=Intent.REJECT, intents=(Intent.REJECT, Intent.REQUEST))
    assert Intent.REJECT in purpose(Heard((Intent.REQUEST,), parsed, shown=True))
    assert len(set(purpose(Heard((Intent.REQUEST,), parsed, shown=True)))) == 2


def test_praise_of_a_whole_list_turns_nothing_down(purpose: LearnedPurpose) -> None:
    parsed = Understanding(
        text="all of them look great", intent=Intent.ACCEPT, intents=(Intent.ACCEPT,), references=("a", "b", "c")
    )
    assert purpose(Heard((), parsed, shown=True)) == (Intent.ACCEPT,)


def test_who_greets_and_wants_something_wants_that(purpose: LearnedPurpose) -> None:
    both = (Intent.GREET, Intent.REQUEST)
    said = Understanding(text="hello! have you got any westerns?", intent=Intent.GREET, intents=both)
    assert purpose(Heard(both, said)) == (Intent.REQUEST,)


@pytest.mark.parametrize(("text", "intent"), [("拜拜", Intent.GOODBYE), ("ok thank you", Intent.THANK)])
def test_a_courtesy_with_nothing_else_is_one(purpose: LearnedPurpose, text: str, intent: Intent) -> None:
    assert purpose(heard(text, Intent.GREET, intent, shown=True)) == (intent,)


@pytest.mark.parametrize("text", ["", "?!", "🎬" * 40, "a" * 5000, "שלום", "\x00"])
def test_any_text_has_features_of_bounded_size_and_an_intent(purpose: LearnedPurpose, text: str) -> None:
    case = heard(text, Intent.OUT_OF_SCOPE, Intent.OUT_OF_SCOPE)
    words = [value for name, value in features(case).items() if name.startswith("word ")]
    assert not words or np.linalg.norm(words) == pytest.approx(6)
    assert purpose(case)


def test_an_item_that_is_asked_about_states_nothing() -> None:
    assert Intent.ASK_ITEM in SILENT
    assert Intent.CRITIQUE not in SILENT


@pytest.mark.parametrize("content", [None, b"", b"not weights at all"])
def test_weights_that_cannot_be_read_are_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "weights.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelMissingError, match=r"weights\.safetensors"):
        LearnedPurpose.load(load_encoder("hash"), load_minilm(), path, FOLDER / INTENTS_TUNED)


@pytest.mark.parametrize("notes", [None, {"features": "[]"}, {"features": "no list", "classes": "[]"}])
def test_weights_of_another_kind_are_named(tmp_path: Path, notes: dict[str, str] | None) -> None:
    path = tmp_path / "weights.safetensors"
    save_file({"weights": np.zeros(1)}, str(path), notes)
    with pytest.raises(ModelMissingError, match=r"weights\.safetensors"):
        LearnedPurpose.load(load_encoder("hash"), load_minilm(), path, FOLDER / INTENTS_TUNED)


def test_the_weights_that_ship_are_small() -> None:
    assert all(weights.stat().st_size < 4_000_000 for weights in FOLDER.iterdir())
