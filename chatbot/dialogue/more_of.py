"""What is wanted by what shown items have: "more by him", "what else did the director make?", "another brand"."""

from typing import NamedTuple

from chatbot.catalogue.catalogue import Shelf
from chatbot.catalogue.pack import Facet
from chatbot.dialogue.language import Language, phrases
from chatbot.dialogue.sentence import Reading
from chatbot.dialogue.text import CJK, masked
from chatbot.records import Item, Polarity, Statement


class Wanted(NamedTuple):
    """What is wanted, and whether it may take the place of whom else was asked for. None of it: merely others."""

    statements: list[Statement]
    displaces: bool = False
    name: str = ""
    """The word for the facet, which is no wish for anything else ("actor", of films about actors)."""


class _Said(NamedTuple):
    """The facet that a sentence speaks of by its name or by a pronoun, its words, and whether they rule it out."""

    facet: str
    words: str
    against: bool = False
    name: str = ""
    """The facet's name where it is said: "the director" may be that of the first on screen, "he" was spoken of."""


class MoreOf:
    """Reads such sentences in one language about one catalogue."""

    def __init__(self, language: Language, catalogue: Shelf) -> None:
        self._language = language
        self._catalogue = catalogue
        self._facets = {name: facet for name, facet in catalogue.pack.facets.items() if facet.kind == "entity"}
        self._names = {
            name: phrases([name.replace("_", " "), *facet.label.values(), *_nouns(facet, language)])
            for name, facet in self._facets.items()
        }

    def __call__(self, read: Reading) -> Wanted | None:
        """None for a sentence that asks for nothing of the kind, or where no shown item has what it speaks of."""
        if (other := self._someone_else(read)) is not None:
            return other
        on_screen = [item for item in map(self._catalogue.item, read.state.on_screen) if item is not None]
        heard = self._said(read) if on_screen or read.state.focus else []
        named = {mention.facet for mention in read.seen.values}  # "another by Kubrick" says whom
        if not heard or named & {said.facet for said in heard}:
            return None
        found = [(said, *self._values(said, read, on_screen)) for said in heard]
        found = [each for each in found if each[1]]
        if not found:
            return Wanted([]) if any(said.against for said in heard) else None
        said, values, shared = next((each for each in found if each[2]), found[0])
        several = len(values) > 1
        statements = [
            Statement(
                facet=said.facet,
                value=value,
                polarity=Polarity.DISLIKE if said.against else Polarity.LIKE,
                hard=True,
                words="" if several else said.words,  # "her" is all of them, and need not be asked about
                certain=True,
                alternative=several,
            )
            for value in values
        ]
        return Wanted(statements, not (said.against or shared), said.name)

    def _someone_else(self, read: Reading) -> Wanted | None:
        """ "By someone else", "not him again": none of whom was named last, else of whom the items spoken of are by."""
        language, person = self._language, read.state.person
        found = language.someone_else.fullmatch(read.text)
        if found is None or any(m.facet in self._facets for m in read.seen.values):
            return None
        cue = (found["cue"] or "").casefold()
        cued = [name for name, facet in self._facets.items() if cue and cue in _cues(facet, language)]
        if person is not None and found["them"]:  # in whatever they do
            facets = [name for name in self._facets if person[1] in self._catalogue.table.values(name)]
            return Wanted([_against(name, person[1], read.text) for name in facets])
        if person is not None and person[0] in cued:
            return Wanted([_against(*person, read.text)])
        if found["them"] or not (read.state.on_screen or read.state.focus):
            return None
        items = [item for item in map(self._catalogue.item, read.state.on_screen) if item is not None]
        values = {name: self._values(_Said(name, read.text, against=True), read, items)[0] for name in cued}
        return Wanted([_against(name, value, "") for name, own in values.items() for value in own])

    def _said(self, read: Reading) -> list[_Said]:
        language, text = self._language, read.text

        def meant(at: int) -> bool:  # and not "nothing else by him", "seen all by him"
            before = language.not_negator.sub(" ", text[:at])
            return not (language.negator.search(before) or language.seen.search(before))

        found: list[_Said] = []
        for name, names in self._names.items():
            for m in names.finditer(text):
                around = masked(text, *m.span())
                if not (meant(m.start()) or language.not_same_of.fullmatch(around)):
                    continue
                if language.another_of.search(around) or language.not_same_of.fullmatch(around):
                    found.append(_Said(name, text, against=True, name=m.group()))
                elif language.more_of.search(around):
                    found.append(_Said(name, text, name=m.group()))
        for cue, pattern in language.more_by.items():
            if (by := pattern.search(text)) is not None and meant(by.end()):
                cued = [name for name, facet in self._facets.items() if cue in _cues(facet, language)]
                found += [_Said(name, by.group()) for name in cued]
        return found

    def _is_spoken_of(self, read: Reading) -> bool:
        """Whether the person named last is one of the item spoken of."""
        person = read.state.person
        item = self._catalogue.item(read.state.focus[0]) if read.state.focus else None
        return person is not None and item is not None and person[1] in item.values(person[0])

    def _values(self, said: _Said, read: Reading, on_screen: list[Item]) -> tuple[list[str], bool]:
        """The values of the item pointed at, else those that all on screen share, else those of the one spoken of;
        and whether they are shared.
        """
        pointed = read.meant.all[:1]
        first = on_screen[0].values(said.facet) if on_screen else ()
        shared = [str(v) for v in first if all(v in item.values(said.facet) for item in on_screen)]
        if shared and not pointed:
            return shared, True
        if not (pointed or said.name) and self._is_spoken_of(read):
            who = str((read.state.person or ("", ""))[1])
            if who in self._catalogue.table.values(said.facet):
                return [who], False
        about = (*pointed, *read.state.focus, *(read.state.on_screen if said.name and not said.against else ()))[:1]
        item = self._catalogue.item(about[0]) if about else None
        values = [str(value) for value in item.values(said.facet)] if item is not None else []
        return values, bool(values) and set(values) <= set(shared)


def _against(facet: str, value: str, words: str) -> Statement:
    return Statement(facet=facet, value=value, polarity=Polarity.DISLIKE, hard=True, words=words, certain=True)


def _nouns(facet: Facet, language: Language) -> list[str]:
    """Its cues that name it ("actor") rather than lead to a name ("with", "starring")."""
    words = [cue for cue in _cues(facet, language) if cue.isalpha() and cue.casefold() not in language.stop]
    return [word for word in words if CJK.search(word) or not word.endswith("ing")]


def _cues(facet: Facet, language: Language) -> tuple[str, ...]:
    return facet.cues.get(language.code, ())
