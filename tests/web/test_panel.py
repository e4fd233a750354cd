"""The panel shows each fact in words, with where it came from, how firm it is and how long it lasts."""

from datetime import UTC, datetime

from chatbot.records import ITEM, Fact, Polarity, Scope
from chatbot.web.panel import panel
from chatbot.web.voice import Voice


def fact(key: str, **given: object) -> Fact:
    return Fact(**{"id": key, "facet": "genre", "value": key, "valid_from": datetime.now(UTC), **given})


def phrase(of: Fact) -> str:
    return f"you want {of.value}"


def test_each_fact_stands_in_words_with_its_source_words(english: Voice) -> None:
    drawn = panel([fact("horror", words="nothing scary")], set(), phrase, english)
    assert "You want horror" in drawn
    assert "“nothing scary”" in drawn


def test_conditions_and_wishes_are_told_apart(english: Voice) -> None:
    assert ">must<" in panel([fact("a", hard=True)], set(), phrase, english)
    assert ">wish<" in panel([fact("a")], set(), phrase, english)


def test_an_item_set_aside_is_neither_a_condition_nor_a_wish(english: Voice) -> None:
    assert 'class="mark' not in panel([fact("a", facet=ITEM)], set(), phrase, english)


def test_what_lasts_stands_apart_from_what_counts_for_this_conversation(english: Voice) -> None:
    drawn = panel([fact("lasting", scope=Scope.LASTING), fact("passing")], set(), phrase, english)
    assert (
        drawn.index("For this conversation")
        < drawn.index("passing")
        < drawn.index("Remembered")
        < drawn.index("lasting")
    )


def test_facts_of_this_turn_are_marked_and_come_first(english: Voice) -> None:
    drawn = panel([fact("old"), fact("fresh")], {"fresh"}, phrase, english)
    assert drawn.index('data-fact="fresh" class="new"') < drawn.index('data-fact="old">')


def test_quotation_marks_in_the_source_words_are_not_doubled(english: Voice) -> None:
    assert "“Heat (1995)”" in panel([fact("a", words="“Heat (1995)")], set(), phrase, english)


def test_an_empty_profile_says_what_will_be_here(english: Voice, chinese: Voice) -> None:
    assert "Nothing yet" in panel([], set(), phrase, english)
    assert "还没有内容" in panel([], set(), phrase, chinese)


def test_facts_cannot_bring_markup(english: Voice) -> None:
    drawn = panel([fact("<b>x</b>", words="<script>y</script>")], set(), phrase, english)
    assert "<b>" not in drawn
    assert "<script>" not in drawn


def test_a_wish_is_said_anew_from_its_words_and_a_dislike_from_nothing(english: Voice) -> None:
    assert 'data-act="reword" value="a western"' in panel([fact("a", words="a western")], set(), phrase, english)
    hated = fact("horror", words="horror", polarity=Polarity.DISLIKE)
    assert 'data-act="reword" value="" placeholder="you want horror"' in panel([hated], set(), phrase, english)
