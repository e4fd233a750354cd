"""What a small model wrote, with the signs that the negations of the message give it.

It copies well what is spoken of and is a poor judge of "not": that is read by code, as for the parser.
"""

from collections.abc import Sequence

from chatbot.dialogue.frame import STANCES, FrameLine
from chatbot.dialogue.stance import Stances, Zone
from chatbot.records import Polarity

Span = tuple[int, int]


def signed(lines: Sequence[tuple[FrameLine, Span]], stances: Stances) -> list[tuple[FrameLine, Span]]:
    """The lines, each with the place of its phrase, under the negations there are ("no horror", "not too violent").

    What is ruled out though another phrase is what the negation falls on ("about boats, not trains") is wanted.
    """
    zones = [stances.negation(*span) for _, span in lines]
    negates = bool(stances.zones)
    return [(_under(line, zone, negates), span) for (line, span), zone in zip(lines, zones, strict=True)]


def _under(line: FrameLine, zone: Zone | None, negates: bool) -> FrameLine:
    stance = STANCES.get(line.sign)
    if stance is None:
        return line
    if stance.polarity is Polarity.LIKE and zone is not None:
        return line.model_copy(update={"sign": "~" if zone.mild else "x" if zone.lasting else "-"})
    if stance.polarity is Polarity.DISLIKE and zone is None and negates:
        return line.model_copy(update={"sign": "+"})
    return line
