"""Help pages: the right page is cited, word for word, and nothing is made up."""

import pytest

from chatbot.assembly import Chatbot
from chatbot.llm.encoders import load_encoder
from chatbot.llm.hash_encoder import HashEncoder
from chatbot.settings import Settings
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
