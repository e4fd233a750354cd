"""The classifiers learn from labelled messages, and what they learnt can be stored."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatbot.cli import app
from chatbot.dialogue.classifiers import INTENTS, INTENTS_TUNED, load_classifiers
from chatbot.dialogue.learned_stance import NONE, LearnedStances, Named
from chatbot.dialogue.purposes import TOLD, Heard, LearnedPurpose, whole
from chatbot.errors import ConfigurationError, InputError
from chatbot.llm.encoders import load_encoder
from chatbot.llm.minilm import load_minilm
from chatbot.llm.tuned_minilm import TunedMiniLM
from chatbot.records import Intent, Polarity, Statement, Understanding
from chatbot.settings import Settings
from chatbot.training.classifiers import fit_purpose, fit_stances, train_classifiers
from chatbot.training.lessons import Lesson
from chatbot.training.tuning import tune_purposes

MESSAGES = Path(__file__).parents[1] / "understanding" / "facts"
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


def learned(lessons: list[Lesson]) -> LearnedPurpose:
    return LearnedPurpose(load_encoder("hash"), fit_purpose(lessons, load_encoder("hash")))


def test_words_tell_apart_what_both_readings_take_for_the_same() -> None:
    purpose = learned(taught())
    assert purpose(lesson("does it bend").heard)[0] is Intent.ASK_ITEM
    assert purpose(lesson("i want a drum").heard) == (Intent.REQUEST,)
    assert all(purpose(each.heard)[0] is each.intents[0] for each in taught())


def test_without_a_model_the_words_are_enough() -> None:
    bare = lesson("does it bend").heard._replace(model=())
    assert learned(taught())(bare)[0] is Intent.ASK_ITEM


def test_what_was_learnt_is_the_same_after_it_was_stored(tmp_path: Path) -> None:
    encoder = load_encoder("hash")
    fit_purpose(taught(), encoder).save(tmp_path / "new" / INTENTS)
    tune_purposes(taught(), load_minilm(), lambda step, steps: None, passes=1).save(tmp_path / "new" / INTENTS_TUNED)
    tuned = TunedMiniLM.load(load_minilm(), tmp_path / "new" / INTENTS_TUNED, TOLD, len(Intent))
    purpose = LearnedPurpose(encoder, fit_purpose(taught(), encoder), tuned)
    stored = LearnedPurpose.load(encoder, load_minilm(), tmp_path / "new" / INTENTS, tmp_path / "new" / INTENTS_TUNED)
    for text in ("does it bend", "i want a drum", "something else"):
        chances = purpose.chances(lesson(text).heard)
        assert stored.chances(lesson(text).heard) == pytest.approx(chances, abs=1e-2)


def test_the_encoder_is_tuned_to_tell_apart_what_it_is_taught() -> None:
    steps: list[tuple[int, int]] = []
    tuned = tune_purposes(taught(), load_minilm(), lambda step, of: steps.append((step, of)), passes=20)
    assert steps[-1][0] == steps[-1][1] == len(steps)
    for each in taught():
        chances = tuned.chances([whole(tuned, each.heard)])[0]
        assert [*Intent][chances.index(max(chances))] is each.intents[0]


def test_both_intents_of_a_message_are_learnt_and_the_first_counts_more() -> None:
    two = [lesson("i want a kite, does it float", Intent.ASK_ITEM, Intent.REQUEST)] * 3
    chances = learned([*taught(), *two]).chances(two[0].heard)
    assert chances[Intent.ASK_ITEM] > chances[Intent.REQUEST] > 0.1


MEANT = {
    "I want kites": "like",
    "we want boats": "like",
    "my aunt owns kites": NONE,
    "my aunt owns boats": NONE,
    "please no kites": "dislike",
    "please no boats": "dislike",
}


def test_how_a_thing_is_meant_is_learnt_from_the_words_around_it() -> None:
    def named(text: str) -> tuple[Named, ...]:
        word = text.split()[-1]
        statement = Statement(facet="kind", value=word, polarity=Polarity.LIKE, words=word)
        return (Named(statement, "category", False, (text.index(word), len(text))),)

    lessons = [lesson(text, Intent.INFORM)._replace(named=named(text), stances=(s,)) for text, s in MEANT.items()]
    stances = LearnedStances(load_minilm(), fit_stances(lessons, load_minilm()))
    for text, meant in {"my uncle owns drums": NONE, "I want drums": "like", "please no drums": "dislike"}.items():
        chances = stances.chances(named(text), lesson(text).heard)[0]
        assert max(chances, key=lambda name: chances[name]) == meant, text


@pytest.mark.parametrize("lessons", [[], [lesson("hello", Intent.GREET)]])
def test_there_must_be_something_to_tell_apart(lessons: list[Lesson]) -> None:
    with pytest.raises(InputError, match="tell apart"):
        fit_purpose(lessons, load_encoder("hash"))


def test_without_the_tuned_model_there_is_nothing_to_learn_from(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="CHATBOT_LLM"):
        train_classifiers(Settings(llm="none"), [], [], tmp_path / "x", [], lambda done, total: None)


@pytest.mark.slow
def test_a_domain_that_is_not_known_is_found_before_anything_is_read(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    line = {"text": "hi", "domain": "movies", "intent": "greet"}
    file.write_text(json.dumps(line) + "\n" + json.dumps({**line, "domain": "kites"}), encoding="utf-8")
    done = CliRunner().invoke(
        app, ["train", "classifiers", str(file)], env={"CHATBOT_DATA_DIR": str(tmp_path / "data")}
    )
    assert done.exit_code == 1
    assert "kites" in done.stderr


@pytest.mark.slow
def test_a_classifier_trained_by_the_command_is_measured_on_what_it_has_not_seen(tmp_path: Path) -> None:
    lines = (MESSAGES / "g.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "learn.jsonl").write_text("\n".join(lines[:130]), encoding="utf-8")
    (tmp_path / "unaided.jsonl").write_text("\n".join(lines[130:160]), encoding="utf-8")
    (tmp_path / "check.jsonl").write_text("\n".join([*lines[160:], "no message"]), encoding="utf-8")
    files = [str(tmp_path / name) for name in ("learn.jsonl", "check.jsonl", "weights", "unaided.jsonl")]
    for pack in ("hotels", "instruments"):
        (tmp_path / pack).symlink_to(MESSAGES.parent / pack)
    command = [
        "train",
        "classifiers",
        files[0],
        "--check",
        files[1],
        "--unaided",
        files[3],
        "--out",
        files[2],
        "--json",
    ]
    done = CliRunner().invoke(app, command, env={"CHATBOT_DATA_DIR": str(tmp_path / "data")})
    assert done.exit_code == 0, done.output
    trained = json.loads(done.stdout)
    assert trained["messages"] > 100
    assert trained["intents"] > 0.5
    assert trained["stances"] > 0.5
    assert load_classifiers(tmp_path / "weights")
