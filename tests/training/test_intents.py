"""The intent classifier learns from labelled messages, and what it learnt can be stored."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatbot.cli import app
from chatbot.dialogue.purposes import Heard, LearnedPurpose
from chatbot.errors import ConfigurationError, InputError
from chatbot.llm.encoders import load_encoder
from chatbot.records import Intent, Understanding
from chatbot.settings import Settings
from chatbot.training.intents import Lesson, accuracy, fit, train_intents

MESSAGES = Path(__file__).parents[1] / "understanding" / "intents"
TAUGHT = {
    "does it float": Intent.ASK_ITEM,
    "does it fold up": Intent.ASK_ITEM,
    "does it come in red": Intent.ASK_ITEM,
    "i want a kite": Intent.REQUEST,
    "i want a boat": Intent.REQUEST,
    "i want a tent for two": Intent.REQUEST,
}


def lesson(text: str, *intents: Intent, model: Intent = Intent.REQUEST) -> Lesson:
    parsed = Understanding(text=text, intent=Intent.REQUEST, intents=(Intent.REQUEST,))
    return Lesson(Heard((model,), parsed), intents)


def taught() -> list[Lesson]:
    return [lesson(text, intent) for text, intent in TAUGHT.items()]


def test_words_tell_apart_what_both_readings_take_for_the_same() -> None:
    purpose, _ = fit(taught(), load_encoder("hash"))
    assert purpose(lesson("does it bend").heard)[0] is Intent.ASK_ITEM
    assert purpose(lesson("i want a drum").heard) == (Intent.REQUEST,)
    assert accuracy(purpose, taught()) == 1


def test_what_was_learnt_is_the_same_after_it_was_stored(tmp_path: Path) -> None:
    purpose, save = fit(taught(), load_encoder("hash"))
    save(tmp_path / "new" / "intents.safetensors")
    stored = LearnedPurpose.load(load_encoder("hash"), tmp_path / "new" / "intents.safetensors")
    for text in ("does it bend", "i want a drum", "something else"):
        chances = purpose.chances(lesson(text).heard)
        assert stored.chances(lesson(text).heard) == pytest.approx(chances, abs=1e-2)


def test_both_intents_of_a_message_are_learnt_and_the_first_counts_more() -> None:
    two = [lesson("i want a kite, does it float", Intent.ASK_ITEM, Intent.REQUEST)] * 3
    purpose, _ = fit([*taught(), *two], load_encoder("hash"))
    chances = purpose.chances(two[0].heard)
    assert chances[Intent.ASK_ITEM] > chances[Intent.REQUEST] > 0.1


@pytest.mark.parametrize("lessons", [[], [lesson("hello", Intent.GREET)]])
def test_there_must_be_something_to_tell_apart(lessons: list[Lesson]) -> None:
    with pytest.raises(InputError, match="different"):
        fit(lessons, load_encoder("hash"))


def test_without_the_tuned_model_there_is_nothing_to_learn_from(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="CHATBOT_LLM"):
        train_intents(Settings(llm="none"), [], [], tmp_path / "x", [], lambda done, total: None)


@pytest.mark.slow
def test_a_domain_that_is_not_known_is_found_before_anything_is_read(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    line = {"text": "hi", "domain": "movies", "intent": "greet"}
    file.write_text(json.dumps(line) + "\n" + json.dumps({**line, "domain": "kites"}), encoding="utf-8")
    done = CliRunner().invoke(app, ["train", "intents", str(file)], env={"CHATBOT_DATA_DIR": str(tmp_path / "data")})
    assert done.exit_code == 1
    assert "kites" in done.stderr


@pytest.mark.slow
def test_a_classifier_trained_by_the_command_is_measured_on_what_it_has_not_seen(tmp_path: Path) -> None:
    lines = (MESSAGES / "e.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "learn.jsonl").write_text("\n".join(lines[:240:2]), encoding="utf-8")
    (tmp_path / "check.jsonl").write_text("\n".join([*lines[1:80:2], "no message"]), encoding="utf-8")
    files = [str(tmp_path / name) for name in ("learn.jsonl", "check.jsonl", "intents.safetensors")]
    packs = ["hotels", "instruments"]
    for pack in packs:
        (tmp_path / pack).symlink_to(MESSAGES.parent / pack)
    command = ["train", "intents", files[0], "--check", files[1], "--out", files[2], "--json"]
    done = CliRunner().invoke(app, command, env={"CHATBOT_DATA_DIR": str(tmp_path / "data")})
    assert done.exit_code == 0, done.output
    trained = json.loads(done.stdout)
    assert trained["messages"] > 100
    assert trained["accuracy"] > 0.6
    assert LearnedPurpose.load(load_encoder("minilm"), tmp_path / "intents.safetensors")
