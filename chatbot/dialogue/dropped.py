"""What is to go and was never wanted is ruled out: "drop horror" of who never spoke of horror."""

from collections.abc import Sequence

from chatbot.dialogue.degrees import HIGH, LOW
from chatbot.dialogue.language import Language
from chatbot.records import ITEM, WISH, Fact, Intent, Polarity, Statement, Understanding


def dropped(read: Understanding, facts: Sequence[Fact], language: Language) -> Understanding:
    """The message; as one that rules out what it names, where nothing of that is among the `facts`."""
    if read.intents != (Intent.FORGET,) or read.references or not language.drops.search(read.text):
        return read
    named = [s for s in read.statements if _is_value(s)]
    facets = {s.facet for s in named}
    if not named or any(f.facet in facets and f.value in {s.value for s in named} for f in facts):
        return read
    said = tuple(s.model_copy(update={"polarity": Polarity.DISLIKE, "hard": True}) for s in named)
    intents = (Intent.CONSTRAIN,)
    return read.model_copy(update={"statements": said, "intent": intents[0], "intents": intents})


def _is_value(said: Statement) -> bool:
    named = said.facet not in (ITEM, WISH) and isinstance(said.value, str) and said.value not in (LOW, HIGH)
    return named and not said.stands
