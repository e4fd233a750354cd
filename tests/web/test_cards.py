"""Cards say what the record says, in the conversation's language, and nothing in a record can become markup."""

from fake_bot import ROOT, items_of, pack_of, recommendation
from hypothesis import given
from hypothesis import strategies as st

from chatbot.prompts import Prompts
from chatbot.records import Recommendation
from chatbot.web.cards import card, cards, more_like, not_this
from chatbot.web.voice import Voice

NASTY = "<img src=x onerror=alert(1)> \"quoted\" 'single' & ${alert(1)} {{value}}"


def test_a_card_shows_title_year_reasons_and_labelled_attributes(english: Voice) -> None:
    drawn = card(recommendation(items_of(english.pack)[0], "tense", "from 1994"), 1, english)
    for shown in (
        "The Lion King",
        ">1994<",
        "<li>tense</li>",
        "<dt>genre</dt>",
        "animation, adventure, drama",
        "88 min",
    ):
        assert shown in drawn


def test_a_card_of_a_chinese_conversation_has_chinese_labels_values_and_buttons(chinese: Voice) -> None:
    drawn = card(recommendation(items_of(chinese.pack)[0]), 1, chinese)
    for shown in (
        "<dt>类型</dt>",
        "动画、冒险、剧情",
        "更多类似的",
        "再来一些类似《The Lion King（1994）》的",
        "不要《The Lion King》",
    ):
        assert shown in drawn


def test_what_costs_money_shows_its_price_and_flags_that_hold_as_tags(shop_voice: Voice) -> None:
    drawn = card(recommendation(items_of(shop_voice.pack)[0]), 1, shop_voice)
    assert ">$149<" in drawn
    assert "<li>wireless</li>" in drawn
    assert "waterproof" not in drawn


def test_more_like_this_names_the_year_where_the_card_shows_a_year_and_not_where_it_shows_a_price(
    english: Voice, shop_voice: Voice
) -> None:
    assert more_like("Heat", ("year", "1995"), english) == "More like “Heat (1995)”"
    assert more_like("Lamp", ("price", "$20"), shop_voice) == "More like “Lamp”"
    assert not_this("Heat", english) == "Not “Heat”"


def test_no_text_of_a_record_becomes_markup(english: Voice) -> None:
    drawn = card(
        Recommendation(
            item_id="x", title=NASTY, score=1, contributions={}, reasons=(NASTY,), summary=NASTY,
            attributes={"genre": (NASTY,), "director": (NASTY,), "year": 2000},
        ), 1, english,
    )  # fmt: skip
    assert "<img" not in drawn
    assert drawn.count("&lt;img src=x onerror=alert(1)&gt;") >= 6
    assert '"quoted"' not in drawn


@given(title=st.text(min_size=1, max_size=40))
def test_whatever_the_title_it_opens_no_tag_and_ends_no_attribute(title: str) -> None:
    voice = Voice(pack_of("movies"), "en", Prompts(ROOT / "prompts").wording("en"))
    plain = card(Recommendation(item_id="x", title="T", score=1, contributions={}, reasons=(), attributes={}), 1, voice)
    drawn = card(
        Recommendation(item_id="x", title=title, score=1, contributions={}, reasons=(), attributes={}), 1, voice
    )
    assert (drawn.count("<"), drawn.count('"')) == (plain.count("<"), plain.count('"'))


def test_only_web_addresses_become_links(english: Voice) -> None:
    bare = recommendation(items_of(english.pack)[0])
    assert "href" not in card(bare.model_copy(update={"link": "javascript:alert(1)"}), 1, english)
    linked = card(bare.model_copy(update={"link": 'https://a.example/"onmouseover=x'}), 1, english)
    assert 'href="https://a.example/&quot;onmouseover=x"' in linked


def test_no_recommendations_no_cards(english: Voice) -> None:
    assert cards((), english) == ""


def test_a_catalogue_that_marks_no_facet_for_cards_still_shows_some(english: Voice) -> None:
    facets = {name: facet.model_copy(update={"card": False}) for name, facet in english.pack.facets.items()}
    voice = Voice(english.pack.model_copy(update={"facets": facets}), "en", english.replies)
    assert "<dt>genre</dt>" in card(recommendation(items_of(english.pack)[0]), 1, voice)
