"""Which values of a facet there are: "what brands do you have?", "which genres are there?"."""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from chatbot.catalogue.catalogue import Catalogue, Shelf
from chatbot.catalogue.forms import number_forms
from chatbot.dialogue.language import Language
from chatbot.dialogue.references import UNSOLD
from chatbot.dialogue.sentence import Reading, Sentence
from chatbot.dialogue.text import key_of, masked
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import amount
from chatbot.records import Intent

_NAMED = 15
"""Values at most that are written out."""


class ValuesAsked:
    """Reads such questions in one language about one catalogue."""

    def __init__(self, language: Language, catalogue: Shelf, serves: Callable[[str], bool]) -> None:
        """serves: whether a text has a word of a help page."""
        self._serves = serves
        self._language = language
        self._catalogue = catalogue
        self._main = catalogue.pack.main
        self._names: dict[str, list[str]] = {}
        for name, facet in catalogue.pack.facets.items():
            for word in (facet.name(language.code, name), *facet.cues.get(language.code, ())):
                if facet.kind != "flag":
                    self._names.setdefault(key_of(word), []).append(name)
        for name, facet in catalogue.pack.facets.items():
            if facet.kind != "flag":  # "sizes", of screens
                self._names.setdefault(key_of(facet.name(language.code, name)).split(" ")[-1], []).append(name)
        self._first = [name for name, facet in catalogue.pack.facets.items() if facet.kind == "category"][:1]

    def __call__(self, read: Reading) -> Sentence | None:
        """What the sentence asks; None for any other. Of one item alone, the question is about that."""
        kinds = [m for m in read.seen.values if any(e.facet == self._main for e in m.entries)]
        named = kinds if len(kinds) == 1 else [m for m in read.seen.mentions if m.is_noun]
        texts = [read.text, *(masked(read.text, m.start, m.end) for m in named)]
        asked = next((m for text in texts if (m := self._language.asks_values.fullmatch(text)) is not None), None)
        groups = asked.groupdict() if asked is not None else {}
        of_shown = bool(read.state.on_screen) and groups.get("shown") is not None and not kinds
        if asked is None or of_shown or self._serves(read.text):
            return None
        said = key_of(groups["what"] or groups["what2"] or "")
        facets = next((self._names[w] for w in (said, *sorted(number_forms(said))) if w in self._names), [])
        if groups["sorts"] and not kinds:  # "what kinds of films do you have?"
            facets = [self._main] if self._main is not None else self._first
        if not facets:
            return None
        if facets[0] == self._main:
            return Sentence([Intent.ASK_ITEM], beyond=UNSOLD, settled=True)
        of_one = read.state.question is not None and len(read.state.focus) == 1
        if of_one and not kinds:  # "how heavy is it?" "what colours do you have?"
            return Sentence([Intent.ASK_ITEM], references=read.state.focus, settled=True)
        kind = next((str(e.value) for m in kinds for e in m.entries if e.facet == self._main), "")
        return Sentence([Intent.ASK_ITEM], values_of=(tuple(facets), kind), settled=True)


def values_held(
    catalogue: Catalogue, facets: Sequence[str], kinds: Collection[str], language: str, wording: Wording
) -> str:
    """The values of the first of the facets that things of those kinds have, the most frequent first."""
    pack, table, main = catalogue.pack, catalogue.table, catalogue.pack.main
    among = [table.rows_with(main, kind) for kind in kinds] if main is not None else []
    rows = np.unique(np.concatenate(among)) if among else np.arange(len(catalogue.items))
    of = wording.say("comma").join(pack.facets[main].written(kind, language) for kind in kinds) if main else ""
    of = of or pack.nouns(language)
    for name in facets:
        facet = pack.facets[name]
        label = facet.name(language, name)
        if facet.kind == "number":
            numbers = table.numbers(name)[rows]
            numbers = numbers[~np.isnan(numbers)]
            if numbers.size:
                low, high = (amount(facet, float(n), language) for n in (numbers.min(), numbers.max()))
                return wording.say("values_range", label=label, kind=of, low=low, high=high)
            continue
        counts = {v: int(np.isin(table.rows_with(name, v), rows).sum()) for v in table.values(name)}
        held = sorted((v for v, count in counts.items() if count), key=lambda v: -counts[v])
        if held:
            values = wording.say("comma").join(facet.written(value, language) for value in held[:_NAMED])
            key = "values_held" if len(held) <= _NAMED else "values_held_most"
            return wording.say(key, label=label, kind=of, values=values, count=len(held))
    label = pack.facets[facets[0]].name(language, facets[0])
    return wording.say("values_none", label=label, kind=of)
