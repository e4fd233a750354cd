"""One sentence: what stands in it, what that comes to, and what the sentence says."""

from collections.abc import Sequence
from typing import NamedTuple

from chatbot.dialogue.sightings import Sightings
from chatbot.records import Critique, Intent, Polarity, SessionState, Statement


class Sentence(NamedTuple):
    """What one sentence says."""

    intents: Sequence[Intent]
    statements: Sequence[Statement] = ()
    critiques: Sequence[Critique] = ()
    references: tuple[str, ...] = ()
    wish: str = ""
    beyond: int = 0
    described: tuple[str, ...] = ()
    settled: bool = False
    """Whether its words alone say what it is for."""
    asks_on: bool = False
    """Whether the question before is asked of something else."""
    not_chosen: tuple[str, ...] = ()
    """The items of which it is asked why they were not chosen."""
    lacking: Sequence[Statement] = ()
    """What describes an item that is not there, and may be looked for."""
    lifted: Sequence[Statement] = ()
    """What need not be limited any more."""
    only_points: bool = False
    """Whether it does nothing but point at items ("the first, please")."""
    others: bool = False
    """Whether it asks for others than those on screen."""
    afresh: bool = False
    """Whether it is another search than the one before."""
    hesitates: bool = False
    """Whether it says that nothing is chosen yet."""
    orders: bool = False
    """Whether it wants an item ordered, or asks if that can be done."""
    back_to: tuple[str, ...] = ()
    """The list that is to be shown again."""
    displaces: bool = False
    """Whether what it states may take the place of what hardly goes with it."""
    leaves: tuple[str, ...] = ()
    """What a later "it" stands for, where that is none of the items it is about ("seen all of these but Heat")."""
    values_of: tuple[tuple[str, ...], str] | None = None
    """The facet, or one of some, of which it asks the values, and of which kind of things; "" for what is sought."""
    person: tuple[str, str] | None = None
    """Whom a later "him" stands for: a facet, and its value."""


class Stated(NamedTuple):
    """What a sentence states if it is no question."""

    statements: list[Statement]
    critiques: list[Critique]
    lifted: list[Statement]
    wishes: Sequence[Statement] = ()

    @property
    def wish(self) -> str:
        """The free words for what is wanted."""
        return " ".join(str(s.value) for s in self.wishes if s.polarity is Polarity.LIKE)


class Meant(NamedTuple):
    """The items that a sentence is about, those first that it points at and does not turn down."""

    ruled_out: list[str]
    all: tuple[str, ...]
    only_against: bool
    """Whether it points at items, and turns all of them down."""


class Reading(NamedTuple):
    """What one sentence has, said in one state of a conversation."""

    seen: Sightings
    stated: Stated
    meant: Meant
    state: SessionState

    @property
    def text(self) -> str:
        return self.seen.text


def meant_by(seen: Sightings) -> Meant:
    """The items that it names and points at."""
    pointers = seen.pointed.pointers
    ruled_out = [p.item_id for p in pointers if seen.stances.negation(p.start, p.end)]
    pointed = [p.item_id for p in pointers if p.item_id not in ruled_out] or ruled_out
    return Meant(
        ruled_out, tuple(dict.fromkeys([*pointed, *(i.item_id for i in seen.items)])), pointed == ruled_out != []
    )
