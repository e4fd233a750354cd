"""Going back to a list that was shown before: "back to the laptops", "what were the first ones again?"."""

import re
from collections.abc import Sequence

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.language import Language
from chatbot.dialogue.linking import Mention
from chatbot.dialogue.occasion import Occasion, statement_of
from chatbot.dialogue.sentence import Reading, Sentence
from chatbot.dialogue.text import masked
from chatbot.records import ITEM, Intent, Item, Polarity, Statement, Understanding

_RUN = re.compile(r"#(?:[\s,的]*(?:(?:and|or|for|with|in|from|under|和)\s+)?#)+")
"""Names that stand together ("#"): "60s westerns"."""
_MOST = 0.5
"""Share of a list that has what it is called by ("the scary ones")."""


class BackReader:
    """Reads in one language which of the lists that were shown is to be shown again."""

    def __init__(self, language: Language, catalogue: Shelf) -> None:
        self._language = language
        self._catalogue = catalogue

    def __call__(self, read: Reading) -> Sentence | None:
        """None where no list is spoken of, or none that was shown has what it is called by."""
        seen, lists = read.seen, read.state.shown
        if not lists or seen.items:
            return None
        named = [m for m in seen.mentions if m.is_noun or any(e.facet != ITEM for e in m.entries)]
        text = read.text
        for start, end in sorted({*((m.start, m.end) for m in named), *((b.start, b.end) for b in seen.bounds)})[::-1]:
            text = masked(text, start, end)
        whole = _RUN.sub("#", text)
        found = next((m for p in self._language.goes_back if (m := p.fullmatch(whole)) is not None), None)
        if found is None or not (found["list"] or self._are_many(named)):
            return None
        more = found["more"] or ""
        own = [m for m in named if not m.is_noun and m.end <= len(read.text) - len(more)]
        back_to = self._meant(lists, own, first=bool(found["first"]))
        if not back_to:
            return None
        said = [s for s in (*read.stated.statements, *read.stated.wishes) if more and s.words in more]
        critiques = read.stated.critiques if more else ()
        return Sentence([Intent.REQUEST], said, critiques, settled=True, back_to=back_to)

    def _are_many(self, named: Sequence[Mention]) -> bool:
        """Whether it speaks of several by what they are ("the first film you showed me" is one)."""
        main = self._catalogue.pack.main
        things = [m.words for m in named if m.is_noun or m.facet == main]
        return not things or not things[-1].isascii() or things[-1].endswith("s")

    def _meant(self, lists: Sequence[tuple[str, ...]], named: Sequence[Mention], *, first: bool) -> tuple[str, ...]:
        """The first or the latest list of that name; that on screen only where there is no other."""
        earlier = lists[:-1] if first else [each for each in lists[-2::-1] if each != lists[-1]]
        return next((each for each in (*earlier, lists[-1]) if self._is_of(each, named)), ())

    def _is_of(self, ids: Sequence[str], named: Sequence[Mention]) -> bool:
        items = [item for item in map(self._catalogue.item, ids) if item is not None]
        return sum(all(_has(item, mention) for mention in named) for item in items) >= _MOST * len(ids)


def _has(item: Item, mention: Mention) -> bool:
    return any(e.value in item.values(e.facet) for e in mention.entries if e.facet != ITEM)


def returned(occasion: Occasion, read: Understanding) -> tuple[Occasion, Understanding]:
    """The occasion as it was when the list was shown to which a message goes back, and the message with what was wanted
    then; what was ruled out since stays so. With more that is said ("but cheaper") the list is on screen, and something
    else is looked for.
    """
    if not read.back_to:
        return occasion, read
    state = occasion.state
    place = min(n for n, each in enumerate(state.shown) if each == read.back_to)
    place -= len(state.shown) - len(state.searches)
    held = state.searches[place] if place >= 0 else tuple(map(statement_of, occasion.passing))
    out = (statement_of(f) for f in occasion.passing if f.polarity is Polarity.DISLIKE and f.facet != ITEM)
    held = tuple(dict.fromkeys((*held, *out)))
    more = bool(read.statements or read.critiques)
    if more:
        shown = {"shown": (*state.shown, read.back_to), "searches": (*state.searches, held), "focus": ()}
        state = state.model_copy(update=shown)
    occasion = occasion.model_copy(update={"state": state, "over": True})
    said: dict[str, object] = {"statements": (*_but(held, read), *read.statements)}
    return occasion, read.model_copy(update=said | ({"back_to": ()} if more else {}))


def _but(held: Sequence[Statement], read: Understanding) -> tuple[Statement, ...]:
    """What was said then of nothing that is said anew."""
    anew = {*(s.facet for s in read.statements if s.is_bound), *(c.facet for c in read.critiques)}
    return tuple(s for s in held if s.facet not in anew)
