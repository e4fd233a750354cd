"""Questions about items whose words alone say what they ask, so that neither a model nor a classifier is asked."""

from collections.abc import Callable, Sequence

from rapidfuzz.distance import OSA

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.in_series import compared_in_series
from chatbot.dialogue.language import Language
from chatbot.dialogue.recall import asks_for, asks_for_profile, asks_on, recalls
from chatbot.dialogue.references import UNSEEN, UNSOLD, pair
from chatbot.dialogue.sentence import Reading, Sentence
from chatbot.dialogue.text import CJK, key_of, masked, overlaps, spans_of
from chatbot.dialogue.values_held import ValuesAsked
from chatbot.dialogue.why_asked import why_asked
from chatbot.records import ITEM, Intent, Polarity, Statement

_YIELDING = 0.9
"""Strength of what may be given up for the person it is asked of."""
_TELLING = 4
"""Letters from which on a word tells what is asked for."""


class QuestionReader:
    """Reads such questions in one language about one catalogue."""

    def __init__(self, language: Language, catalogue: Shelf, serves: Callable[[str], bool]) -> None:
        """serves: whether a text has a word of a help page."""
        self._language = language
        self._catalogue = catalogue
        self._values = ValuesAsked(language, catalogue, serves)
        self._titles = {item.id: item.title for item in catalogue.items}
        self._facet_names = {
            key_of(name)
            for key, facet in catalogue.pack.facets.items()
            for name in (facet.name(language.code, key), *facet.cues.get(language.code, ()))
        }

    def __call__(self, read: Reading) -> Sentence | None:
        """What the sentence asks; None for any other."""
        ways = (
            self._recalls,
            self._values,
            self._asks,
            self._why,
            self._range,
            self._either,
            self._made_by,
            self._did_make,
            self._doubts,
            self._disbelieves,
        )
        return next((sentence for way in ways if (sentence := way(read)) is not None), None)

    def _recalls(self, read: Reading) -> Sentence | None:
        """A shown item is to be told about again."""
        pointed = read.seen.pointed
        if not recalls(read.text, self._language, pointed):
            return None
        lacking = [s for s in read.stated.statements if s.facet != ITEM] if pointed.beyond == UNSEEN else []
        return Sentence(
            [Intent.ASK_ITEM],
            references=read.meant.all,
            beyond=pointed.beyond,
            described=read.seen.described,
            settled=True,
            lacking=lacking,
        )

    def _asks(self, read: Reading) -> Sentence | None:
        """The question before is asked of another item, or it is asked for an item, or for the profile."""
        text, items = read.text, spans_of(read.seen.items)
        if asks_on(text, self._language, [*spans_of(read.seen.pointed.pointers), *items]):
            return Sentence([Intent.ASK_ITEM], references=read.meant.all, settled=True, asks_on=True)
        named = named_in(read, self._language)
        place = named[0][:2] if len(named) == 1 else None
        if place is not None and self._language.about_story.fullmatch(masked(text, *place)):  # "what's Jaws about?"
            return Sentence([Intent.ASK_ITEM], references=(named[0][2],), settled=True)
        if (item := self._asks_named(read, named)) is not None:
            return Sentence([Intent.ASK_ITEM], references=(item,), settled=True)
        if read.state.on_screen and self._language.asks_quality.fullmatch(text.strip(" ?？。")):  # 好看吗
            about = (read.meant.all or read.state.focus or read.state.on_screen)[:1]
            return Sentence([Intent.ASK_ITEM], references=tuple(about), settled=True)
        if read.state.on_screen and self._asks_value(read):  # 操作简单吗
            about = (read.meant.all or read.state.focus or read.state.on_screen)[:1]
            return Sentence([Intent.ASK_ITEM], references=tuple(about), settled=True)
        if asks_for(text, self._language, items):
            return Sentence([Intent.ASK_ITEM], references=read.meant.all, settled=True)
        if len(read.seen.items) == 1 and self._names_facet(masked(text, *items[0])):  # "Nova 8 price"
            return Sentence([Intent.ASK_ITEM], references=(read.seen.items[0].item_id,), settled=True)
        if (of := self._asks_trait(read)) is not None:
            return Sentence([Intent.ASK_ITEM], references=of, settled=True)
        asked = self._language.asks_facet.fullmatch(text)
        what = next(filter(None, asked.groups()), "") if asked else ""
        if what and read.state.on_screen and key_of(what) in self._facet_names:  # "and the battery?"
            alone = self._language.pronoun.search(text) or read.state.question is not None
            compared = () if alone else pair(read.state)  # 续航怎么样, after two were compared
            about = compared or read.state.focus[:1] or read.state.on_screen
            return Sentence([Intent.ASK_ITEM], references=about, settled=True)
        if (first := self._asks_series(read)) is not None:
            return Sentence([Intent.ASK_ITEM], references=(first,), settled=True)
        if read.meant.all and self._language.times.search(text) and self._language.asks_together.search(text):
            return Sentence([Intent.ASK_ITEM], references=read.meant.all[:1], settled=True)
        if asks_for_profile(text, self._language):
            return Sentence([Intent.PROFILE], settled=True)
        return None

    def _asks_series(self, read: Reading) -> str | None:
        """The item of which it is asked what belongs to it ("are there any sequels?")."""
        named = named_in(read, self._language)
        text = masked(read.text, *named[0][:2]) if len(named) == 1 else read.text
        about = (named[0][2],) if len(named) == 1 else read.meant.all or read.state.focus or read.state.on_screen
        return about[0] if about and self._language.asks_series.fullmatch(text) else None

    def _asks_named(self, read: Reading, named: Sequence[tuple[int, int, str]]) -> str | None:
        """The item of which something is asked by its name, shown or not ("Tell me about 8½", "Heat, is it long?")."""
        for start, end, item in named:
            if self._language.asks_named.fullmatch(masked(read.text, start, end)):
                return item
        return None

    def _asks_value(self, read: Reading) -> bool:
        """Whether a question but names one value that things have."""
        values = [m for m in read.seen.values if not any(e.facet == self._catalogue.pack.main for e in m.entries)]
        text = masked(read.text, values[0].start, values[0].end) if len(values) == 1 else ""
        return self._language.asks_value.fullmatch(text) is not None

    def _names_facet(self, text: str) -> bool:
        """Whether there is nothing beside an item, "#", but the name of a facet."""
        rest = key_of(text.replace("#", " "))
        return "#" in text and rest in self._facet_names

    def _asks_trait(self, read: Reading) -> tuple[str, ...] | None:
        """The items of which something is asked that they have a value of, though a help page speaks of it, too ("how
        long is the warranty on the first?"); typing errors let pass."""
        items = tuple(i for i in read.meant.all or read.state.focus[:1] if i in self._titles)
        places = [*spans_of(read.seen.pointed.pointers), *spans_of(read.seen.items)][:1]
        text = masked(read.text, *places[0]) if places else read.text
        asked = self._language.asks_trait.fullmatch(text) if items else None
        if asked is None:
            return None
        said = [word for word in key_of(asked["what"] or asked["what2"]).split() if len(word) >= _TELLING]
        for name, facet in self._catalogue.pack.facets.items():
            label = key_of(facet.name(self._language.code, name))
            known = all(self._has(item, name) for item in items)
            if known and any(_is_near(word, part) for word in said for part in label.split()):
                return items
        return None

    def _has(self, item_id: str, facet: str) -> bool:
        item = self._catalogue.item(item_id)
        return item is not None and bool(item.values(facet))

    def _why(self, read: Reading) -> Sentence | None:
        why = why_asked(read.seen, read.meant.ruled_out, self._language, self._catalogue, read.state)
        if why is None:
            return None
        about = (*why.chosen, *why.not_chosen)
        return Sentence([Intent.WHY], references=about, settled=True, not_chosen=why.not_chosen)

    def _range(self, read: Reading) -> Sentence | None:
        """ "What do you sell?" """
        asked = self._catalogue.pack.main is not None and self._language.asks_range.fullmatch(read.text)
        return Sentence([Intent.ASK_ITEM], beyond=UNSOLD, settled=True) if asked else None

    def _either(self, read: Reading) -> Sentence | None:
        """ "Alien or Heat?", "what's the difference between the Mattina and the Mattina Plus?", shown or not."""
        if series := compared_in_series(read.seen, self._language, self._catalogue):
            return Sentence([Intent.COMPARE], references=series, settled=True)
        named = named_in(read, self._language)
        if len(named) != 2:
            return None
        text = read.text
        for start, end, _ in reversed(named):
            text = masked(text, start, end)
        items = tuple(item for _, _, item in named)
        either = self._language.asks(read.text) and self._language.either_of.fullmatch(text)
        meant = self._catalogue.pack.main is not None or len(read.seen.items) == len(named)
        asked = either or (meant and self._language.intends(Intent.COMPARE, text))
        return Sentence([Intent.COMPARE], references=items, settled=True) if asked and items[0] != items[1] else None

    def _made_by(self, read: Reading) -> Sentence | None:
        """ "What else has Tom Hanks been in?", of somebody named."""
        facets = self._catalogue.pack.facets
        for mention in read.seen.values:
            persons = any(e.facet in facets and facets[e.facet].kind == "entity" for e in mention.entries)
            if persons and self._language.made_by.fullmatch(masked(read.text, mention.start, mention.end)):
                said = [s.model_copy(update={"hard": True, "certain": True}) for s in read.stated.statements]
                return Sentence([Intent.REQUEST], said, settled=True, others=True, displaces=True)
        return None

    def _did_make(self, read: Reading) -> Sentence | None:
        """ "Did Tom Hanks ever do a comedy?", "and with Meg Ryan in it?": looked for, whatever is shown."""
        facets = self._catalogue.pack.facets
        entities = {name for name, facet in facets.items() if facet.kind == "entity"}
        persons = [m for m in read.seen.values if any(e.facet in entities for e in m.entries)]
        if not persons or named_in(read, self._language):
            return None
        ends = {persons[0].end, persons[-1].end}  # "did he work with her?" is asked of the first
        texts = [masked(read.text, persons[0].start, end) for end in ends]
        asked = next((m for text in texts if (m := self._language.did_make.fullmatch(text)) is not None), None)
        if asked is None and not any(self._language.has_in_it.fullmatch(text) for text in texts):
            return None
        held = {"hard": True, "certain": True, "strength": 1.0}
        said = [s.model_copy(update=held) if self._is_person(s) else _yielding(s) for s in read.stated.statements]
        wishes = [s for s in read.stated.wishes if asked is None or s.words in asked["what"]]
        wish = " ".join(s.words for s in wishes)
        intent = Intent.REQUEST if asked else Intent.CONSTRAIN
        return Sentence([intent], [*said, *wishes], wish=wish, settled=True, displaces=asked is not None)

    def _is_person(self, said: Statement) -> bool:
        facet = self._catalogue.pack.facets.get(said.facet)
        return facet is not None and facet.kind == "entity" and said.polarity is Polarity.LIKE

    def _doubts(self, read: Reading) -> Sentence | None:
        """ "Is that too long for a weeknight?", of what is shown."""
        if not (read.state.on_screen and self._language.doubts.match(read.text)):
            return None
        about = read.meant.all or read.state.focus[:1] or read.state.on_screen
        return Sentence([Intent.ASK_ITEM], references=about[:1], settled=True) if len(about) == 1 else None

    def _disbelieves(self, read: Reading) -> Sentence | None:
        """ "Those aren't wired?", of what is shown."""
        if not (read.state.on_screen and self._language.disbelieves.fullmatch(read.text)):
            return None
        several = self._language.list_pronoun.search(read.text)
        one = read.state.focus[:1] or read.state.on_screen[:1]
        about = read.meant.all or (read.state.on_screen if several else one)
        return Sentence([Intent.ASK_ITEM], references=tuple(about), settled=True)


def named_in(read: Reading, language: Language) -> list[tuple[int, int, str]]:
    """Where items are named, also by titles that are common words, and which they are: of several of one name that
    which is shown, else the first that the catalogue has."""
    named = [(item.start, item.end, item.item_id) for item in read.seen.items]
    taken = [(start, end) for start, end, _ in named]
    shown = [item for showing in reversed(read.state.shown) for item in showing]
    for mention in read.seen.mentions:
        ids = [str(e.value) for e in mention.entries if e.facet == ITEM]
        stop = mention.words.casefold() in language.stop and not mention.words[0].isupper()
        plain = stop or language.pronoun.fullmatch(mention.words) is not None
        if ids and not plain and not overlaps(mention, taken):  # "what's it about" asks of no film called "It"
            named.append((mention.start, mention.end, next((i for i in shown if i in ids), ids[0])))
    return sorted(named)


def _yielding(said: Statement) -> Statement:
    """What is set aside before the person is, where they made nothing of the sort."""
    spread = said.min is not None and said.max is not None  # less firm, a stretch would be wider
    return said if spread else said.model_copy(update={"strength": min(said.strength, _YIELDING)})


def _is_near(word: str, other: str) -> bool:
    """Whether two words are the same but for one or two slips of the keys, or one holds the other in Chinese."""
    if CJK.search(word):
        return word in other or other in word
    return len(other) >= _TELLING and OSA.distance(word, other) <= (len(word) >= 6) + (len(word) >= 8)
