"""The measure of understanding counts what it says it counts."""

from pathlib import Path

import pytest

from chatbot.assembly import Chatbot, build_understander
from chatbot.dialogue.parser import Parser
from chatbot.errors import InputError
from chatbot.evaluation.confusion import draw_confusion
from chatbot.evaluation.labels import Labelled, read_labelled
from chatbot.evaluation.metrics.f1 import F1
from chatbot.evaluation.understanding import UnderstandingReport, evaluate_understanding
from chatbot.llm.encoders import load_encoder
from chatbot.prompts import Prompts
from chatbot.settings import Settings, bundled

FOLDER = Path(__file__).parents[1] / "understanding"


def report(bot: Chatbot, *lines: Labelled) -> UnderstandingReport:
    prompts = Prompts(bundled("prompts"))
    parser = Parser(bot.catalogue, prompts)
    understander = build_understander(Settings(llm="none"), bot.catalogue, parser, prompts, None, load_encoder("hash"))
    return evaluate_understanding(lines, lambda _: (bot.catalogue, understander))


def line(text: str, *facts: dict[str, object], intent: str = "request") -> Labelled:
    return Labelled(text=text, domain="movies", intent=intent, facts=facts)


def test_a_right_answer_counts_fully(movies: Chatbot) -> None:
    figures = report(movies, line("I want a western", {"facet": "genre", "value": "western"})).figures()
    assert (figures["strict_f1"], figures["intent_accuracy"], figures["polarity_accuracy"]) == (1.0, 1.0, 1.0)


def test_a_wrong_polarity_fails_strictly_only(movies: Chatbot) -> None:
    wrong = {"facet": "genre", "value": "western", "polarity": "dislike"}
    figures = report(movies, line("I want a western", wrong)).figures()
    assert (figures["strict_f1"], figures["lenient_f1"], figures["polarity_accuracy"]) == (0.0, 1.0, 0.0)


def test_superfluous_and_missed_facts_cost_precision_and_recall(movies: Chatbot) -> None:
    figures = report(
        movies,
        line("a western with Brad Pitt", {"facet": "genre", "value": "western"}),
        line("a western", {"facet": "genre", "value": "western"}, {"facet": "cast", "value": "Brad Pitt"}),
    ).figures()
    assert figures["strict_precision"] == figures["strict_recall"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["by_facet"]["cast"]["f1"] == 0.0


def test_the_confusion_matrix_counts_every_message(movies: Chatbot, tmp_path: Path) -> None:
    names, counts = report(movies, line("hello", intent="greet"), line("bye", intent="greet")).confusion()
    assert sum(map(sum, counts)) == 2
    assert counts[names.index("greet")][names.index("goodbye")] == 1
    draw_confusion(names, counts, tmp_path / "c.png")
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")


def test_nothing_to_measure_is_said(movies: Chatbot) -> None:
    with pytest.raises(InputError, match="nothing to measure"):
        report(movies)


@pytest.mark.parametrize(("right", "superfluous", "missed", "f1"), [(0, 0, 0, 1.0), (2, 1, 1, 2 / 3), (0, 3, 0, 0.0)])
def test_f1_of_counts(right: int, superfluous: int, missed: int, f1: float) -> None:
    assert F1(right=right, superfluous=superfluous, missed=missed).f1 == pytest.approx(f1)


@pytest.mark.parametrize("name", ["messages.jsonl", "dev.jsonl", "dev2.jsonl"])
def test_every_line_of_the_evaluation_sets_can_be_read(name: str) -> None:
    problems: list[str] = []
    lines = list(read_labelled(FOLDER / name, problems))
    assert problems == []
    assert len(lines) >= 240
