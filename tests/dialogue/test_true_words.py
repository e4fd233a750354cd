"""What is said of items and lists is true of them: degrees on a short scale, and headers."""

import pytest
from talking import talk

from chatbot.assembly import Chatbot


@pytest.mark.parametrize(
    ("text", "less", "none"),
    [
        ("something like goodfellas, but less violent", "less violent", "not too violent"),
        ("像《Goodfellas》那样的，但没那么血腥", "没那么血腥", "不太暴力"),
    ],
)
def test_what_is_less_violent_is_not_called_free_of_violence(movies: Chatbot, text: str, less: str, none: str) -> None:
    listed = talk(movies, f"less {less}")(text).recommendations
    assert listed
    for chosen in listed:
        violence = chosen.attributes["violence"]
        assert isinstance(violence, float | int)
        assert (less in chosen.reasons) is (violence > 1), chosen
        assert (none in chosen.reasons) is (violence <= 1), chosen


def test_the_opposite_said_later_holds(movies: Chatbot) -> None:
    say = talk(movies, "opposite")
    say("something violent")
    facts = say("not violent at all").trace.facts.active
    assert [(f.value, f.max) for f in facts if f.facet == "violence"] == [(None, 1.0)]
    facts = say("actually something really violent").trace.facts.active
    assert [(f.value, f.max) for f in facts if f.facet == "violence"] == [("high", None)]


def test_a_number_on_a_short_scale_comes_with_its_ends(movies: Chatbot) -> None:
    say = talk(movies, "scale")
    say("a comedy")
    assert "(on a scale from 0 to 3)" in say("how violent is the first one").text
    assert "scale" not in say("how long is the first one").text


def test_a_header_says_what_only_some_of_the_items_have(movies: Chatbot) -> None:
    say = talk(movies, "header")
    for text in ("a scary film, max 100 minutes", "a bit less dark", "older"):
        reply = say(text)
        scary = sum("scary" in moods_of(r.attributes.get("moods")) for r in reply.recommendations)
        told = "scary." if scary == len(reply.recommendations) else f"scary ({scary or 'none'} of them)"
        assert told in reply.text.split("My first pick")[0]


def moods_of(values: object) -> tuple[str, ...]:
    return values if isinstance(values, tuple) else (str(values),)


@pytest.mark.parametrize(
    ("text", "said", "unsaid"),
    [
        ("a comedy, not romantic", "not romantic", "no romantic"), ("an old family film", "family, old.", "an old"),
        ("不要黑暗的", "不黑暗", "不含黑暗"), ("something like the godfather", "like “The Godfather”", "“The Godfather”: The Godfather,"),
    ],
)  # fmt: skip
def test_a_film_list_is_told_in_plain_words(movies: Chatbot, text: str, said: str, unsaid: str) -> None:
    reply = talk(movies, f"plain {text}")(text).text
    assert said in reply
    assert unsaid not in reply


@pytest.mark.parametrize(
    ("text", "said"), [("headphones, no wireless", "wired, headphones"), ("耳机，不要无线的", "有线、耳机")]
)
def test_a_flag_that_is_not_wanted_has_a_word_of_its_own(shop: Chatbot, text: str, said: str) -> None:
    assert said in talk(shop, f"plain {text}")(text).text


def test_years_are_early_and_late_not_low_and_high(movies: Chatbot) -> None:
    say = talk(movies, "years")
    say("a comedy")
    say("compare the first two")
    assert say("which one is older?").text.startswith("Earliest year: ")


def test_a_series_named_as_a_film_is_no_answer_about_it(movies: Chatbot) -> None:
    assert "The Godfather: The Godfather" not in talk(movies, "series")("is The Godfather better than Goodfellas?").text


@pytest.mark.parametrize(
    ("text", "told"),
    [("nothing too violent tonight please", "not too violent"), ("今晚看点不太暴力的片子", "不太暴力")],
)
def test_a_number_on_a_scale_that_nobody_knows_is_told_in_words(movies: Chatbot, text: str, told: str) -> None:
    reply = talk(movies, f"scale {text}")(text)
    assert told in reply.text.splitlines()[0]
    assert all(told in chosen.reasons for chosen in reply.recommendations if chosen.attributes["violence"] == 0)


def test_a_unit_is_named_in_the_language_of_the_reply(movies: Chatbot) -> None:
    turn = talk(movies, "units")
    turn("来部喜剧")
    assert turn("第一部多长时间？").text.endswith(" 分钟。")


def test_what_is_ruled_out_of_one_sort_is_told_in_one_list(shop: Chatbot) -> None:
    assert "no Sonara or Baseline, headphones" in talk(shop, "neither-nor")("headphones, not sonara or baseline").text


def test_what_none_is_known_to_meet_is_told_together(shop: Chatbot) -> None:
    turn = talk(shop, "both-unread")
    turn("键盘，不要 Quill 的")
    turn("红轴也行")
    assert "“红轴”和“青轴”（我没法核对）" in turn("青轴也可以").text
