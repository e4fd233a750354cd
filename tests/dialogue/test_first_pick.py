"""What would change the first pick is told of the item that stands first on screen."""

import pytest

from chatbot.assembly import Chatbot


@pytest.mark.parametrize(
    "messages",
    [
        ("a coffee machine for under $300, nothing from Monarch", "smaller please"),
        ("a coffee machine for under $300, nothing from Monarch", "ok back to coffee machines, smaller please"),
        ("smart bulbs", "cheaper", "cheaper"),
        ("wireless headphones under $100", "show me others"),
    ],
)
def test_the_first_pick_spoken_of_is_the_one_on_screen(shop: Chatbot, messages: tuple[str, ...]) -> None:
    user = " / ".join(messages)
    for message in messages:
        shown = shop.respond(message, user=user, session=user).recommendations
    told = shop.respond("what would change your mind?", user=user, session=user).text
    assert shown[0].title in told
