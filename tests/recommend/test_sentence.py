"""The sentences that a model is held to: whatever it chooses, all notes are said and the checker finds nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.assembly import Chatbot
from chatbot.prompts import Prompts
from chatbot.recommend.grounding import Grounding, Vocabulary
from chatbot.recommend.phrasing import says, written
from chatbot.recommend.sentence import arrangements, sentence_grammar
from chatbot.records import Item
from chatbot.settings import bundled

WORDING = Prompts(bundled("prompts")).wording("en")
TEMPLATES = WORDING.templates("sentence")


def notes_on(bot: Chatbot, item: Item) -> list[str]:
    """What a reason says of each facet of an item, and what it shares with another."""
    told = [
        says(facet, name, written(bot.pack, name, item.values(name)[0], "en"), "en", WORDING)
        for name, facet in bot.pack.facets.items()
        if facet.kind != "flag" and item.values(name) and name != bot.pack.main
    ]
    shared = [str(v) for name, f in bot.pack.facets.items() if f.kind == "category" for v in item.values(name)][:3]
    other = next(i for i in bot.catalogue.items if i.id != item.id)
    return [*told, WORDING.say("reason_like", title=other.title, shared=", ".join(shared)), "meets all your conditions"]


@pytest.fixture(scope="module")
def both(movies: Chatbot, shop: Chatbot) -> dict[str, Chatbot]:
    return {"movies": movies, "shop": shop}


@pytest.mark.parametrize("domain", ["movies", "shop"])
@settings(deadline=None)  # the vocabulary of a pack is compiled anew for each sentence
@given(data=st.data())
def test_every_sentence_that_may_be_written_is_true(both: dict[str, Chatbot], domain: str, data: st.DataObject) -> None:
    bot = both[domain]
    item = data.draw(st.sampled_from(bot.catalogue.items[:200]))
    notes = data.draw(st.lists(st.sampled_from(notes_on(bot, item)), min_size=1, max_size=3, unique=True))
    orders = list(arrangements(notes, bot.pack.nouns("en", 1), TEMPLATES))
    sentence = (
        item.title + "".join(data.draw(st.sampled_from(ways)) for ways in data.draw(st.sampled_from(orders))) + "."
    )
    grounding = Grounding(bot.pack, Vocabulary(bot.pack, "en"), item, notes, "en", WORDING.words("glue"))
    assert grounding.faults(sentence) == ()


def test_a_sentence_reads_as_one() -> None:
    """The forms of each kind of note, in the order they are given."""
    orders = list(arrangements(["tense", "thriller", "like “Heat”: crime, revenge"], "film", TEMPLATES))
    first = [ways[0] for ways in orders[0]]
    assert "".join(first) == " is a tense, thriller film and shares crime and revenge with “Heat”"
    labelled = list(arrangements(["price: $45", "about war"], "item", TEMPLATES))
    assert "".join(ways[0] for ways in labelled[0]) == " is a good pick with a price of $45 about war"
    assert " is an item with a price of $45" in labelled[0][0]


def test_a_title_with_quotes_and_backslashes_is_one_literal() -> None:
    grammar = sentence_grammar('The "Best" \\ of', ["warm"], "film", TEMPLATES)
    assert '"The \\"Best\\" \\\\ of"' in grammar


def test_every_kind_of_note_has_its_forms() -> None:
    assert set(TEMPLATES) == {"word", "words", "phrase", "verb", "labelled", "alike"}
    assert all(forms["opens"] for forms in TEMPLATES.values())
