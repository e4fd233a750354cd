"""Labelled messages as examples: what the labels say stands in the frame, each in words of the message."""

import json
from pathlib import Path

import pytest

from chatbot.assembly import Chatbot
from chatbot.dialogue.frame import read
from chatbot.evaluation.labels import Labelled, claims_of, gold_claims, matches
from chatbot.prompts import Prompts
from chatbot.records import SessionState
from chatbot.settings import Settings
from chatbot.training.labelled import FrameFinder, read_examples

MESSAGES = Path(__file__).resolve().parents[1] / "understanding"


@pytest.fixture(scope="module")
def films(movies: Chatbot, settings: Settings) -> FrameFinder:
    return FrameFinder(movies.catalogue, Prompts(settings.prompts_dir))


@pytest.mark.parametrize(
    ("text", "labels", "answer"),
    [
        (
            "a heist film from the 90s, not too long",
            {
                "intent": "request",
                "facts": [
                    {"facet": "themes", "value": "heist"},
                    {"facet": "year", "min": 1990, "max": 1999},
                    {"facet": "runtime", "value": "low"},
                ],
            },
            "request\n+themes: a heist\n+year=: 90s\n~runtime>: too long",
        ),
        (
            "between 1990 and 1995, no horror",
            {
                "intent": "constrain",
                "facts": [
                    {"facet": "genre", "value": "horror", "polarity": "dislike"},
                    {"facet": "year", "min": 1990, "max": 1995},
                ],
            },
            "constrain\n+year>: 1990\n+year<: 1995\n-genre: horror",
        ),
        (
            "nothing over two hours",
            {"intent": "constrain", "facts": [{"facet": "runtime", "max": 120}]},
            "constrain\n+runtime<: two hours",
        ),
        (
            "I can't stand musicals",
            {"intent": "inform", "facts": [{"facet": "genre", "value": "musical", "polarity": "dislike"}]},
            "inform\nxgenre: musicals",
        ),
        (
            "the second, but newer",
            {
                "intent": "critique",
                "facts": [],
                "critiques": [{"facet": "year", "direction": "more"}],
                "references": ["Heat"],
                "context": {"shown": ["Alien", "Heat"]},
            },
            "critique\n>year: newer\n#2",
        ),
        ("is Alien scary?", {"intent": "ask_item", "facts": [], "references": ["Alien"]}, "ask_item\n.item: Alien"),
        ("hi there", {"intent": "greet", "facts": []}, "greet"),
    ],
)
def test_a_label_stands_in_words_of_its_message(
    films: FrameFinder, text: str, labels: dict[str, object], answer: str
) -> None:
    example = films.example(Labelled.model_validate({"text": text, "domain": "movies", **labels}))
    assert example is not None
    assert (example.answer, example.whole) == (answer, True)


@pytest.mark.parametrize(
    "labels",
    [
        {"intent": "request"},
        {"intent": "request", "facts": [{"facet": "audience", "value": "kids"}]},
        {"intent": "request", "facts": [{"facet": "genre", "value": "opera"}]},
    ],
)
def test_what_is_not_labelled_or_not_in_the_words_leaves_the_first_line(
    films: FrameFinder, labels: dict[str, object]
) -> None:
    example = films.example(Labelled.model_validate({"text": "my two are 5 and 8", "domain": "movies", **labels}))
    assert example is not None
    assert (example.answer, example.whole) == ("request", False)


def test_an_intent_that_does_not_exist_teaches_nothing(films: FrameFinder) -> None:
    assert films.example(Labelled(text="a film", domain="movies", intent="dance")) is None


def test_read_back_a_frame_says_what_the_labels_say(films: FrameFinder, movies: Chatbot) -> None:
    """On a file of messages written by hand: no frame says more than its labels, or anything else."""
    lines = [json.loads(line) for line in (MESSAGES / "dev3.jsonl").read_text(encoding="utf-8").splitlines()]
    labelled = [Labelled.model_validate(line) for line in lines if line["domain"] == "movies"]
    facets = movies.pack.facets
    whole = 0
    for line in labelled:
        example = films.example(line)
        assert example is not None
        if not example.whole:
            continue
        whole += 1
        frame = read(example.answer)
        state = SessionState(session_id="", user_id="")
        said = claims_of(films.resolve(frame, line.text, state, "en").statements, movies.catalogue)
        for claim in gold_claims(line, facets):
            if claim.value not in ("low", "high") and claim.facet in facets:
                assert any(matches(claim, c, facets[claim.facet].unit == "year", "value") for c in said), line.text
    assert whole > 0.9 * len(labelled)


def test_a_damaged_line_is_named_and_the_others_are_read(settings: Settings, tmp_path: Path) -> None:
    file, problems = tmp_path / "messages.jsonl", list[str]()
    good = json.dumps({"text": "a comedy", "domain": "movies", "intent": "request"})
    file.write_text(f"{good}\nno message\n", encoding="utf-8")
    [example] = read_examples(settings, [file], Prompts(settings.prompts_dir), problems)
    assert example.prompt.startswith("{genre comedy}\na comedy")
    assert [problem.split(":")[1] for problem in problems] == ["2"]
