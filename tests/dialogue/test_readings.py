"""How far a negation reaches, what a number belongs to, what a correction replaces: readings that went wrong once.

Statements are compared in short: `+genre=horror`, `-brand=Sonara`, `price..80`, `year1990..1999`, `~` for a soft one.
"""

import pytest

from chatbot.assembly import Chatbot
from chatbot.dialogue.language import load_language
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.quantities import QuantityReader
from chatbot.prompts import Prompts
from chatbot.records import WISH, Intent, Polarity, Scope, SessionState, Statement, Understanding
from chatbot.settings import bundled

NEW = SessionState(session_id="s", user_id="u")


def short(statement: Statement) -> str:
    if statement.min is not None or statement.max is not None:
        low, high = ("" if bound is None else f"{bound:g}" for bound in (statement.min, statement.max))
        return f"{'-' if statement.polarity is Polarity.DISLIKE else ''}{statement.facet}{low}..{high}"
    return f"{'-' if statement.polarity is Polarity.DISLIKE else '+'}{statement.facet}={statement.value}"


def read(parser: Parser, text: str, state: SessionState = NEW) -> set[str]:
    return {short(s) for s in parser.parse(text, state).statements if s.facet != WISH}


def showing(bot: Chatbot) -> SessionState:
    return NEW.model_copy(update={"turn": 1, "shown": (tuple(i.id for i in bot.catalogue.items[:5]),)})


def critiques(understanding: Understanding) -> set[tuple[str, str]]:
    return {(c.facet, c.direction) for c in understanding.critiques}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("不要太血腥的恐怖片", {"+genre=horror", "+violence=low"}), ("别太暴力的犯罪片", {"+genre=crime", "+violence=low"}),
        ("不要太吓人、太血腥的恐怖片", {"-moods=scary", "+genre=horror", "+violence=low"}), ("有没有不那么压抑的战争片", {"-moods=bleak", "+genre=war"}),
        ("a not too violent thriller", {"+genre=thriller", "+violence=low"}), ("not too scary horror", {"-moods=scary", "+genre=horror"}),
        ("a not too violent heist thriller", {"+themes=heist", "+genre=thriller", "+violence=low"}), ("not a very scary horror film", {"-moods=scary", "+genre=horror"}),
        ("a film that's not too violent with Tom Hanks", {"+cast=Tom Hanks", "+violence=low"}), ("not too violent, a thriller or comedy", {"+genre=thriller", "+genre=comedy", "+violence=low"}),
    ],
)  # fmt: skip
def test_not_too_covers_the_adjective_and_leaves_the_thing_wanted(films: Parser, text: str, said: set[str]) -> None:
    assert read(films, text) == said


@pytest.mark.parametrize(
    "text", ["not really into horror", "not so keen on horror", "not that much horror", "我不太喜欢恐怖片"]
)
def test_an_adjective_that_governs_the_thing_turns_against_it(films: Parser, text: str) -> None:
    assert read(films, text) == {"-genre=horror"}


def test_a_mild_negation_runs_through_a_list_of_adjectives(films: Parser) -> None:
    statements = films.parse("I don't want anything too scary, sad or violent", NEW).statements
    assert {short(s) for s in statements} == {"-moods=scary", "-moods=sad", "+violence=low"}
    assert not any(s.hard for s in statements)


@pytest.mark.parametrize(
    ("text", "said"),
    [("不暴力的动作片", "+genre=action"), ("没有爱情线的动作片", "+genre=action"), ("不是恐怖片的惊悚片", "+genre=thriller")],
)  # fmt: skip
def test_a_negated_modifier_leaves_what_it_modifies_wanted(films: Parser, text: str, said: str) -> None:
    assert said in read(films, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("non wireless keyboard", {"-wireless=True", "+category=keyboards"}), ("不带麦克风的耳机", {"+category=headphones"}),
        ("no black headphones", {"-color=black"}), ("不要黑色的背包", {"-color=black"}), ("no laptops over $900", {"price..900"}),
        ("headphones without noise cancelling under $80", {"+category=headphones", "-noise_cancelling=True", "price..80"}),
        ("wireless mouse no logitech under 30", {"+wireless=True", "+category=mice", "price..30"}), ("any color but black", {"-color=black"}),
        ("not too expensive wireless headphones", {"+wireless=True", "+category=headphones", "+price=low"}), ("I can't spend more than 100", {"price..100"}),
    ],
)  # fmt: skip
def test_a_negation_does_not_reach_beyond_what_it_rules_out(goods: Parser, text: str, said: set[str]) -> None:
    assert read(goods, text) == said


def test_a_ruled_out_stretch_of_years_counts_against_and_limits_nothing(films: Parser) -> None:
    [years] = films.parse("not from the 90s", NEW).statements
    assert (short(years), years.hard) == ("-year1990..1999", False)
    assert read(films, "nothing longer than two hours from the nineties") == {"runtime..120", "year1990..1999"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("16G内存", "memory_gb16.."), ("8G以上内存", "memory_gb8.."), ("内存16G的笔记本", "memory_gb16.."), ("100元内", "price..100"), ("3千以内", "price..3000"),
        ('27" monitor', "+category=monitors"), ("27-inch monitor", "+category=monitors"), ("27″ monitor", "+category=monitors"), ("27寸显示器", "+category=monitors"),
        ("a 16GB laptop with 1TB ssd", "memory_gb16.."), ("55 inch tv or bigger", "screen_inches55.."), ("a laptop under 1,5 kg", "weight_g..1500"),
        ("two grand", "price..2000"), ("a laptop for 2k", "price..2000"), ("two hundred and fifty dollars", "price..250"), ("twenty-five dollars", "price..25"),
        ("between fifty and a hundred dollars", "price50..100"), ("between one hundred and two hundred", "price100..200"), ("between five and ten dollars", "price5..10"),
        ("less than a hundred dollars", "price..100"), ("a couple hundred dollars", "price..200"), ("cheaper than $50", "price..50"), ("80 dollars tops", "price..80"),
        ("$1000 sorry, not $100", "price..1000"), ("a phone for 300, not 3000", "price..300"),
        ("a laptop under 2000", "price..2000"), ("headphones around 100", "price80..120"), ("100ish", "price80..120"), ("500左右的耳机", "price400..600"), ("一千五的笔记本", "price..1500"),
    ],
)  # fmt: skip
def test_numbers_of_goods(goods: Parser, text: str, said: str) -> None:
    assert said in read(goods, text)


@pytest.mark.parametrize(
    "text", ["2K monitor", "a tent for four", "给爸妈买的手机，屏幕大一点", "headphones for 2 people"]
)
def test_a_number_that_bounds_nothing_makes_no_bound(goods: Parser, text: str) -> None:
    assert not any(".." in said for said in read(goods, text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no more than 2 hours", {"runtime..120"}), ("somewhere between 90 minutes and two hours", {"runtime90..120"}), ("over 2 hours but under 3", {"runtime120..", "runtime..180"}),
        ("a two hour film", {"runtime..120"}), ("rated eight or higher", {"rating8.."}), ("pre-2000", {"year..1999"}), ("post-2015", {"year2016.."}), ("more recent than 2015", {"year2016.."}),
        ("80s or 90s", {"year1980..1999"}), ("2015年到2020年的", {"year2015..2020"}), ("nineteen eighty four", {"year1984..1984"}), ("early 2000s", {"year2000..2003"}), ("一个半小时以内", {"runtime..90"}),
    ],
)  # fmt: skip
def test_numbers_of_films(films: Parser, text: str, said: set[str]) -> None:
    assert read(films, text) == said


def test_an_age_is_no_year(films: Parser) -> None:
    newer, older = films.parse("not older than 10 years", NEW), films.parse("older than 30 years", NEW)
    assert newer.statements[0].min is not None
    assert newer.statements[0].min > 2000
    assert older.statements[0].max is not None
    assert older.statements[0].max > 1900


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a thriller, no wait, a comedy", {"+genre=comedy"}), ("a thriller... actually no, make it a comedy", {"+genre=comedy"}), ("I want a comedy. No wait, a thriller.", {"+genre=thriller"}),
        ("I'd like a western, scratch that, a war film", {"+genre=war"}), ("from the 80s, sorry, I mean the 90s", {"year1990..1999"}), ("under 2 hours, no, under 90 minutes", {"runtime..90"}),
        ("a movie with Brad Pitt, or rather Tom Cruise", {"+cast=Tom Cruise"}), ("恐怖片，不对，喜剧", {"+genre=comedy"}), ("科幻片，算了，还是喜剧吧", {"+genre=comedy"}),
        ("a comedy, and also a thriller", {"+genre=comedy", "+genre=thriller"}), ("something scary, I mean really scary", {"+moods=scary"}),
    ],
)  # fmt: skip
def test_a_correction_replaces_what_it_corrects(films: Parser, text: str, said: set[str]) -> None:
    assert read(films, text) == said


def test_a_correction_leaves_other_facets_and_tastes_alone(films: Parser, goods: Parser) -> None:
    assert read(goods, "black headphones, sorry, white") == {"+category=headphones", "+color=white"}
    assert read(films, "I love comedies but tonight a thriller, no wait, a western") == {
        "+genre=comedy",
        "+genre=western",
    }


@pytest.mark.parametrize("text", ["Korean films in Korean", "韩国的韩语电影"])
def test_country_and_language_of_one_name_are_both_read(films: Parser, text: str) -> None:
    assert read(films, text) == {"+country=South Korea", "+language=Korean"}


@pytest.mark.parametrize(
    "text",
    [
        "is the delivery free", "运费多少", "do you ship to Alaska", "包邮吗", "are returns free", "my headphones broke", "I want to return my headphones", "i want a refund",
        "it arrived broken", "我想退货", "收到的耳机有问题",
    ],
)  # fmt: skip
def test_what_is_asked_or_told_about_the_service_is_support(goods: Parser, text: str) -> None:
    assert goods.parse(text, NEW).intent is Intent.SUPPORT


def test_a_question_after_a_wish_is_read_by_itself(goods: Parser) -> None:
    both = goods.parse("i need a charger and what is your return policy", NEW)
    assert set(both.intents) == {Intent.REQUEST, Intent.SUPPORT}
    assert {short(s) for s in both.statements} == {"+category=chargers"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("laptop 16 gb ram 512 gb ssd", {"memory_gb16..", "storage_gb512.."}), ("ram 16gb ssd 512gb", {"memory_gb16..", "storage_gb512.."}),
        ("under 1.299,99 €", {"price..1299.99"}), ("at least $50 but no more than $100", {"price50..", "price..100"}), ("100元内胆包", {"price..100"}),
    ],
)  # fmt: skip
def test_each_figure_keeps_its_own_unit_and_name(goods: Parser, text: str, said: set[str]) -> None:
    assert {s for s in read(goods, text) if ".." in s} == said


def test_can_you_asks_for_no_cans(goods: Parser) -> None:
    assert read(goods, "can you recommend a laptop") == {"+category=laptops"}


@pytest.mark.parametrize(
    ("text", "way"),
    [("too expensive", ("price", "less")), ("太贵了", ("price", "less")), ("too heavy", ("weight_g", "less")), ("the second is nice but too expensive", ("price", "less"))],
)  # fmt: skip
def test_too_much_of_something_shown_is_a_critique(
    goods: Parser, shop: Chatbot, text: str, way: tuple[str, str]
) -> None:
    understood = goods.parse(text, showing(shop))
    assert critiques(understood) == {way}
    assert not understood.statements


def test_less_of_a_value_is_a_mild_dislike(films: Parser) -> None:
    assert read(films, "less action more drama") == {"-genre=action", "+genre=drama"}
    assert read(films, "20 dollars or less drama") == {"+genre=drama"}


def test_pointing_with_a_negation_sets_aside_only_what_is_pointed_at(films: Parser, movies: Chatbot) -> None:
    state = showing(movies)
    first, second, third = state.on_screen[:3]
    mixed = films.parse("the second one but not the third", state)
    assert {short(s) for s in mixed.statements} == {f"+item={second}", f"-item={third}"}
    assert mixed.references == (second,)
    against = films.parse("anything but the first", state)
    assert against.intent is Intent.REJECT
    assert {short(s) for s in against.statements} == {f"-item={first}"}


@pytest.mark.parametrize("text", ["is Horror Express any good?", 'I watched "Romance" yesterday', "《爱情》好看吗"])
def test_a_value_inside_an_unknown_name_is_no_wish_for_it(films: Parser, text: str) -> None:
    assert read(films, text) == set()


def test_a_known_title_that_looks_like_a_value_is_the_title(films: Parser, movies: Chatbot) -> None:
    asked = films.parse("Scary Movie is a comedy, right?", NEW)
    assert asked.intent is Intent.ASK_ITEM
    assert [i and i.title for i in map(movies.catalogue.item, asked.references)] == ["Scary Movie"]
    assert films.parse("is Heat violent?", NEW).intent is Intent.ASK_ITEM


def test_what_is_said_of_the_first_title_is_said_of_the_list(films: Parser, movies: Chatbot) -> None:
    facts = films.parse("I like Inception, Heat and Fargo", NEW).statements
    titles = {item.title for s in facts if (item := movies.catalogue.item(str(s.value)))}
    assert titles == {"Inception", "Heat", "Fargo"}
    assert {s.scope for s in facts} == {Scope.LASTING}


def test_like_before_a_title_is_a_comparison_and_no_taste(films: Parser) -> None:
    [funny] = [s for s in films.parse("something like Inception but funnier", NEW).statements if s.facet == "moods"]
    assert funny.scope is Scope.SESSION


@pytest.mark.parametrize(
    ("text", "said"),
    [("不是不喜欢恐怖片", "+genre=horror"), ("I don't want to miss a good thriller", "+genre=thriller"), ("no-nonsense thriller", "+genre=thriller"), ("国产片除外", "-country=China")],
)  # fmt: skip
def test_not_every_negator_negates_what_follows(films: Parser, text: str, said: str) -> None:
    assert read(films, text) == {said}


def test_of_two_near_spellings_the_kind_of_thing_is_meant(films: Parser) -> None:
    assert read(films, "i rly rly want a horor movi") == {"+genre=horror"}


def test_what_one_does_not_mind_is_no_condition(films: Parser) -> None:
    [horror] = films.parse("I don't mind horror", NEW).statements
    assert (short(horror), horror.hard) == ("+genre=horror", False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lookin 4 sth scary but nt gory pls", {"+moods=scary", "violence..1"}), ("can't get enough of westerns", {"+genre=western"}), ("COMEDY NOT ROMANCE", {"+genre=comedy", "-genre=romance"}),
        ("a Nolan film that's not long", {"+director=Christopher Nolan", "+runtime=low"}), ("陪女朋友看的浪漫电影", {"+moods=romantic"}), ("要么喜剧要么爱情片", {"+genre=comedy", "+genre=romance"}),
    ],
)  # fmt: skip
def test_chat_spelling_and_words_within_words(films: Parser, text: str, said: set[str]) -> None:
    assert read(films, text) == said


@pytest.mark.parametrize(
    "text", ["ok", "lol", "I don't know", "whatever you think", "I had a long day", "今天好累", "随便"]
)
def test_a_message_without_a_preference_states_none(films: Parser, text: str) -> None:
    assert films.parse(text, NEW).statements == ()


@pytest.mark.parametrize(
    "text",
    ["doesn't have to be wireless", "doesn't need noise cancelling", "not necessarily waterproof", "不一定要无线的"],
)
def test_what_need_not_be_is_neither_asked_for_nor_ruled_out(goods: Parser, text: str) -> None:
    assert goods.parse(text, NEW).statements == ()


def test_a_kind_that_is_asked_for_is_not_ruled_out_by_a_shape_of_it(goods: Parser) -> None:
    assert read(goods, "headphones but not over-ear") == {"+category=headphones"}


def test_a_title_ruled_out_in_passing_is_set_aside(films: Parser) -> None:
    against = films.parse("don't recommend Titanic again", NEW)
    assert [(s.facet, s.polarity) for s in against.statements] == [("item", Polarity.DISLIKE)]


@pytest.mark.parametrize(
    ("text", "wireless"),
    [
        ("not wired please", "+wireless=True"),
        ("anything but corded", "+wireless=True"),
        ("it has to be wired", "-wireless=True"),
        ("要有线的", "-wireless=True"),
        ("不要有线的", "+wireless=True"),
        ("没有线的", "+wireless=True"),
    ],
)
def test_a_word_that_denies_a_flag_is_the_flag_the_other_way_round(goods: Parser, text: str, wireless: str) -> None:
    assert wireless in read(goods, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("horror is a no for me", {"-genre=horror"}), ("I like comedies but musicals aren't for me", {"+genre=comedy", "-genre=musical"}),
        ("war films bore me, a western please", {"-genre=war", "+genre=western"}), ("我对歌舞片完全无感，西部片也不怎么看", {"-genre=musical", "-genre=western"}),
    ],
)  # fmt: skip
def test_what_stands_before_is_dismissed(films: Parser, text: str, said: set[str]) -> None:
    assert read(films, text) == said


@pytest.mark.parametrize("text", ["重量别超过1.5公斤", "不要超过1.5公斤", "最好不能超过1.5公斤"])
def test_must_not_be_over_is_at_most(goods: Parser, text: str) -> None:
    assert read(goods, text) == {"weight_g..1500"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("it shouldn't weigh more than 2 kg", "weight_g..2000"), ("it shouldnt weigh more than 2 kg", "weight_g..2000"), ("no more then $70", "price..70"),
        ("I don't want to spend more than $70", "price..70"), ("must not cost over $70", "price..70"), ("nothing that costs over $70", "price..70"),
        ("more then $70", "price70.."), ("at least $70", "price70.."), ("not black, over $70", "price70.."),
    ],
)  # fmt: skip
def test_what_must_not_be_more_is_at_most(goods: Parser, text: str, said: str) -> None:
    assert said in read(goods, text)


@pytest.mark.parametrize(
    ("text", "mood"), [("funnier", "funny"), ("a funnier one?", "funny"), ("sweeter please", "heartwarming")]
)
def test_a_word_that_compares_means_what_it_is_made_of(films: Parser, text: str, mood: str) -> None:
    assert f"+moods={mood}" in read(films, text)


def test_a_word_that_only_looks_so_means_itself(films: Parser, goods: Parser) -> None:
    assert not any("moods" in said for said in read(films, "a film about a stranger on a train"))
    assert not any("use" in said for said in read(goods, "a backpack for a police officer"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("一米七八", 1.78),
        ("一米五", 1.5),
        ("两米", 2.0),
        ("一小时五十分钟", 1 + 50 / 60),
        ("七点五", 7.5),
        ("二零一五", 2015),
        ("三五", 5),
    ],
)
def test_chinese_figures(text: str, said: float) -> None:
    language = load_language(Prompts(bundled("prompts")), "zh")
    units = {"米": [("height", 100.0)], "小时": [("runtime", 60.0)], "分钟": [("runtime", 1.0)]}
    assert [round(q.value, 4) for q in QuantityReader(language, units).read(text)] == [round(said, 4)]
