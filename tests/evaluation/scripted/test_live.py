"""The shipped dialogues hold with the real language model and the real encoder, too."""

from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from chatbot.evaluation.scripted.play import Played
from chatbot.evaluation.scripted.report import failure
from chatbot.evaluation.scripted.suite import run_suite
from chatbot.settings import Settings

DIALOGUES = Path(__file__).parents[2] / "dialogues"


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_the_shipped_dialogues_hold_with_the_real_model_and_with_its_recorded_answers(tmp_path: Path) -> None:
    scripts = tmp_path / "dialogues"
    copytree(DIALOGUES, scripts, ignore=ignore_patterns("conftest.py", "__pycache__"))
    settings = Settings(data_dir=tmp_path / "data", database_url="", chroma_url="")
    live = run_suite([scripts], settings, jobs=1, record=True)
    assert live.passed, "\n\n".join(failure(played) for played in live.played if not played.passed)
    replayed = run_suite([scripts], settings, "replay")
    assert replayed.passed, "\n\n".join(failure(played) for played in replayed.played if not played.passed)
    assert len(replayed.played) == len(live.played)
    assert [said(played) for played in replayed.played] == [said(played) for played in live.played]


def said(played: Played) -> list[str]:
    return [step.reply for step in played.steps]
