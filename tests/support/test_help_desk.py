"""Help pages: the right page is cited, word for word, and nothing is made up."""

import json
from pathlib import Path

import pytest

from chatbot.assembly import Chatbot
from chatbot.dialogue.text import language_of
from chatbot.llm.encoders import load_encoder
from chatbot.llm.hash_encoder import HashEncoder
from chatbot.prompts import Prompts
from chatbot.records import Intent, Reply
from chatbot.settings import Settings, bundled
from chatbot.support.help_desk import HelpDesk, read_sections


@pytest.fixture(scope="module")
def desk(shop: Chatbot, settings: Settings) -> HelpDesk:
    return HelpDesk(shop.pack, HashEncoder(), settings)


@pytest.mark.parametrize(
    ("question", "language", "page"),
    [
        ("what's your returns policy?", "en", "returns"), ("how long does delivery take?", "en", "delivery"), ("can I pay with PayPal?", "en", "payment"),
        ("how long is the warranty?", "en", "warranty"), ("can I return opened earbuds?", "en", "returns"),
        ("怎么退货？", "zh", "returns"), ("配送要多久？", "zh", "delivery"),
    ],
)  # fmt: skip
def test_the_right_page_is_cited(desk: HelpDesk, question: str, language: str, page: str) -> None:
    answer = desk.answer(question, language)
    assert answer is not None
    assert answer.page == page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("will you match another store's price?", "price-match"),
        ("where is my parcel?", "orders"),
        ("can somebody fix my broken speaker?", "repairs"),
        ("what do you do with my data?", "privacy"),
        ("do you sell vouchers?", "gift-cards"),
    ],
)
def test_other_words_for_it_find_the_page_with_the_real_encoder(
    shop: Chatbot, settings: Settings, question: str, page: str
) -> None:
    answer = HelpDesk(shop.pack, load_encoder("minilm"), settings).answer(question, "en")
    assert answer is not None
    assert answer.page == page


def test_an_answer_is_taken_word_for_word_from_its_section(desk: HelpDesk, shop: Chatbot) -> None:
    assert shop.pack.folder is not None
    sections = {(s.page, s.heading): s.text for s in read_sections(shop.pack.folder / "help")}
    answer = desk.answer("how much does delivery cost?", "en")
    assert answer is not None
    assert answer.text in sections[answer.page, answer.heading]


def test_what_no_page_speaks_of_is_not_answered(desk: HelpDesk) -> None:
    assert desk.answer("zebra quantum trombone?", "en") is None


@pytest.fixture(scope="module")
def real_desk(shop: Chatbot, settings: Settings) -> HelpDesk:
    return HelpDesk(shop.pack, load_encoder("minilm"), settings)


@pytest.fixture(scope="module")
def prompts() -> Prompts:
    return Prompts(bundled("prompts"))


@pytest.mark.parametrize(
    ("question", "language", "heading"),
    [
        ("what's your returns policy?", "en", "How long you have"), ("what's the warranty?", "en", "How long it lasts"),
        ("tell me about the warranty", "en", "How long it lasts"), ("do you deliver?", "en", "Standard delivery"),
        ("how do I return something?", "en", "How to send it back"), ("how do I pay?", "en", "Ways to pay"),
        ("我想退货，怎么弄", "zh", "如何寄回"), ("怎么付款", "zh", "付款方式"), ("付款方式有哪些", "zh", "付款方式"),
        ("保修政策是什么", "zh", "保修期限"),
    ],
)  # fmt: skip
def test_a_question_about_a_whole_page_gets_its_opening_or_how_it_is_done(
    desk: HelpDesk, prompts: Prompts, question: str, language: str, heading: str
) -> None:
    answer = desk.answer(question, language, prompts.wording(language))
    assert answer is not None
    assert answer.heading == heading


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "language", "heading"),
    [
        ("do gift cards expire?", "en", "Validity and balance"), ("do you deliver to the 4th floor?", "en", "Large items"),
        ("my payment failed", "en", "If a payment fails"), ("can I pay in instalments?", "en", "Paying in three parts"),
        ("when do I get my refund?", "en", "When you get your money"), ("I lost my gift card", "en", "Lost or stolen cards"),
        ("how much does delivery cost?", "en", "Standard delivery"), ("does the warranty cover water damage?", "en", "What is not covered"),
        ("礼品卡会过期吗", "zh", "有效期与余额"), ("送货上楼吗", "zh", "大件商品"),
    ],
)  # fmt: skip
def test_what_is_special_in_a_question_finds_its_section(
    real_desk: HelpDesk, prompts: Prompts, question: str, language: str, heading: str
) -> None:
    answer = real_desk.answer(question, language, prompts.wording(language))
    assert answer is not None
    assert answer.heading == heading


@pytest.mark.parametrize(("language", "least"), [("en", 0.85), ("zh", 0.8)])
def test_questions_by_somebody_who_saw_the_pages_alone_find_their_sections(
    real_desk: HelpDesk, prompts: Prompts, language: str, least: float
) -> None:
    lines = [json.loads(line) for line in (Path(__file__).parent / "questions.jsonl").read_text("utf-8").splitlines()]
    asked = [q for q in lines if q["set"] == "kept" and language_of(q["text"]) == language]
    answers = [(real_desk.answer(q["text"], language, prompts.wording(language)), q) for q in asked]
    right = [a is not None and a.page == q["page"] and a.heading in q["sections"] for a, q in answers]
    assert sum(right) / len(right) >= least


def test_the_questions_of_a_section_are_no_part_of_its_answer(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n## Costs\n<!-- asked: how much | is it free -->\nIt costs $5.\n", "utf-8")
    [section] = read_sections(tmp_path)
    assert (section.text, section.asked) == ("It costs $5.", ("how much", "is it free"))


def test_a_question_goes_on_about_the_page_that_answered_the_one_before(real_desk: HelpDesk, prompts: Prompts) -> None:
    wording = prompts.wording("en")
    pages = {real_desk.answer("how do i send it in", "en", wording, before).page for before in ("repairs", "returns")}  # type: ignore[union-attr]
    assert pages == {"repairs", "returns"}


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("whats the warrenty", "warranty"),
        ("can I get a refand?", "returns"),
        ("how long does delivary take", "delivery"),
    ],
)
def test_a_help_word_spelt_wrongly_is_known(real_desk: HelpDesk, prompts: Prompts, question: str, page: str) -> None:
    answer = real_desk.answer(question, "en", prompts.wording("en"))
    assert answer is not None
    assert answer.page == page


@pytest.mark.parametrize("question", ["do you deliver to my door on saturdays", "will the courier come on a saturday?"])
def test_nor_does_it_beside_a_page_that_is_named(real_desk: HelpDesk, prompts: Prompts, question: str) -> None:
    assert [answer.page for answer in real_desk.answers(question, "en", prompts.wording("en"))] == ["delivery"]


@pytest.mark.parametrize("question", ["can you set it up for her?", "could someone set it up for him?"])
def test_words_of_any_question_make_no_answer(real_desk: HelpDesk, prompts: Prompts, question: str) -> None:
    assert not real_desk.answers(question, "en", prompts.wording("en"))


def test_a_day_of_the_week_asks_of_no_chat_hours(real_desk: HelpDesk, prompts: Prompts) -> None:
    answers = real_desk.answers("great, the first one then. can i get it by saturday?", "en", prompts.wording("en"))
    assert [answer.page for answer in answers] == ["delivery"]


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("i bought a fan two weeks ago and it stopped working", "warranty"), ("my fan is broken, can you repair it?", "repairs"),
        ("it stopped working after 14 months", "warranty"), ("用了一年就坏了", "warranty"),
        ("上周买的键盘没反应了", "warranty"), ("键盘没反应了能修吗", "repairs"),
        ("i bought a lamp last week and it arrived broken", "orders"),
    ],
)  # fmt: skip
def test_trouble_with_what_was_bought_is_a_question_of_the_warranty(shop: Chatbot, question: str, page: str) -> None:
    assert page in _asked(shop, f"trouble {question}", question).trace.cites


@pytest.mark.parametrize("question", ["can i trade in my old phone?", "do you do part exchange?", "你们支持以旧换新吗"])
def test_what_no_page_tells_of_is_owned_up_to(shop: Chatbot, question: str) -> None:
    reply = _asked(shop, question, question)
    assert not reply.trace.cites
    assert not reply.recommendations


@pytest.mark.parametrize(
    "question", ["any student discount?", "got any discounts for students?", "is there a gift card?"]
)
def test_a_service_that_is_asked_for_is_no_search(shop: Chatbot, question: str) -> None:
    reply = _asked(shop, question, "laptops", question)
    assert reply.trace.understanding.intents == (Intent.SUPPORT,)
    assert not reply.recommendations


@pytest.mark.parametrize(
    "question", ["if it is scratched do you take it back?", "would you take it back if he hates it"]
)
def test_asking_whether_it_is_taken_back_undoes_nothing(shop: Chatbot, question: str) -> None:
    reply = _asked(shop, question, "monitors", question)
    assert reply.trace.understanding.intents == (Intent.SUPPORT,)
    assert not reply.trace.facts.retired


def test_taking_back_what_was_said_still_undoes_it(shop: Chatbot) -> None:
    assert _asked(shop, "undo", "monitors", "take it back").trace.facts.retired


def test_parts_of_a_question_that_agree_on_a_section_answer_it(shop: Chatbot) -> None:
    reply = _asked(shop, "parcel", "ordered a kettle on Monday, it never arrived, where is my parcel?")
    assert "we start a search" in reply.text


@pytest.mark.parametrize("question", ["what warranty do I get on it?", "which warranty does it come with?"])
def test_the_warranty_of_an_item_is_told_where_it_is_listed(shop: Chatbot, question: str) -> None:
    assert "years of warranty" in _asked(shop, question, "monitors", question).text


@pytest.mark.parametrize("question", ["操作简单吗", "有语音助手吗"])
def test_what_a_product_is_like_is_no_question_of_the_service(shop: Chatbot, question: str) -> None:
    reply = _asked(shop, question, "推荐一款电视", question)
    assert reply.trace.understanding.intents == (Intent.ASK_ITEM,)


def _asked(bot: Chatbot, name: str, *messages: str) -> Reply:
    """The reply to the last of the messages."""
    return [bot.respond(text, user=name, session=name) for text in messages][-1]
