"""Who "him" and "she" stand for: the person that was named last."""

from collections.abc import Sequence

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.language import Language, phrases
from chatbot.dialogue.linking import Entry, Mention
from chatbot.dialogue.text import masked
from chatbot.records import Intent, SessionState

Person = tuple[str, str]
"""A facet, and who it is."""


class PersonReader:
    """Reads pronouns for people in one language; people are what a facet has that things are by, or with."""

    def __init__(self, language: Language, catalogue: Shelf) -> None:
        self._language = language
        self._catalogue = catalogue
        self._cues = {
            name: phrases(facet.cues.get(language.code, ()))
            for name, facet in catalogue.pack.facets.items()
            if facet.kind == "entity" and {*facet.cues.get(language.code, ())} & {*language.more_by}
        }

    def mentions(self, text: str, state: SessionState, named: Sequence[Mention]) -> list[Mention]:
        """Where pronouns stand for the person named last, as mentions of that value.

        None where it may be the one whom it is for, or another person named before ("Tom Hanks, did he …"), or where
        more of what shown items have is asked for ("more by him").
        """
        language = self._language
        if state.person is None or state.guest is not None or language.people.search(text):
            return []
        if language.speaks_for(text) is not None:
            return []
        more = any(p.search(text) for p in language.more_by.values())
        found = []
        for m in language.same_person.finditer(text):
            start, end = m.span(m.lastgroup or 0)
            if more and not language.did_make.fullmatch(masked(text, start, end)):
                continue
            others = [n for n in named if n.end <= start and any(e.facet in self._cues for e in n.entries)]
            if not any(language.clause_end.search(text, n.end, start) for n in others):
                found.append(Mention(start, end, text[start:end], (self._entry(text, start, end, state.person),)))
        return found

    def _entry(self, text: str, start: int, end: int, person: Person) -> Entry:
        """The person, as what the words beside the pronoun make of them ("with him", of a director)."""
        for facet, cues in self._cues.items():
            led = any(m.end() == len(text[:start].rstrip()) for m in cues.finditer(text, 0, start))
            if (led or cues.match(text, end)) and person[1] in self._catalogue.table.values(facet):
                return Entry(facet, person[1])
        return Entry(*person)

    def named(self, entries: Sequence[Entry], before: Person | None) -> Person | None:
        """Whom a later pronoun stands for: the one that it stood for, if that one is named again, else the last."""
        said = [(e.facet, str(e.value)) for e in entries if e.facet in self._cues]
        again = before is not None and any(value == before[1] for _, value in said)
        return said[-1] if said and not again else before

    def asked_of(self, text: str, intents: Sequence[Intent], items: Sequence[str]) -> Person | None:
        """The person by whom an item is, where that is asked for ("who directed Jaws?")."""
        item = self._catalogue.item(items[0]) if items and Intent.ASK_ITEM in intents else None
        for name in self._cues if item is not None else ():
            asked = phrases(self._catalogue.pack.facets[name].asked.get(self._language.code, ()))
            if item is not None and len(item.values(name)) == 1 and asked.search(text):
                return name, str(item.values(name)[0])
        return None
