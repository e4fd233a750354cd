"""What another talker in Chinese stumbled over: sorts of a kind, endings of degree, what is told of oneself."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import ITEM, WISH, Intent, Polarity
from tests.dialogue.talking import seeing, talk


@pytest.mark.parametrize(
    "text", ["要降噪的，头戴式太大了", "头戴式的都太重了，有没有入耳的", "挂脖的有点太大了吧，要轻的"]
)
def test_a_sort_that_is_too_much_is_not_wished_for(goods: Parser, text: str) -> None:
    wishes = [s for s in goods.parse(text, seeing()).statements if s.facet == WISH and s.polarity is Polarity.LIKE]
    assert not [s for s in wishes if s.words.startswith(("头戴", "挂脖"))]


@pytest.mark.parametrize("text", ["要头戴式的", "挂脖的有吗", "头戴式的太好了"])
def test_a_sort_that_is_asked_for_is_wished_for(goods: Parser, text: str) -> None:
    said = goods.parse(text, seeing()).statements
    assert Polarity.DISLIKE not in {s.polarity for s in said}


@pytest.mark.parametrize("text", ["入耳式的那种小耳机", "我要入耳的耳机", "要入耳式的耳机"])
def test_a_wider_kind_only_ends_a_name(goods: Parser, text: str) -> None:
    said = goods.parse(text, seeing()).statements
    assert {s.value for s in said if s.facet == "category"} == {"earbuds"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("耳机和耳塞都看看", {"headphones", "earbuds"}),
        ("平板的保护套", {"cases"}),
        ("要耳塞，不要那种头戴的耳机", {"earbuds"}),
    ],
)
def test_two_kinds_stay_two(goods: Parser, text: str, kinds: set[str]) -> None:
    said = goods.parse(text, seeing()).statements
    assert {s.value for s in said if s.facet == "category" and s.polarity is Polarity.LIKE} == kinds


@pytest.mark.parametrize(
    "text",
    [
        "重一点也行，还是想能打游戏", "重点也没关系，要能打游戏", "稍微重些也可以，要大屏",
        "a bit heavier is fine, I want to play games",
    ],
)  # fmt: skip
def test_a_limit_goes_whatever_else_is_wanted(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"heavier {text}")
    turn("laptops under 1.5 kg" if text.isascii() else "笔记本，1.5公斤以内")
    assert "weight_g" not in {fact.facet for fact in turn(text).trace.facts.active}


@pytest.mark.parametrize("text", ["要轻一点的，能打游戏", "重点是能打游戏", "cheaper is fine, it must play games"])
def test_a_limit_stays_where_nothing_lifts_it(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"as heavy {text}")
    turn("laptops under 1.5 kg" if text.isascii() else "笔记本，1.5公斤以内")
    active = turn(text).trace.facts.active
    assert "weight_g" in {fact.facet for fact in active}
    assert "price" not in {fact.facet for fact in active}


@pytest.mark.parametrize(
    ("text", "facet", "direction"),
    [
        ("容量大点的", "capacity_l", "more"), ("容量大一些", "capacity_l", "more"), ("容量太小了", "capacity_l", "more"),
        ("声音小点", "noise_db", "less"), ("噪音太大了", "noise_db", "less"), ("续航长点的", "battery_hours", "more"),
        ("轻点的", "weight_g", "less"),
    ],
)  # fmt: skip
def test_what_follows_the_name_of_a_number(goods: Parser, text: str, facet: str, direction: str) -> None:
    critiques = goods.parse(text, seeing()).critiques
    assert [(c.facet, c.direction) for c in critiques] == [(facet, direction)]


@pytest.mark.parametrize(
    ("text", "facet", "level"),
    [("声音别太大", "noise_db", "low"), ("噪音不要太高", "noise_db", "low"), ("屏幕别太小", "screen_inches", "high")],
)
def test_not_too_much_of_a_number(goods: Parser, text: str, facet: str, level: str) -> None:
    said = goods.parse(text, seeing()).statements
    assert [(s.facet, s.value) for s in said] == [(facet, level)]


@pytest.mark.parametrize("text", ["重点是音质", "这是重点", "你的观点呢"])
def test_a_word_that_only_looks_like_a_degree(goods: Parser, text: str) -> None:
    read = goods.parse(text, seeing())
    assert not read.critiques
    assert not read.lifted


@pytest.mark.parametrize("text", ["99块有点贵", "便宜一点呢，99块有点贵"])
def test_what_is_rather_dear_is_the_limit(goods: Parser, text: str) -> None:
    said = [s for s in goods.parse(text, seeing()).statements if s.facet == "price"]
    assert [(s.min, s.max) for s in said] == [(None, 99)]


@pytest.mark.parametrize(
    "text",
    [
        "不要爱情片，刚分手",
        "我刚分手，想看点治愈的",
        "朋友刚分手了，想陪她看个喜剧",
        "no romance, we just broke up",
        "刚分手",
    ],
)
def test_what_happened_is_no_theme(films: Parser, text: str) -> None:
    assert "themes" not in {s.facet for s in films.parse(text, seeing()).statements}


@pytest.mark.parametrize("text", ["想看讲分手的电影", "要分手的", "a film about a breakup"])
def test_a_theme_is_still_one(films: Parser, text: str) -> None:
    assert "themes" in {s.facet for s in films.parse(text, seeing()).statements}


@pytest.mark.parametrize("text", ["我刚看完泰坦尼克号", "刚上映的恐怖片"])
def test_what_was_just_seen_or_released_is_said(films: Parser, text: str) -> None:
    assert films.parse(text, seeing()).statements


@pytest.mark.parametrize("text", ["太空那种不要了", "太空的不要了", "太空那类不看了吧"])
def test_no_more_of_what_stands_before(films: Parser, text: str) -> None:
    said = films.parse(text, seeing()).statements
    assert [(s.value, s.polarity) for s in said] == [("space", Polarity.DISLIKE)]


@pytest.mark.parametrize("text", ["第二个我们都看过了", "我们看过了", "这个我们能看吗", "我们想看喜剧"])
def test_we_is_no_title(films: Parser, movies: Chatbot, text: str) -> None:
    shown = [item.id for item in movies.catalogue.items[:3]]
    read = films.parse(text, seeing(*shown))
    us = {item.id for item in movies.catalogue.items if "我们" in item.titles.values()}
    assert not us & {*read.references, *(str(s.value) for s in read.statements if s.facet == ITEM)}


@pytest.mark.parametrize("text", ["《我们》看过了", "看过《我们》"])
def test_we_in_title_marks_is_one(films: Parser, movies: Chatbot, text: str) -> None:
    us = {item.id for item in movies.catalogue.items if "我们" in item.titles.values()}
    assert us & {str(s.value) for s in films.parse(text, seeing()).statements if s.facet == ITEM}


@pytest.mark.parametrize(
    ("asks", "takes"), [("你觉得哪个最好笑", "好就它了"), ("which one is funniest?", "ok I'll take it")]
)
def test_what_the_verdict_names_is_taken(movies: Chatbot, asks: str, takes: str) -> None:
    turn = talk(movies, f"verdict {asks}")
    turn("comedies" if asks.isascii() else "想看个喜剧")
    told = turn(asks).text.split("\n\n")[1]
    taken = next(fact for fact in turn(takes).trace.facts.added if fact.facet == ITEM)
    item = movies.catalogue.item(str(taken.value))
    assert item is not None
    named = item.named("en" if asks.isascii() else "zh")
    assert named in told


@pytest.mark.parametrize("text", ["还是第二个吧，多长", "算了，还是第二个吧，谁演的", "第二个吧，谁导的"])
def test_one_is_taken_and_asked_about(films: Parser, movies: Chatbot, text: str) -> None:
    shown = [item.id for item in movies.catalogue.items[:3]]
    read = films.parse(text, seeing(*shown))
    assert {Intent.ACCEPT, Intent.ASK_ITEM} <= {*read.intents}
    assert read.references[:1] == (shown[1],)


@pytest.mark.parametrize("text", ["还是喜剧吧", "还是恐怖片吧，别太血腥", "还是算了吧", "换一个吧，谁都行"])
def test_a_change_of_mind_takes_none(films: Parser, movies: Chatbot, text: str) -> None:
    shown = [item.id for item in movies.catalogue.items[:3]]
    assert Intent.ACCEPT not in films.parse(text, seeing(*shown)).intents


@pytest.mark.parametrize("text", ["泰坦尼克号是爱情片吧？", "泰坦尼克号是爱情片对吧", "泰坦尼克号是爱情片吧？谁演的"])
def test_a_tag_question_asks_whether(movies: Chatbot, text: str) -> None:
    assert talk(movies, f"tag {text}")(text).text.startswith("是的")


@pytest.mark.parametrize("text", ["扫地机器人怎么样", "扫地机器人呢"])
def test_how_about_another_sort_asks_for_it(goods: Parser, shop: Chatbot, text: str) -> None:
    shown = [item.id for item in shop.catalogue.items if "vacuum cleaners" in item.values("category")][:3]
    read = goods.parse(text, seeing(*shown))
    assert Intent.ASK_ITEM not in read.intents
    assert any(s.words == "扫地机器人" for s in read.statements)


@pytest.mark.parametrize("text", ["第二个怎么样", "续航怎么样"])
def test_how_a_shown_one_is_is_asked_of_it(goods: Parser, shop: Chatbot, text: str) -> None:
    shown = [item.id for item in shop.catalogue.items if "vacuum cleaners" in item.values("category")][:3]
    assert Intent.ASK_ITEM in goods.parse(text, seeing(*shown)).intents


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("三天内能到不", "delivery"), ("周五前能到吗", "delivery"), ("送人的话能包装一下吗", "orders"), ("坏了保修多久", "warranty"),
        ("坏了保几年", "warranty"),
    ],
)  # fmt: skip
def test_chinese_questions_of_the_shop_find_their_page(shop: Chatbot, text: str, page: str) -> None:
    assert talk(shop, f"page {text}")(text).trace.cites == (page,)


@pytest.mark.parametrize("text", ["旧电视能回收不", "你们回收旧手机吗", "do you recycle old tvs"])
def test_what_no_page_tells_is_owned_up_to(shop: Chatbot, text: str) -> None:
    reply = talk(shop, f"old {text}")(text)
    assert Intent.SUPPORT in reply.trace.understanding.intents
    assert reply.trace.cites == ()
