"""What those who talked to it in Chinese stumbled over."""

import json
from pathlib import Path

import pytest

from chatbot import Chatbot
from chatbot.catalogue.catalogue import open_catalogue
from chatbot.catalogue.pack import Pack
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.script import simplified
from chatbot.llm.encoders import load_encoder
from chatbot.prompts import Prompts
from chatbot.records import ITEM, KNOWN_STRENGTH, WISH, Intent, Polarity
from chatbot.settings import Settings, bundled
from tests.dialogue.talking import seeing, talk


def _item(bot: Chatbot, title: str) -> str:
    return next(item.id for item in bot.catalogue.items if title in (item.title, *item.titles.values()))


@pytest.mark.parametrize("text", ["翻盖的不行", "翻盖的不行，要能用微信的", "翻盖的就不行了", "翻盖的不合适"])
def test_what_will_not_do_is_not_wanted(goods: Parser, text: str) -> None:
    said = [s.polarity for s in goods.parse(text, seeing()).statements if s.words == "翻盖"]
    assert said == [Polarity.DISLIKE]


@pytest.mark.parametrize("text", ["翻盖的行吗", "翻盖的不行吗？", "要翻盖的"])
def test_what_it_is_asked_about_is_not_turned_down(goods: Parser, text: str) -> None:
    said = goods.parse(text, seeing()).statements
    assert not [s for s in said if s.words == "翻盖" and s.polarity is Polarity.DISLIKE]


@pytest.mark.parametrize(
    "text", ["色戒不合适吧，跟父母看尴尬", "色戒不太合适", "龙猫不行，太幼稚了", "千与千寻恐怕不适合我们"]
)
def test_what_is_not_suitable_is_turned_down(films: Parser, movies: Chatbot, text: str) -> None:
    read = films.parse(text, seeing(movies.catalogue.items[0].id))
    assert [s.polarity for s in read.statements if s.facet == ITEM] == [Polarity.DISLIKE]
    assert Intent.ACCEPT not in read.intents


@pytest.mark.parametrize(
    "text", ["好，那我再看看", "我再想想", "先不买了", "我考虑一下吧", "let me think about it", "ok, I'll sleep on it"]
)
def test_who_has_not_decided_picks_nothing(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"undecided {text}")
    turn("喜剧片")
    reply = turn(text)
    assert Intent.ACCEPT not in reply.trace.understanding.intents
    assert reply.trace.facts.added == ()
    assert reply.recommendations == ()


@pytest.mark.parametrize("text", ["我再看看喜剧片", "再看看别的", "再看看第一个", "let me think about something funny"])
def test_who_looks_for_something_goes_on(films: Parser, text: str) -> None:
    assert not films.parse(text, seeing()).hesitates


@pytest.mark.parametrize("text", ["要不还是笔记本", "要不就看看笔记本吧", "要不，笔记本吧"])
def test_or_rather_denies_nothing(goods: Parser, text: str) -> None:
    said = goods.parse(text, seeing()).statements
    assert [(s.value, s.polarity) for s in said if s.facet == "category"] == [("laptops", Polarity.LIKE)]


def test_what_shall_be_without_something_is_still_read(goods: Parser) -> None:
    said = goods.parse("要不带充电器的", seeing()).statements
    assert Polarity.LIKE not in {s.polarity for s in said if s.value == "chargers"}


def test_a_part_of_a_title_is_enough_for_what_is_known(films: Parser, movies: Chatbot) -> None:
    idiots = _item(movies, "三傻大闹宝莱坞")
    read = films.parse("三傻看过了，龙猫也看过", seeing(_item(movies, "功夫"), idiots))
    known = {s.value: s.strength for s in read.statements if s.facet == ITEM}
    assert known == {idiots: KNOWN_STRENGTH, _item(movies, "龙猫"): KNOWN_STRENGTH}


@pytest.mark.parametrize("text", ["这个看过了", "我们看过了"])
def test_function_words_are_no_part_of_a_title(films: Parser, movies: Chatbot, text: str) -> None:
    leon = _item(movies, "这个杀手不太冷")
    read = films.parse(text, seeing(_item(movies, "功夫"), leon))
    assert leon not in {s.value for s in read.statements if s.facet == ITEM}


def test_what_is_not_watched_is_no_reason_to_look_for_the_like(films: Parser, movies: Chatbot) -> None:
    read = films.parse("疯狂动物城是动画吧，我不看动画", seeing(movies.catalogue.items[0].id))
    said = {(s.facet, s.polarity) for s in read.statements}
    assert said == {("genre", Polarity.DISLIKE), (ITEM, Polarity.DISLIKE)}


@pytest.mark.parametrize(
    ("first", "then", "either"),
    [
        ("台湾的爱情片", "香港的也行", {"Taiwan", "Hong Kong"}),
        ("an Italian film", "French is fine too", {"Italy", "France"}),
    ],
)
def test_what_is_fine_too_widens(movies: Chatbot, first: str, then: str, either: set[str]) -> None:
    turn = talk(movies, f"too {then}")
    before = turn(first)
    reply = turn(then)
    values = [set(c.value) for c in reply.trace.filters if c.facet == "country" and isinstance(c.value, tuple)]
    assert values == [either]
    assert Intent.ACCEPT not in reply.trace.understanding.intents
    assert len(reply.recommendations) >= len(before.recommendations)


@pytest.mark.parametrize("text", ["算了就功夫吧", "要不就功夫吧", "好吧，就功夫吧"])
def test_a_title_is_picked_with_a_sigh(films: Parser, movies: Chatbot, text: str) -> None:
    read = films.parse(text, seeing(_item(movies, "功夫")))
    assert read.intents == (Intent.ACCEPT,)
    assert read.references == (_item(movies, "功夫"),)


def test_to_watch_no_more_is_no_title(films: Parser, movies: Chatbot) -> None:
    read = films.parse("还是算了，不看了", seeing(movies.catalogue.items[0].id))
    assert not [s for s in read.statements if s.facet in (ITEM, WISH)]


def test_traditional_characters_are_read_as_simplified(movies: Chatbot) -> None:
    facts = talk(movies, "traditional film")("想找一部溫馨的動畫片，片長不要超過100分鐘").trace.facts.added
    assert {(f.facet, f.value, f.max) for f in facts} == {
        ("genre", "animation", None), ("moods", "heartwarming", None), ("runtime", None, 100),
    }  # fmt: skip


def test_a_title_in_traditional_characters_is_found(movies: Chatbot) -> None:
    facts = talk(movies, "traditional title")("類似《千與千尋》的片子，還有嗎").trace.facts.added
    assert [(f.facet, f.value) for f in facts] == [(ITEM, _item(movies, "千与千寻"))]


@pytest.mark.parametrize("one", ["龍貓", "千與千尋", "大話西遊"])
def test_each_character_keeps_its_place(one: str) -> None:
    text = f"那{one}呢"
    assert len(simplified(text)) == len(text)
    assert simplified(text)[0] == text[0]


@pytest.mark.parametrize("text", ["Amélie", "千与千寻", "TCL 的电视 ¥300", ""])
def test_what_is_not_traditional_stays(text: str) -> None:
    assert simplified(text) == text


@pytest.mark.parametrize("text", ["卧虎藏龙", "臥虎藏龍"])
def test_names_in_traditional_characters_are_known_in_either(tmp_path: Path, settings: Settings, text: str) -> None:
    (tmp_path / "items.jsonl").write_text(json.dumps({"id": "tiger", "title": "臥虎藏龍"}))
    pack = Pack(name="traditional", noun={"zh": ("電影",)}, folder=tmp_path, facets={}, text=("title",))
    reader = Parser(open_catalogue(pack, settings, load_encoder("hash")), Prompts(bundled("prompts")))
    assert reader.parse(f"有没有{simplified(text)}", seeing()).references == ("tiger",)


def test_a_free_wish_is_quoted_as_it_was_written(shop: Chatbot) -> None:
    reply = talk(shop, "traditional wish")("想買藍牙耳機，音質要好")
    assert "“音質”" in reply.text
    assert {"headphones", True} <= {f.value for f in reply.trace.facts.added}


@pytest.mark.parametrize(
    ("text", "kind"), [("想買一台輕便的筆記型電腦", "laptops"), ("推薦滑鼠", "mice"), ("行動電源", "chargers"), ("耳機", "headphones")]
)  # fmt: skip
def test_goods_are_called_as_in_taiwan(goods: Parser, text: str, kind: str) -> None:
    said = goods.parse(simplified(text), seeing()).statements
    assert [s.value for s in said if s.facet == "category"] == [kind]


@pytest.mark.parametrize("text", ["这些都太老了", "these are all too old"])
def test_all_that_is_too_old_is_newer_than_the_newest_of_it(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"all too old {text}")
    years = [_year(movies, r.item_id) for r in turn("推荐几部悬疑片").recommendations]
    reply = turn(text)
    assert reply.recommendations
    assert min(_year(movies, r.item_id) for r in reply.recommendations) > max(years)


def _year(bot: Chatbot, item_id: str) -> float:
    item = bot.catalogue.item(item_id)
    assert item is not None
    return float(item.values("year")[0])


def test_a_word_of_degree_does_not_begin_within_another_word(films: Parser, movies: Chatbot) -> None:
    read = films.parse("换个清新点的", seeing(movies.catalogue.items[0].id))
    assert not read.critiques
    assert films.parse("换个新点的", seeing(movies.catalogue.items[0].id)).critiques


@pytest.mark.parametrize("text", ["还有类似的吗", "还有差不多的吗", "还有这样的片子吗"])
def test_who_asks_for_more_of_the_kind_sees_others(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"more like these {text}")
    before = {r.item_id for r in turn("爱情片").recommendations}
    reply = turn(text)
    assert reply.recommendations
    assert before.isdisjoint(r.item_id for r in reply.recommendations)


@pytest.mark.parametrize(("text", "newest"), [("中国的老电影", 2003), ("an old Chinese film", 2003)])
def test_what_is_old_is_none_of_the_newer_half(movies: Chatbot, text: str, newest: float) -> None:
    turn = talk(movies, f"old {text}")
    shown = [*turn(text).recommendations, *turn("还有别的吗").recommendations]
    assert max(_year(movies, r.item_id) for r in shown) <= newest


@pytest.mark.parametrize(("text", "words"), [("他看不惯字幕", "惯"), ("我妈用不惯触屏", "惯触屏")])
def test_what_somebody_is_not_used_to_is_cut_at_the_word(films: Parser, text: str, words: str) -> None:
    said = films.parse(text, seeing()).statements
    assert not [s for s in said if words in s.words or s.polarity is Polarity.LIKE]


@pytest.mark.parametrize("text", ["不要胶囊的，太贵了", "胶囊的不要，太贵", "no capsules, too expensive"])
def test_why_something_is_not_wanted_sets_no_limit(goods: Parser, shop: Chatbot, text: str) -> None:
    read = goods.parse(text, seeing(*(item.id for item in shop.catalogue.items[:3])))
    assert not read.critiques
    assert [s.polarity for s in read.statements] == [Polarity.DISLIKE]


@pytest.mark.parametrize("text", ["太贵了", "第一个不要，太贵了", "too expensive"])
def test_what_is_too_dear_on_screen_is_to_be_cheaper(goods: Parser, shop: Chatbot, text: str) -> None:
    read = goods.parse(text, seeing(*(item.id for item in shop.catalogue.items[:3])))
    assert [(c.facet, c.direction) for c in read.critiques] == [("price", "less")]


def test_an_amount_in_no_currency_says_once_in_which_it_was_taken(shop: Chatbot) -> None:
    turn = talk(shop, "no currency")
    turn("想买个手机")
    assert "您没说是哪种货币" in turn("三千左右吧").text
    assert "您没说是哪种货币" not in turn("两千以内").text
    assert "您没说是哪种货币" not in talk(shop, "currency")("500美元以内的手机").text
    assert "currency" not in talk(shop, "dollars")("a phone under 500").text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("致命魔术适合跟初中的孩子一起看吗", "是的"), ("局内人是哪国的", "美国"), ("局内人有国语配音吗", "没有局内人的这项信息"),
        ("黑客帝国有几部", "黑客帝国3：矩阵革命"), ("黑客帝国后面还有几部续集", "黑客帝国3：矩阵革命"),
        ("are there any sequels to The Matrix?", "The Matrix Revolutions"),
    ],
)  # fmt: skip
def test_what_is_asked_of_a_film_is_told(movies: Chatbot, text: str, told: str) -> None:
    assert told in talk(movies, f"asked {text}")(text).text


@pytest.mark.parametrize("text", ["续航怎么样", "有什么颜色", "都有哪些颜色"])
def test_after_a_comparison_it_is_asked_of_both(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"of both {text}")
    shown = turn("推荐几款手机").recommendations
    turn("第一个和第三个比一比")
    read = turn(text).trace.understanding
    assert (read.intents, read.references) == ((Intent.ASK_ITEM,), (shown[0].item_id, shown[2].item_id))


def test_what_those_on_screen_may_have_is_no_other_kind(shop: Chatbot) -> None:
    turn = talk(shop, "lit keys")
    turn("想买个机械键盘")
    assert not turn("有RGB灯的吗").trace.facts.retired
    assert [f.value for f in turn("有台灯吗").trace.facts.added if f.facet == "category"] == ["lamps"]


@pytest.mark.parametrize("text", ["有点意思的", "她不太会用手机", "其实我眼神不好", "晚上打字怕吵到室友"])
def test_talk_is_no_wish(shop: Chatbot, text: str) -> None:
    assert not [f for f in talk(shop, f"talk {text}")(text).trace.facts.added if f.facet in (WISH, "category")]


def test_who_fears_noise_wants_it_quiet(goods: Parser) -> None:
    said = goods.parse("想买个吸尘器，怕吵到孩子", seeing()).statements
    assert [s.value for s in said if s.facet == "noise_db"] == ["low"]


@pytest.mark.parametrize(
    "text", ["第三部不合适", "第三部不适合我们", "第三部就算了，太老", "the third one is out of the question"]
)
def test_one_of_those_shown_is_set_aside(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"set aside {text}")
    third = turn("喜剧片").recommendations[2].item_id
    reply = turn(text)
    said = [(f.value, f.polarity) for f in reply.trace.facts.added if f.facet == ITEM]
    assert said == [(third, Polarity.DISLIKE)]
    assert third not in [r.item_id for r in reply.recommendations]


@pytest.mark.parametrize("text", ["还是第一部吧", "要不第一部吧", "算了，就第一部吧"])
def test_one_of_those_shown_is_chosen_after_all(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"after all {text}")
    first = turn("喜剧片").recommendations[0].item_id
    read = turn(text).trace.understanding
    assert (read.intents, read.references) == ((Intent.ACCEPT,), (first,))


@pytest.mark.parametrize("text", ["第二部适合孩子吗", "第二部不合适吗？", "还是不要动画吧", "还是看喜剧吧"])
def test_what_is_asked_or_wanted_instead_chooses_nothing(films: Parser, movies: Chatbot, text: str) -> None:
    read = films.parse(text, seeing(*(item.id for item in movies.catalogue.items[:3])))
    assert not {Intent.ACCEPT, Intent.REJECT} & set(read.intents)
