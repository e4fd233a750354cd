"""What a model answered while recording is all that a replay needs; what it was not asked fails by name."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chatbot.assembly import Chatbot, build_chatbot
from chatbot.catalogue.pack import Pack
from chatbot.cli import app
from chatbot.errors import InputError
from chatbot.evaluation.scripted import suite
from chatbot.evaluation.scripted.report import failure
from chatbot.evaluation.scripted.suite import SuiteReport, run_suite
from chatbot.llm.scripted import Line, ScriptedChat
from chatbot.settings import Settings

SCRIPT = """
dialogue: balls
domain: shop
turns:
  - user: a smashing ball game thing in red
    expect: {intent: request, facts: {added: [{facet: color, value: red}]}}
---
dialogue: returns
domain: shop
turns:
  - user: what is your returns policy?
    expect: {intent: support, cites: returns}
---
dialogue: nothing to ask a model
domain: shop
turns:
  - user: ""
    expect: {error: empty}
"""
REQUEST = {"intents": ["request"], "statements": [{"stance": "want", "facet": "color", "phrase": "red"}]}


@pytest.fixture
def hosted(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with a model that is anywhere but here; while recording, a script speaks for it."""

    def build(settings: Settings, pack: Pack, progress: Any = None, model: Any = None) -> Chatbot:
        lines = [Line(REQUEST, when="smashing"), Line({"intents": ["support"]}, when="returns policy")]
        plain = Line("It is what it is.", when=lambda prompt: True, repeats=True)
        return build_chatbot(settings, pack, progress, model=model or ScriptedChat(*lines, plain))

    monkeypatch.setattr(suite, "build_chatbot", build)
    return settings.model_copy(update={"llm": "openai:far-away"})


def play(settings: Settings, folder: Path, **options: Any) -> SuiteReport:
    return run_suite([folder], settings, jobs=1, **options)


def recorded(settings: Settings, tmp_path: Path) -> Path:
    file = tmp_path / "toys.dialogue.yaml"
    file.write_text(SCRIPT, encoding="utf-8")
    report = play(settings, tmp_path, record=True)
    assert report.passed, [failure(each) for each in report.played if not each.passed]
    return file


def test_a_replay_says_what_was_recorded_beside_the_script(hosted: Settings, tmp_path: Path) -> None:
    recorded(hosted, tmp_path)
    assert (tmp_path / "toys.replay.jsonl").is_file()
    report = play(hosted, tmp_path, mode="replay")
    assert report.passed
    assert len(report.played) == 3
    assert report.played[0].steps[0].trace.understanding.source == "llm"  # type: ignore[union-attr]


def test_a_call_that_is_not_recorded_fails_the_turn_and_names_it(hosted: Settings, tmp_path: Path) -> None:
    file = recorded(hosted, tmp_path)
    file.write_text(SCRIPT.replace("smashing ball", "bouncing ball"), encoding="utf-8")
    report = play(hosted, tmp_path, mode="replay")
    (broken,) = [each for each in report.played if not each.passed]
    assert "bouncing ball" in failure(broken)
    assert "--record" in failure(broken)


def test_recording_one_dialogue_keeps_the_others(hosted: Settings, tmp_path: Path) -> None:
    recorded(hosted, tmp_path)
    play(hosted, tmp_path, record=True, only="returns")
    assert play(hosted, tmp_path, mode="replay").passed


def test_what_cannot_be_replayed_is_said_and_the_rest_goes_on(hosted: Settings, tmp_path: Path) -> None:
    file = recorded(hosted, tmp_path)
    file.write_text(SCRIPT + SCRIPT.replace("dialogue: ", "dialogue: new ").replace("\ndialogue", "---\ndialogue", 1))
    report = play(hosted, tmp_path, mode="replay")
    assert len(report.played) == 3
    assert all("no recorded answers" in str(problem) for problem in report.errors)

    other = play(hosted.model_copy(update={"llm": "openai:another"}), tmp_path, mode="replay")
    assert "CHATBOT_LLM=openai:far-away" in str(other.errors[0])

    (tmp_path / "toys.replay.jsonl").write_bytes(b"\xff\xfe")
    assert "cannot be read" in str(play(hosted, tmp_path, mode="replay").errors[0])


def test_without_a_model_there_is_nothing_to_record_or_replay(settings: Settings, tmp_path: Path) -> None:
    for options in ({"record": True}, {"mode": "replay"}):
        with pytest.raises(InputError, match="CHATBOT_LLM is none"):
            play(settings, tmp_path, **options)


def test_the_command_says_so_without_a_stack_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATBOT_LLM", "none")
    result = CliRunner().invoke(app, ["test", str(tmp_path), "--record"])
    assert result.exit_code != 0
    assert "CHATBOT_LLM is none" in result.output
    assert "Traceback" not in result.output
