"""What the user should know of how a message was taken, before the answer to it."""

from chatbot.dialogue.contradictions import Overruled
from chatbot.records import Fact, Record, Statement


class Noticed(Record):
    """lost: conditions that nothing of the new kind meets; former: what was wished for of the old one alone; relative:
    conditions that went by what was shown of it; carried: those that still count; overruled: what the message says both
    ways; impossible, boundless: its limits that nothing can meet, or that everything meets.
    """

    lost: tuple[Fact, ...] = ()
    former: tuple[Fact, ...] = ()
    relative: tuple[Fact, ...] = ()
    carried: tuple[Fact, ...] = ()
    overruled: tuple[Overruled, ...] = ()
    impossible: tuple[Statement, ...] = ()
    boundless: tuple[Statement, ...] = ()
    lifted: tuple[Fact, ...] = ()
    """Limits that need not hold any more."""
    unfiltered: tuple[Fact, ...] = ()
    """What is ruled out, and nothing can be left out by."""
    left_out: tuple[Fact, ...] = ()
    """What is ruled out by words that some items are called by or are listed with."""
