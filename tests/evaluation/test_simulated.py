"""Simulated users say attributes of their target and never its title; what they come to is counted honestly."""

import json
from random import Random

import pytest
from typer.testing import CliRunner

from chatbot.assembly import Chatbot
from chatbot.catalogue.catalogue import Catalogue
from chatbot.cli import app
from chatbot.dialogue.text import key_of
from chatbot.errors import ModelError
from chatbot.evaluation.simulated.rewording import Reworder
from chatbot.evaluation.simulated.simulate import Simulation, simulate
from chatbot.evaluation.simulated.user import PERSONAS, SimulatedUser
from chatbot.evaluation.simulated.wants import wants_of
from chatbot.llm.scripted import ScriptedChat
from chatbot.prompts import Prompts
from chatbot.records import Item
from chatbot.settings import Settings, bundled

PROMPTS = Prompts(bundled("prompts"))


def run(bot: Chatbot, turns: int = 4, seed: int = 3, targets: int = 3) -> Simulation:
    return simulate(bot, PROMPTS, PERSONAS, targets, turns, seed, lambda done, total: None)


def holds(catalogue: Catalogue, item: Item, facet: str, value: object) -> bool:
    return value is None or value in item.values(facet)


def test_what_is_said_is_true_and_gives_no_title_away(movies: Chatbot, shop: Chatbot) -> None:
    for bot in (movies, shop):
        for item in Random(5).sample(list(bot.catalogue.items), 60):
            title = set(key_of(item.title).split())
            for want in wants_of(item, bot.catalogue, PROMPTS.wording("en"), Random(1)):
                assert holds(bot.catalogue, item, want.facet, want.value)
                assert not title & set(key_of(want.text).split())


def test_the_same_seed_gives_the_same_conversations(shop: Chatbot) -> None:
    first, second = run(shop), run(shop)
    assert [c.transcript for c in first.conversations] == [c.transcript for c in second.conversations]
    assert [c.transcript for c in run(shop, seed=4).conversations] != [c.transcript for c in first.conversations]


def test_figures_count_what_happened(shop: Chatbot) -> None:
    done = run(shop, turns=3)
    figures = done.figures()
    success = list(figures["success"].values())
    assert success == sorted(success)
    ten = [c for c in done.conversations if c.size == 10]
    assert success[-1] == pytest.approx(sum(c.found is not None for c in ten) / len(ten), abs=1e-4)
    assert figures["conversations"] == 3 * len(PERSONAS)
    assert figures["broken_constraints"] == 0
    assert figures["wasted_questions"] == 0


def test_a_question_about_what_the_target_does_not_have_is_left_open(movies: Chatbot) -> None:
    phrases = {kind: [f"<{kind}> {{a}}"] for kind in ("open", "answer", "volunteer")}
    phrases |= {"indifferent": ["<indifferent>"], "reject": ["<reject>"]}
    item = movies.catalogue.items[0]
    wants = wants_of(item, movies.catalogue, PROMPTS.wording("en"), Random(1))
    user = SimulatedUser(item, wants, None, "cooperative", phrases, {"noun": "film", "nouns": "films"}, Random(1))
    user.opening()
    assert user.reply("battery_hours", 2) == ("<reject> <indifferent>", True)
    said, _ = user.reply(None, 3)
    assert said.startswith("<reject> <volunteer> ")


def test_the_command_reports_for_machines(settings: Settings, shop: Chatbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATBOT_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("CHATBOT_EMBEDDER", "hash")
    plot = settings.data_dir / "curve.png"
    call = ["simulate", "-d", "shop", "--targets", "2", "--turns", "2", "--persona", "terse", "--plot", str(plot)]
    result = CliRunner().invoke(app, [*call, "--json"])
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert figures["success"].keys() == {"1", "2"}
    assert plot.read_bytes().startswith(b"\x89PNG")
    assert CliRunner().invoke(app, ["simulate", "--persona", "angry"]).exit_code == 2


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("got any crime from the 1990s?", "got any crime from the 1990s?"),
        ("got any gangster film?", "I'd like crime, from the 1990s"),
        ("Heat is what I mean, crime, from the 1990s", "I'd like crime, from the 1990s"),
        ("crime, from the 1990s, " + "crime, " * 40, "I'd like crime, from the 1990s"),
        ("", "I'd like crime, from the 1990s"),
    ],
    ids=["kept", "an attribute is lost", "the title is named", "endless", "nothing"],
)
def test_a_model_may_reword_what_a_user_says_but_not_change_it(said: str, sent: str) -> None:
    reword = Reworder(ScriptedChat(said), PROMPTS)
    assert reword("I'd like crime, from the 1990s", ["crime", "from the 1990s"], "Heat") == sent


def test_a_model_that_fails_leaves_the_words_of_the_template() -> None:
    reword = Reworder(ScriptedChat(ModelError("down")), PROMPTS)
    assert reword("crime please", ["crime"], "Heat") == "crime please"
