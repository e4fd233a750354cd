"""The shipped dialogues hold with the real language model and the real encoder, too."""

from pathlib import Path

import pytest

from chatbot.evaluation.scripted.report import failure
from chatbot.evaluation.scripted.suite import run_suite
from chatbot.settings import Settings

DIALOGUES = Path(__file__).parents[2] / "dialogues"


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_the_shipped_dialogues_hold_with_the_real_model(tmp_path: Path) -> None:
    report = run_suite([DIALOGUES], Settings(data_dir=tmp_path, database_url="", chroma_url=""), "live", jobs=1)
    assert report.passed, "\n\n".join(failure(played) for played in report.played if not played.passed)
