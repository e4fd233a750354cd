"""Why something is ruled out: who is sick of it does not want it next week either ("no horror, I can't stand it")."""

from collections.abc import Sequence

from chatbot.dialogue.language import Language
from chatbot.dialogue.text import span_of
from chatbot.records import ITEM, WISH, Polarity, Scope, Statement


def for_good(statements: Sequence[Statement], text: str, language: Language) -> list[Statement]:
    """The statements, those lasting that rule out what is then said not to be liked, unless it is said for today."""
    told = language.own_distaste.search(text)
    if told is None or language.for_today.search(text):
        return list(statements)
    return [_lasting(s) if _is_ban(s) and _stands_before(s, text, told.start()) else s for s in statements]


def _is_ban(statement: Statement) -> bool:
    return statement.polarity is Polarity.DISLIKE and statement.hard and statement.facet not in (ITEM, WISH)


def _stands_before(statement: Statement, text: str, at: int) -> bool:
    span = span_of(text, statement.words)
    return span is not None and span[1] <= at


def _lasting(statement: Statement) -> Statement:
    return statement.model_copy(update={"scope": Scope.LASTING})
