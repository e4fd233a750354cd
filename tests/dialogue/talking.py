"""What tests of dialogues share: somebody who talks, and the state in which a message is said."""

from collections.abc import Callable

from chatbot.assembly import Chatbot
from chatbot.records import Recommendation, Reply, SessionState


def talk(bot: Chatbot, name: str, session: str = "") -> Callable[[str], Reply]:
    """Somebody of that name, who says one message after another in one session."""
    return lambda text: bot.respond(text, user=name, session=session or name)


def seeing(*shown: str, focus: tuple[str, ...] = ()) -> SessionState:
    """A session in which these items are on screen."""
    return SessionState(session_id="s", user_id="u", turn=1, shown=(shown,) if shown else (), focus=focus)


def titles(bot: Chatbot, recommendation: Recommendation) -> tuple[str, str]:
    """How replies in English and in Chinese name it."""
    item = bot.catalogue.item(recommendation.item_id)
    assert item is not None
    return item.named("en"), item.named("zh")
