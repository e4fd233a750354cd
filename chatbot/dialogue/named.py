"""What a message names of the catalogue, as notes for the model that reads it: `{genre thriller; item? Heat}`.

The small model knows no catalogue: it sees what has which name, and says what is meant by it.
"""

from collections.abc import Iterable

from chatbot.dialogue.frame import LINES, readable
from chatbot.dialogue.linking import Mention

_BRIEF = 28
"""Characters of a phrase: the message itself has the rest."""
_READINGS = 2
"""Facets that a phrase is noted with, where it is a value of several."""


def named(text: str, mentions: Iterable[Mention]) -> str:
    """The notes on the mentions, in their order, of that part of the text which the model reads; "?" marks a doubt."""
    end = len(readable(text))
    notes = [
        _note(mention)
        for mention in sorted(mentions, key=lambda mention: mention.start)
        if mention.start < end and not mention.is_noun
    ]
    return "; ".join(list(dict.fromkeys(notes))[:LINES])


def _note(mention: Mention) -> str:
    facets = list(dict.fromkeys(entry.facet for entry in mention.entries))[:_READINGS]
    doubt = "?" if all(entry.weak for entry in mention.entries) else ""
    return f"{'/'.join(facets)}{doubt} {mention.words[:_BRIEF]}"
