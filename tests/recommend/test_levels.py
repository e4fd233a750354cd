"""What is cheap or dear goes by the range of the kind of thing that is looked for."""

from uuid import uuid4

import pytest

from chatbot.assembly import Chatbot


def prices(bot: Chatbot, *messages: str) -> list[float]:
    name = uuid4().hex
    reply = [bot.respond(message, user=name, session=name) for message in messages][-1]
    return [float(r.attributes["price"]) for r in reply.recommendations]  # type: ignore[arg-type]


def middle(bot: Chatbot, kind: str) -> float:
    own = sorted(float(i.values("price")[0]) for i in bot.catalogue.items if i.values("category") == (kind,))
    return own[len(own) // 2]


@pytest.mark.parametrize(
    ("kind", "messages"),
    [("mice", ("i want a wireless mouse", "cheap ones")), ("laptops", ("a cheap laptop",)), ("headphones", ("便宜的耳机",))],
)  # fmt: skip
def test_a_cheap_thing_is_cheap_for_its_kind(shop: Chatbot, kind: str, messages: tuple[str, ...]) -> None:
    first, second, third, *_ = prices(shop, *messages)
    assert max(first, second, third) <= middle(shop, kind)


def test_a_dear_thing_is_dear_for_its_kind(shop: Chatbot) -> None:
    first, second, *_ = prices(shop, "an expensive fan")
    assert min(first, second) >= middle(shop, "fans")
