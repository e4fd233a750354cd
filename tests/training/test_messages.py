"""Training messages: true to their frames, varied, the same for the same seed, and about any pack."""

from collections import Counter
from random import Random

import pytest

from chatbot.catalogue.items import load_items
from chatbot.catalogue.pack import Pack, find_pack
from chatbot.dialogue.frame import STANCES, WRITTEN, read, written
from chatbot.prompts import Prompts
from chatbot.recommend.grounding import Grounding
from chatbot.recommend.grounding import Vocabulary as Claims
from chatbot.records import ITEM, WISH, Intent
from chatbot.settings import bundled
from chatbot.training.examples import END_OF_PROMPT, LANGUAGES, invented_packs, write_examples
from chatbot.training.explanations import ExplanationWriter
from chatbot.training.messages import MessageWriter, Scene
from chatbot.training.phrases import PhraseBank, slots
from chatbot.training.sample import Sample, frame_of
from chatbot.training.vocabulary import Vocabulary

PROMPTS = Prompts(bundled("prompts"))
PACKS = [find_pack(name, bundled("knowledge")) for name in ("movies", "shop")] + invented_packs()


def samples(pack: Pack, language: str, count: int, seed: int = 1) -> list[Sample]:
    own = Vocabulary(pack, load_items(pack), language)
    other = next(p for p in PACKS if p.name != pack.name)
    foreign = [Vocabulary(other, load_items(other), language)]
    return list(MessageWriter(own, PhraseBank(PROMPTS.folder, language), foreign, Random(seed)).samples(count))


@pytest.fixture(scope="module", params=[(p.name, lang) for p in PACKS for lang in LANGUAGES], ids="-".join)
def written_samples(request: pytest.FixtureRequest) -> list[Sample]:
    name, language = request.param
    return samples(next(p for p in PACKS if p.name == name), language, 150)


def test_every_phrase_of_a_frame_stands_in_its_message(written_samples: list[Sample]) -> None:
    for sample in written_samples:
        assert all(line.phrase and line.phrase in sample.text for line in sample.frame.lines), sample


def test_every_frame_is_read_back_as_it_was_written(written_samples: list[Sample]) -> None:
    assert all(read(written(s.frame)) == s.frame for s in written_samples)


def test_frames_speak_of_the_packs_own_facets(written_samples: list[Sample]) -> None:
    pack = next(p for p in PACKS if p.name == written_samples[0].domain)
    known = {*pack.facets, ITEM, WISH}
    assert {line.facet for s in written_samples for line in s.frame.lines} <= known


def test_references_point_at_what_is_shown(written_samples: list[Sample]) -> None:
    assert all(abs(place) <= len(s.titles) for s in written_samples for place in s.frame.references)


def test_no_slot_is_left_unfilled(written_samples: list[Sample]) -> None:
    assert not any(slots(s.text) for s in written_samples)


def test_all_intents_and_stances_occur() -> None:
    many = samples(PACKS[0], "en", 1500)
    intents = Counter(intent for s in many for intent in s.frame.intents)
    assert set(intents) == set(WRITTEN)
    assert {line.sign for s in many for line in s.frame.lines} >= {*STANCES, ".", ""}


def test_messages_hardly_repeat_their_words() -> None:
    """Nine in ten openings of four words are said once in a thousand messages."""
    openings = Counter(" ".join(s.text.lower().split()[:4]) for s in samples(PACKS[1], "en", 1000))
    assert sum(n == 1 for n in openings.values()) / len(openings) > 0.9


def test_the_same_seed_writes_the_same_examples() -> None:
    some = PACKS[:3]
    assert write_examples(some, PROMPTS, 60, seed=5) == write_examples(some, PROMPTS, 60, seed=5)
    assert write_examples(some, PROMPTS, 60, seed=5) != write_examples(some, PROMPTS, 60, seed=6)


def test_prompts_end_where_the_answer_begins() -> None:
    assert all(e.prompt.endswith(END_OF_PROMPT) and e.answer for e in write_examples(PACKS[:2], PROMPTS, 80, seed=1))


@pytest.mark.parametrize("pack", PACKS, ids=lambda p: p.name)
def test_every_explanation_passes_the_grounding_check(pack: Pack) -> None:
    loaded = load_items(pack)
    by_title = {item.title: item for item in loaded.items}
    made = list(ExplanationWriter(pack, loaded, PROMPTS, Random(2)).samples(40))
    glue = PROMPTS.wording("en").words("glue")
    for sample in made:
        title, *reasons = sample.notes.split("; ")
        assert not Grounding(pack, Claims(pack, "en"), by_title[title], reasons, "en", glue).faults(sample.sentence)
    assert len(made) == 40


def test_what_a_message_takes_back_makes_no_line() -> None:
    scraps = PhraseBank(PROMPTS.folder, "en").all("scrap")
    # "no no, put the old list back" is an undo, and takes back nothing of its own.
    requests = [s for s in samples(PACKS[1], "en", 2000) if Intent.REQUEST in s.frame.intents]
    taken_back = [s for s in requests for scrap in scraps if f"{scrap} " in s.text]
    assert taken_back
    for sample in taken_back:
        places = [sample.text.find(line.phrase) for line in sample.frame.lines]
        assert places, sample  # what replaces it is there


def test_a_circumstance_implies_a_value_only_where_the_pack_has_it() -> None:
    bank = PhraseBank(PROMPTS.folder, "en")
    shop = Vocabulary(PACKS[1], load_items(PACKS[1]), "en")
    implied = {value for entry in bank.implied for value in entry.get("values", ())}
    assert implied & set(shop.facet_of)
    facets = {shop.facet_of[value] for value in implied & set(shop.facet_of)}
    assert facets <= {name for name, facet in PACKS[1].facets.items() if facet.kind == "category"}


def test_a_number_alone_is_about_the_bound_that_was_said_before() -> None:
    shop = Vocabulary(PACKS[1], load_items(PACKS[1]), "en")
    rng = Random(3)
    writer = MessageWriter(shop, PhraseBank(PROMPTS.folder, "en"), [shop], rng)
    for _ in range(50):
        scene = Scene(shop, shown=True, rng=rng)
        [line] = frame_of(writer._changed_number(scene)).lines
        assert [brief.split(" ")[0] for brief in scene.said] == [line.facet]
        assert line.operator
