"""Whether a text about an item praises or blames it, by its words."""

import re

from chatbot.dialogue.language import Language

_BETWEEN = re.compile(r"[\s\w'’]{0,14}$")
"""What may stand between a negator and the word that it turns round ("not a very good one")."""


def sentiment(text: str, language: Language) -> float:
    """From -1, all blame, to 1, all praise; 0 where neither is said. A negated word counts for the other side."""
    praise = blame = 0
    for pattern, good in ((language.praise, True), (language.blame, False)):
        for found in pattern.finditer(text):
            if _negated(text[: found.start()], language) is good:
                blame += 1
            else:
                praise += 1
    return (praise - blame) / max(1, praise + blame)


def _negated(before: str, language: Language) -> bool:
    clause = re.split(r"[.,;:!?，。；！？]", before)[-1]
    excused = [m.span() for m in language.not_negator.finditer(clause)]
    for m in language.negator.finditer(clause):
        if any(start <= m.start() < end for start, end in excused):
            continue
        if _BETWEEN.fullmatch(clause[m.end() :]):
            return True
    return False
