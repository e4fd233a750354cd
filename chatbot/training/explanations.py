"""Training pairs for explanations: notes on an item as the explainer gives them, and one true, fluent sentence."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from chatbot.catalogue.items import LoadedItems
from chatbot.catalogue.pack import Facet, Pack
from chatbot.prompts import Prompts
from chatbot.recommend.grounding import Grounding, Vocabulary
from chatbot.recommend.phrasing import says, written
from chatbot.records import Item, Record

_LANGUAGE = "en"


class ExplanationSample(Record):
    """Notes, and the sentence made of them."""

    notes: str
    sentence: str


class _Note(NamedTuple):
    """One fact: as it stands in the notes, and as a clause that follows "it"."""

    text: str
    clause: str
    kind: str
    """adjective, follows ("directed by …"), verb ("comes in …") or clause"""


class ExplanationWriter:
    """Writes samples about one pack's items; every sentence has passed the grounding check."""

    def __init__(self, pack: Pack, loaded: LoadedItems, prompts: Prompts, rng: Random) -> None:
        self._pack = pack
        self._items = loaded.items
        self._wording = prompts.wording(_LANGUAGE)
        self._vocabulary = Vocabulary(pack, _LANGUAGE)
        self._rng = rng

    def samples(self, count: int) -> Iterator[ExplanationSample]:
        made = tries = 0
        while made < count and tries < 20 * count:
            tries += 1
            item = self._rng.choice(self._items)
            notes = self._notes(item)
            if not notes:
                continue
            sentence = self._sentence(item.title, notes)
            if not self._faults(item, notes, sentence):
                made += 1
                yield ExplanationSample(notes="; ".join([item.title, *(n.text for n in notes)]), sentence=sentence)

    def _faults(self, item: Item, notes: list[_Note], sentence: str) -> tuple[str, ...]:
        glue = self._wording.words("glue")
        reasons = [note.text for note in notes]
        return Grounding(self._pack, self._vocabulary, item, reasons, _LANGUAGE, glue).faults(sentence)

    def _notes(self, item: Item) -> list[_Note]:
        """One to four facts of the item as reasons say them, in any order."""
        facets = [
            (n, f) for n, f in self._pack.facets.items() if n != self._pack.main and (f.card or f.kind != "number")
        ]
        notes: list[_Note] = []
        for name, facet in self._rng.sample(facets, len(facets)):
            values = item.values(name)
            shown = written(self._pack, name, self._rng.choice(values), _LANGUAGE) if values else ""
            if shown:
                notes.append(self._facet_note(name, facet, shown))
        kept = notes[: self._rng.choices((1, 2, 3), (15, 35, 50))[0]]
        roll = self._rng.random()
        if roll < 0.14:
            kept.insert(0, self._likeness(item))
        elif roll < 0.22:
            words = " ".join(w for w in item.summary.split() if w.isalpha() and len(w) > 4)[:40].rsplit(" ", 1)[0]
            kept.insert(0, self._wish(words) if words else self._likeness(item))
        elif roll < 0.29 and self._pack.prior.quality and item.values(self._pack.prior.quality):
            kept.append(self._standing(item, self._pack.prior.quality))
        return kept[:4]

    def _facet_note(self, name: str, facet: Facet, shown: str) -> _Note:
        label = facet.name(_LANGUAGE, name)
        if facet.kind == "flag":
            if " " not in label:
                return _Note(label, label, "adjective")
            return _Note(
                label, label if label.startswith(("in ", "on ", "for ", "with ")) else f"with {label}", "follows"
            )
        text = says(facet, name, shown, _LANGUAGE, self._wording)
        lead = facet.phrase.get(_LANGUAGE, "").partition("$value")[0].strip()
        if not facet.phrase.get(_LANGUAGE):
            return _Note(
                text,
                self._rng.choice([f"with {_article(label)} {label} of {shown}", f"its {label} is {shown}"]),
                "follows",
            )
        if not lead:
            return _Note(text, text, "adjective")
        return _Note(text, text, "verb" if lead.split()[0].endswith("s") and lead.split()[0] != "as" else "follows")

    def _likeness(self, item: Item) -> _Note:
        other = self._rng.choice(self._items)
        shared = [
            written(self._pack, name, value, _LANGUAGE)
            for name, facet in self._pack.facets.items()
            if facet.kind == "category"
            for value in item.values(name)
        ]
        picked = self._rng.sample(shared, min(len(shared), self._rng.randint(1, 3)))
        if not picked:
            text = self._wording.say("reason_close", title=other.title)
            return _Note(text, f"is {text}", "clause")
        text = self._wording.say("reason_like", title=other.title, shared=", ".join(picked))
        return _Note(text, f"shares {_and(picked)} with “{other.title}”", "clause")

    def _wish(self, words: str) -> _Note:
        text = self._wording.say("reason_wish", words=words)
        return _Note(
            text, self._rng.choice([f"fits “{words}”", f"is a good match for “{words}”", f"is {text}"]), "clause"
        )

    def _standing(self, item: Item, quality: str) -> _Note:
        shown = written(self._pack, quality, item.values(quality)[0], _LANGUAGE)
        label = self._pack.facets[quality].name(_LANGUAGE, quality)
        text = self._wording.say("reason_standing", label=label, value=shown)
        return _Note(text, f"is {text}", "clause")

    def _sentence(self, title: str, notes: list[_Note]) -> str:
        """One sentence of all the notes: what it is, what follows the noun, then clauses of their own."""
        adjectives = [n.text for n in notes if n.kind == "adjective"]
        follows = [n.clause for n in notes if n.kind == "follows" and not n.clause.startswith("its ")]
        clauses = [n.clause for n in notes if n.kind in ("verb", "clause") or n.clause.startswith("its ")]
        noun = self._rng.choice([self._pack.nouns(_LANGUAGE, 1)] * 3 + ["choice", "pick"])
        if adjectives:
            start = f"is {_article(adjectives[0])} {', '.join(adjectives)} {noun}"
            if self._rng.random() < 0.35:
                start = f"is {_and(adjectives)}" + (" and" if follows else "")
        elif follows:
            start = self._rng.choice([f"is a {noun}", f"is a good {noun}", "is"])
        else:
            start = ""
        if follows:
            start += f" {follows[0]}" + "".join(f", {f}" for f in follows[1:-1])
            start += self._rng.choice([" and ", ", "]) + follows[-1] if len(follows) > 1 else ""
        said = [part for part in (start, *clauses) if part]
        if said[0].startswith("its "):
            said[0] = f"fits, as {said[0]}"
        return f"{title} {self._chain(said)}."

    def _chain(self, said: list[str]) -> str:
        text = said[0]
        for n, clause in enumerate(said[1:], 1):
            last = n == len(said) - 1
            if clause.startswith("its "):
                text += (self._rng.choice([", and ", " and "]) if last else ", ") + clause
                continue
            verb, _, rest = clause.partition(" ")
            also = " also" if self._rng.random() < 0.4 else ""
            full = f"it is{also} {rest}" if verb == "is" else f"it{also} {verb} {rest}"
            text += (self._rng.choice([", and ", " and ", "; "]) if last else ", ") + full
        return text


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"
