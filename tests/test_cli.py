"""The command line: exit codes, JSON for machines, and one clear sentence for what goes wrong."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatbot.cli import app

run = CliRunner()
CATALOGUE = "name,price,kind\nBlue teapot,$20,pots\nRed teapot,$35,pots\nOak tray,$15,trays\nPine tray,$9,trays\n"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path_factory.getbasetemp() / "cli"  # one for all, so that it is indexed once
    monkeypatch.setenv("CHATBOT_DATA_DIR", str(folder))
    monkeypatch.setenv("CHATBOT_EMBEDDER", "hash")
    monkeypatch.setenv("CHATBOT_LLM", "none")


def test_help_lists_every_command() -> None:
    shown = run.invoke(app, ["--help"]).stdout
    assert all(name in shown for name in ("chat", "ask", "index", "import", "evaluate", "serve", "profile"))


def test_ask_prints_one_trace_and_the_profile_is_shown_afterwards() -> None:
    asked = run.invoke(app, ["ask", "wireless headphones under $80", "--domain", "shop", "--user", "ana", "--json"])
    assert asked.exit_code == 0, asked.output
    trace = json.loads(asked.stdout)
    assert trace["intent"] == "request"
    assert trace["recommendations"]
    later = json.loads(
        run.invoke(app, ["ask", "what do you know about me?", "--domain", "shop", "--user", "ana", "--json"]).stdout
    )
    assert later["session_id"] == trace["session_id"]
    assert {f["facet"] for f in later["facts"]["active"]} >= {"price", "category"}
    shown = run.invoke(app, ["profile", "show", "--user", "ana", "--domain", "shop", "--json"])
    assert {f["facet"] for f in json.loads(shown.stdout)["facts"]} >= {"price", "category"}


def test_a_catalogue_of_ones_own_is_imported_and_asked(tmp_path: Path) -> None:
    file = tmp_path / "kitchen.csv"
    file.write_text(CATALOGUE, encoding="utf-8")
    done = run.invoke(app, ["import", str(file), "--domain", "kitchen", "--overwrite"])
    assert done.exit_code == 0, done.output
    trace = json.loads(run.invoke(app, ["ask", "a teapot under 30", "--domain", "kitchen", "--json"]).stdout)
    assert [r["title"] for r in trace["recommendations"]][:1] == ["Blue teapot"]
    assert all(r["attributes"]["price"] <= 30 for r in trace["recommendations"])


def test_index_reports_items() -> None:
    done = run.invoke(app, ["index", "--domain", "shop", "--json"])
    assert json.loads(done.stdout)["items"] >= 300


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "hi", "--domain", "nowhere"], "There is no domain called"),
        (["ask", "", "--domain", "shop"], "empty"),
        (["import", "missing.csv", "--domain", "x"], "missing.csv"),
        (["evaluate", "missing.jsonl", "--domain", "shop"], "Cannot read dialogues"),
        (["import", "missing.csv", "--domain", "../x"], "x"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_exit_code_one(arguments: list[str], said: str) -> None:
    done = run.invoke(app, arguments)
    assert done.exit_code == 1
    assert said in done.stderr
    assert "Traceback" not in done.output + done.stderr


def test_a_profile_is_exported_forgotten_in_part_and_erased(tmp_path: Path) -> None:
    run.invoke(app, ["ask", "I love westerns, and I hate horror", "--user", "zoe", "--domain", "movies"])
    shown = run.invoke(app, ["profile", "show", "--user", "zoe", "--domain", "movies", "--json"])
    fact = next(fact for fact in json.loads(shown.stdout)["facts"] if fact["value"] == "western")
    gone = run.invoke(app, ["profile", "forget", "--user", "zoe", "--domain", "movies", fact["id"][:10]])
    assert "Forgotten: genre western" in gone.stdout
    unknown = run.invoke(app, ["profile", "forget", "--user", "zoe", "--domain", "movies", "nothing"])
    assert unknown.exit_code != 0

    file = tmp_path / "zoe.json"
    run.invoke(app, ["profile", "export", "--user", "zoe", "--out", str(file)])
    held = json.loads(file.read_text(encoding="utf-8"))
    assert held["sessions"][0]["turns"][0]["message"] == "I love westerns, and I hate horror"
    assert {event["kind"] for event in held["events"]} == {"added", "retracted"}

    assert run.invoke(app, ["profile", "erase", "--user", "zoe"], input="n\n").exit_code != 0
    assert json.loads(run.invoke(app, ["profile", "export", "--user", "zoe"]).stdout)["sessions"]
    run.invoke(app, ["profile", "erase", "--user", "zoe", "--yes"])
    assert json.loads(run.invoke(app, ["profile", "export", "--user", "zoe"]).stdout)["sessions"] == []


def test_a_session_becomes_a_script_that_passes(tmp_path: Path) -> None:
    for message in ("headphones under $80", "what's your returns policy?", "cheaper"):
        run.invoke(app, ["ask", message, "--user", "rec", "--session", "rec-1", "--domain", "shop"])
    file = tmp_path / "budget.dialogue.yaml"
    done = run.invoke(app, ["record", "--session", "rec-1", "--domain", "shop", "--out", str(file)])
    assert "chatbot test" in done.stdout
    again = run.invoke(app, ["record", "--session", "rec-1", "--domain", "shop", "--out", str(file)])
    assert again.exit_code != 0
    played = run.invoke(app, ["test", str(file), "--json"])
    report = json.loads(played.stdout)
    assert (report["passed"], report["dialogues"], report["warnings"]) == (True, 1, [])
    names = {check["name"] for turn in report["results"][0]["steps"] for check in turn["checks"]}
    assert {"intent", "facts.added", "filters", "cites"} <= names


def test_a_session_that_is_not_there_cannot_be_recorded() -> None:
    result = run.invoke(app, ["record", "--session", "nowhere", "--domain", "shop"])
    assert result.exit_code != 0
    assert "Traceback" not in result.output
