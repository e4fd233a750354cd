"""The pytest plugin collects *.dialogue.yaml anywhere; failures read like reports, not like stack traces."""

import pytest

pytest_plugins = ["pytester"]

CONFTEST = """
from chatbot.settings import Settings
from pathlib import Path

def pytest_dialogue_settings(config):
    return Settings(data_dir=Path(str(config.rootpath)) / "data", embedder="hash", llm="none")
"""
KITES = """
items:
  - {id: a, title: Red Kite, price: 20, color: red}
  - {id: b, title: Blue Kite, price: 30, color: blue}
  - {id: c, title: Green Kite, price: 45, color: green}
"""


def test_dialogues_are_tests(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.path.joinpath("kites.dialogue.yaml").write_text(
        f"dialogue: cheap kites\n{KITES}turns: [{{user: under $25, expect: {{recommended: {{exactly: Red Kite}}}}}}]\n"
        f"---\ndialogue: dear kites\n{KITES}turns: [{{user: under $25, expect: {{recommended: {{exactly: Blue Kite}}}}}}]\n"
        f"---\ndialogue: for the model\nmode: live\n{KITES}turns: [{{user: under $25}}]\n"
        "---\ndialogue: broken\nturns: 3\n"
    )
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-rs")
    result.assert_outcomes(passed=1, failed=2, skipped=1)
    result.stdout.fnmatch_lines(
        ["*:27: turns: Input should be a valid list*", "*recommended.exactly: expected Blue Kite, got Red Kite*"]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_run_without_scripts_imports_nothing_of_ours(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_plain="import sys\ndef test_it():\n    assert 'chatbot.assembly' not in sys.modules and 'torch' not in sys.modules\n"
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)
