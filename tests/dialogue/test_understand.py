"""The model proposes, code disposes; a model that fails leaves the turn to the parser, and the trace says so."""

import time

import pytest

from chatbot.assembly import Chatbot
from chatbot.dialogue.classifiers import Classifiers, load_classifiers
from chatbot.dialogue.nearest import NearestValue
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.reading import CompactReader, JsonReader, Reader
from chatbot.dialogue.resolve import Resolver
from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.dialogue.understand import Engine, Understander, Understood
from chatbot.errors import ModelTimeoutError
from chatbot.llm.encoders import load_encoder
from chatbot.llm.guarded import GuardedChat
from chatbot.llm.scripted import Line, ScriptedChat
from chatbot.prompts import Prompts
from chatbot.records import Intent, Polarity, Scope, SessionState, Statement
from chatbot.settings import bundled

NEW = SessionState(session_id="s", user_id="u")
PROMPTS = Prompts(bundled("prompts"))


def understander(
    bot: Chatbot, reader: Reader, engine: Engine = "both", classifiers: Classifiers | None = None
) -> Understander:
    parser = Parser(bot.catalogue, PROMPTS)
    nearest = NearestValue(bot.catalogue, load_encoder("hash"))
    resolver = Resolver(bot.catalogue, parser.linker, parser.readers, nearest)
    return Understander(parser, resolver, reader, engine, classifiers)


def understand(bot: Chatbot, text: str, *lines: object, state: SessionState = NEW) -> Understood:
    reader = JsonReader(ScriptedChat(*lines), bot.catalogue, PROMPTS)  # type: ignore[arg-type]
    return understander(bot, reader)(text, state, Stopwatch())


def compactly(
    bot: Chatbot, text: str, frame: str, state: SessionState = NEW, engine: Engine = "llm"
) -> tuple[Statement, ...]:
    """What the model alone makes of a message when it writes that frame."""
    return understander(bot, CompactReader(ScriptedChat(frame), bot.catalogue), engine)(
        text, state, Stopwatch()
    ).understanding.statements


def frame(*statements: tuple[str, str, str], intents: tuple[str, ...] = ("request",)) -> dict[str, object]:
    said = [{"stance": stance, "facet": facet, "phrase": phrase} for stance, facet, phrase in statements]
    return {"intents": list(intents), "statements": said}


def test_what_the_model_invents_is_dropped(movies: Chatbot) -> None:
    read = understand(movies, "a quiet film please", frame(("want", "themes", "zombies"), ("avoid", "genre", "comedy")))
    assert not any(s.value in ("zombies", "comedy") for s in read.understanding.statements)


def test_where_both_read_the_same_words_the_parser_leads(movies: Chatbot) -> None:
    read = understand(movies, "no horror", frame(("want", "genre", "horror"))).understanding
    assert [(s.value, s.polarity) for s in read.statements] == [("horror", Polarity.DISLIKE)]


def test_the_model_alone_is_believed_when_it_is_measured(movies: Chatbot) -> None:
    said = compactly(movies, "give horror a wide berth", "constrain\n-genre: horror")
    assert [(s.value, s.polarity) for s in said] == [("horror", Polarity.DISLIKE)]


@pytest.mark.parametrize(
    ("text", "line", "low", "high"),
    [
        ("nothing over two hours", "+runtime<: two hours", None, 120),
        ("nothing over two hours", "-runtime>: two hours", None, 120),
        ("not before 1990", "+year>: 1990", 1990, None),
        ("nothing under two hours", "-runtime>: two hours", 120, None),
        ("no problem, over two hours is good", "+runtime<: two hours", 120, None),
        ("over two hours, nothing silly", "+runtime>: two hours", 120, None),
        ("nothing silly, over two hours", "+runtime<: two hours", 120, None),
    ],
)
def test_a_negated_bound_leaves_the_other_side(
    movies: Chatbot, text: str, line: str, low: float | None, high: float | None
) -> None:
    [said] = [s for s in compactly(movies, text, f"constrain\n{line}") if s.facet in ("runtime", "year")]
    assert (said.min, said.max, said.polarity) == (low, high, Polarity.LIKE)


def test_the_model_adds_what_the_parser_does_not_see(shop: Chatbot) -> None:
    asked = NEW.model_copy(update={"open_question": "wireless"})
    read = understand(shop, "why not", frame(("want", "wireless", "why not"), intents=("constrain",)), state=asked)
    assert [(s.facet, s.value) for s in read.understanding.statements if s.facet != "wish"] == [("wireless", True)]


def test_what_the_parser_takes_for_a_request_may_be_something_else(movies: Chatbot) -> None:
    read = understand(movies, "tell me all you gathered on my leanings", frame(intents=("profile",))).understanding
    assert read.intent is Intent.PROFILE
    assert read.statements == ()


@pytest.mark.parametrize("intent", ["reset", "undo"])
def test_a_message_that_names_values_is_no_sweeping_one_whatever_the_model_says(movies: Chatbot, intent: str) -> None:
    read = understand(movies, "a gentle western", frame(intents=(intent,))).understanding
    assert read.intent is Intent.REQUEST
    read = understand(movies, "let's pretend that never happened", frame(intents=(intent,))).understanding
    assert read.intent is Intent(intent)


def test_what_the_model_passed_over_is_added_by_the_parser(movies: Chatbot) -> None:
    read = understand(movies, "a western under two hours", frame(("want", "genre", "western"))).understanding
    assert {s.facet for s in read.statements} == {"genre", "runtime"}
    assert read.source == "both"


@pytest.mark.parametrize("garbage", ["I think you want a film!", "{", '{"intents": ["dance"]}', ""])
def test_garbage_is_repaired_once_then_left_to_the_parser(movies: Chatbot, garbage: str) -> None:
    read = understand(movies, "a western", garbage, garbage)
    assert read.understanding.source == "parser"
    assert [s.value for s in read.understanding.statements] == ["western"]
    assert read.fallbacks == ("understand: ModelOutputError",)


def test_a_repaired_answer_counts_and_is_named(movies: Chatbot) -> None:
    read = understand(movies, "a western", "nonsense", frame(("want", "genre", "western")))
    assert read.fallbacks == ("understand: repaired",)


def test_a_model_that_hangs_is_left_behind(movies: Chatbot) -> None:
    model = GuardedChat(ScriptedChat(Line(frame(), after=3.0)), "sleepy", 0.2)
    started = time.monotonic()
    read = understander(movies, JsonReader(model, movies.catalogue, PROMPTS))("a western", NEW, Stopwatch())
    assert time.monotonic() - started < 2
    assert read.fallbacks == (f"understand: {ModelTimeoutError.__name__}",)
    assert read.understanding.intent is Intent.REQUEST


def test_an_unreadable_frame_is_left_to_the_parser(movies: Chatbot) -> None:
    read = understander(movies, CompactReader(ScriptedChat("%%%"), movies.catalogue))("a western", NEW, Stopwatch())
    assert read.fallbacks == ("understand: unreadable",)
    assert [s.value for s in read.understanding.statements] == ["western"]


def test_stances_become_polarity_hardness_and_scope(movies: Chatbot) -> None:
    text = "I love westerns, no horror, not too sad, ideally Brad Pitt"
    said = compactly(movies, text, "request\n*genre: westerns\n-genre: horror\n~moods: sad\n?cast: Brad Pitt")
    by_words = {s.words: s for s in said}
    assert by_words["westerns"].scope is Scope.LASTING
    assert (by_words["horror"].polarity, by_words["horror"].hard) == (Polarity.DISLIKE, True)
    assert (by_words["sad"].polarity, by_words["sad"].hard) == (Polarity.DISLIKE, False)
    assert (by_words["Brad Pitt"].polarity, by_words["Brad Pitt"].hard) == (Polarity.LIKE, False)


@pytest.mark.parametrize(
    ("text", "line", "low", "high"),
    [
        ("my patience ends at two hours", "+runtime<: two hours", None, 120.0),
        ("after 2010 please", "+year>: 2010", 2011.0, None),
        ("give me the nineties", "+year=: nineties", 1990.0, 1999.0),
        ("between 1990 and 1994", "+year>: 1990\n+year<: 1994", 1990.0, 1994.0),
        ("somewhere near 100 minutes", "+runtime~: 100 minutes", 80.0, 120.0),
    ],
)
def test_numbers_are_read_by_code(movies: Chatbot, text: str, line: str, low: float | None, high: float | None) -> None:
    assert [(s.min, s.max) for s in compactly(movies, text, f"constrain\n{line}")] == [(low, high)]


def test_a_word_without_a_number_is_a_level_of_its_facet(shop: Chatbot) -> None:
    said = compactly(
        shop, "something wallet-friendly, not too heavy", "request\n+price<: wallet-friendly\n~weight_g>: heavy"
    )
    assert [(s.facet, s.value) for s in said] == [("price", "low"), ("weight_g", "low")]


def test_words_of_no_facet_stay_wishes(movies: Chatbot) -> None:
    said = compactly(movies, "something with a corkscrew plot", "request\n+wish: corkscrew plot")
    assert [(s.facet, s.value) for s in said] == [("wish", "corkscrew plot")]


def test_a_question_states_nothing(movies: Chatbot) -> None:
    assert compactly(movies, "Alien is a comedy, right?", "ask_item\n.item: Alien\n+genre: comedy") == ()


def test_shown_items_are_pointed_at_by_their_place(movies: Chatbot) -> None:
    shown = tuple(item.id for item in movies.catalogue.items[:3])
    state = NEW.model_copy(update={"shown": (shown,)})
    reader = CompactReader(ScriptedChat("reject\n#2\n#9\n#-1"), movies.catalogue)
    read = understander(movies, reader, "llm")("not the second, and the last neither", state, Stopwatch())
    assert read.understanding.references == (shown[1], shown[2])


def test_values_in_a_list_are_alternatives(movies: Chatbot) -> None:
    said = compactly(movies, "a comedy or a western", "request\n+genre: comedy\n+genre: western")
    assert all(s.alternative for s in said)


@pytest.mark.parametrize(
    ("text", "frame", "facet", "low", "high"),
    [
        (
            "a laptop, 16 gb of memory at least, 14 inches tops",
            "request\n+resolution: 14 inches",
            "screen_inches",
            None,
            14,
        ),
        ("fine if it is 2 pounds at the very most", "constrain\n+price<: 2 pounds at", "weight_g", None, 907.184),
        ("forty dollars tops", "constrain\n+price>: forty dollars", "price", None, 40),
        ("between 50 and 80 dollars", "constrain\n+price<: 50", "price", 50, 80),
    ],
)
def test_a_unit_says_which_facet_and_a_cue_which_bound(
    shop: Chatbot, text: str, frame: str, facet: str, low: float | None, high: float | None
) -> None:
    (said,) = compactly(shop, text, frame)
    assert (said.facet, said.min, said.max) == (facet, low, pytest.approx(high, rel=0.01))


def test_a_phrase_may_hold_two_values(movies: Chatbot) -> None:
    said = compactly(movies, "some crime drama", "request\n+genre: crime drama")
    assert {(s.facet, s.value) for s in said} == {("genre", "crime"), ("genre", "drama")}


def test_what_is_ruled_out_stays_so_where_the_model_passes_over_it(movies: Chatbot) -> None:
    text = "we had the kids over last weekend, so nothing with zombies please, and something with a good twist in it"
    read = understand(movies, text, frame(("want", "themes", "good twist"))).understanding
    assert ("zombies", Polarity.DISLIKE) in {(s.value, s.polarity) for s in read.statements}


def test_a_distaste_is_no_wish_to_forget(movies: Chatbot) -> None:
    read = understand(movies, "I don't like horror", frame(intents=("forget",))).understanding
    assert read.intent is not Intent.FORGET
    assert [(s.value, s.polarity) for s in read.statements] == [("horror", Polarity.DISLIKE)]


def test_markup_around_a_wish_does_not_make_it_idle(movies: Chatbot) -> None:
    reader = JsonReader(ScriptedChat(frame(intents=("out_of_scope",))), movies.catalogue, PROMPTS)
    read = understander(movies, reader, classifiers=load_classifiers())
    said = read("<b>a comedy</b> from the 90s please", NEW, Stopwatch())
    assert said.understanding.intent is Intent.REQUEST
