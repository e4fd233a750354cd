"""Frames: what is written is read back, whatever a model writes instead, and however hostile the message."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.assembly import Chatbot
from chatbot.dialogue.frame import (
    KNOWN,
    READ,
    STANCES,
    Frame,
    FrameLine,
    grammar,
    read,
    readable,
    schema,
    shown,
    situated,
    written,
)
from chatbot.records import WISH, Fact, Intent, Polarity, SessionState

phrases = st.text(min_size=1, max_size=20).filter(
    lambda t: "\n" not in t and len(t.splitlines()) == 1 and t == t.strip("\r")
)
facets = st.from_regex(r"[a-z][a-z0-9_-]{0,15}", fullmatch=True)
said = st.builds(
    FrameLine,
    sign=st.sampled_from([*STANCES, KNOWN]),
    facet=facets,
    operator=st.sampled_from(["", "<", ">", "=", "~"]),
    phrase=phrases,
)
critiques = st.builds(FrameLine, sign=st.just(""), facet=facets, operator=st.sampled_from(["<", ">"]), phrase=phrases)
frames = st.builds(
    Frame,
    intents=st.lists(st.sampled_from(Intent), min_size=1, max_size=3, unique=True).map(tuple),
    lines=st.lists(said | critiques, max_size=6).map(tuple),
    references=st.lists(st.sampled_from([-1, 1, 2, 3, 9]), max_size=2).map(tuple),
)


@given(frames)
def test_what_is_written_is_read_back(frame: Frame) -> None:
    assert read(written(frame)) == frame


@given(st.text(max_size=200))
def test_anything_at_all_can_be_read(text: str) -> None:
    assert isinstance(read(text), Frame)


def test_an_answer_cut_short_still_says_what_it_says() -> None:
    assert read("request\n+genre: horror\n-mo").lines == (FrameLine(sign="+", facet="genre", phrase="horror"),)


@given(st.text(min_size=1, max_size=2 * READ))
def test_a_message_cannot_break_out_of_the_grammar(text: str) -> None:
    """The message stands in it as one JSON string, so nothing in it is taken for a rule."""
    from chatbot.catalogue.pack import Facet, Pack

    pack = Pack(
        name="p", noun={"en": ("thing",)}, facets={"kind": Facet(kind="category"), "price": Facet(kind="number")}
    )
    rule = next(line for line in grammar(pack, text).split("\n") if line.startswith("phrase:"))
    (copied,) = json.loads(rule.removeprefix("phrase: %regex ")).values()
    assert copied == readable(text)


def test_the_schema_names_every_facet_with_its_kind(shop: Chatbot) -> None:
    lines = schema(shop.pack, shop.catalogue.table).split("\n")
    assert lines[0] == "products"
    assert {"price #$", "brand @", "wireless?"} <= set(lines)
    assert len(lines) == 1 + len(shop.pack.facets)


@pytest.mark.parametrize(
    ("titles", "asked", "expected"),
    [((), None, "hi"), (("A", "B"), None, "[1 A; 2 B]\nhi"), ((), "genre", "[genre?]\nhi")],
)
def test_the_situation_stands_before_the_message(titles: tuple[str, ...], asked: str | None, expected: str) -> None:
    assert situated("hi", titles, asked) == expected


def test_the_model_is_reminded_of_the_newest_facts_in_brief(movies: Chatbot) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    said = [("genre", "western"), ("mood", "calm"), ("cast", "a" * 60), ("price", "under 80"), ("mood", "gloomy")]
    facts = [Fact(id=w, facet=f, value=w, words=w, valid_from=at) for f, w in said]
    facts[-1] = facts[-1].model_copy(update={"polarity": Polarity.DISLIKE})
    wish = Fact(id="w", facet=WISH, value="with dogs", words="with dogs", valid_from=at)
    prompt = shown("no, 90", SessionState(session_id="s", user_id="u"), movies.catalogue, [*facts, wish])
    assert prompt == f"[mood calm; cast {'a' * 20}; price under 80; -mood gloomy]\nno, 90"
