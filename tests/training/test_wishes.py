"""The classifier of wishes learns from messages labelled with them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatbot.cli import app
from chatbot.dialogue.classifiers import WISHES, WISHES_TUNED
from chatbot.errors import InputError
from chatbot.settings import Settings
from chatbot.training.wish_lessons import read_wishes
from chatbot.training.wishes import train_wishes

LABELLED = Path(__file__).parents[1] / "understanding" / "wishes"


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines))
    return path


def test_phrases_that_share_words_with_a_label_are_wishes(settings: Settings, tmp_path: Path) -> None:
    line = {"text": "a film about chess, my dog barked", "domain": "movies", "wishes": ["about chess"]}
    [[lesson]] = read_wishes(settings, [written(tmp_path / "a.jsonl", line)], [], lambda done, total: None)
    said = {phrase.words: wished for phrase, wished in zip(lesson.phrases, lesson.wished, strict=True)}
    assert said["chess"]
    assert not any(wished for words, wished in said.items() if words != "chess")


def test_a_line_that_cannot_be_read_is_told_and_the_others_count(settings: Settings, tmp_path: Path) -> None:
    problems: list[str] = []
    line = {"text": "popcorn films", "domain": "movies", "wishes": ["popcorn"]}
    file = written(tmp_path / "a.jsonl", "{broken\n", line, {"text": "no domain"})
    [lessons] = read_wishes(settings, [file], problems, lambda done, total: None)
    assert len(lessons) == 1
    assert [problem.split(":")[1] for problem in problems] == ["1", "3"]


def test_a_file_that_is_not_there_is_an_error_with_a_remedy(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="train wishes --help"):
        train_wishes(settings, [tmp_path / "none.jsonl"], [], tmp_path, [], lambda done, total: None)


def test_messages_without_a_wish_leave_nothing_to_tell_apart(settings: Settings, tmp_path: Path) -> None:
    file = written(tmp_path / "a.jsonl", {"text": "my dog barked", "domain": "movies"})
    with pytest.raises(InputError, match="nothing to tell apart"):
        train_wishes(settings, [file], [], tmp_path, [], lambda done, total: None)


@pytest.mark.slow
def test_the_command_learns_and_measures(tmp_path: Path) -> None:
    learnt, kept = (LABELLED / f"{name}.jsonl" for name in "ej")
    result = CliRunner().invoke(
        app, ["train", "wishes", str(learnt), "--check", str(kept), "--out", str(tmp_path), "--json"]
    )
    assert result.exit_code == 0, result.output
    figures = json.loads(result.output[result.output.index("{") :])
    assert (tmp_path / WISHES).is_file()
    assert (tmp_path / WISHES_TUNED).is_file()
    assert figures["f1"] > 0.6
