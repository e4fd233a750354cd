"""The deterministic parser: a message and the dialogue state in, an Understanding out. Needs no language model."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.choices import undecided
from chatbot.dialogue.circumstances import without_circumstances, without_loads
from chatbot.dialogue.comparison import Asked
from chatbot.dialogue.contradictions import with_words_of
from chatbot.dialogue.corrections import (
    Part,
    amended,
    conceded,
    corrected,
    distinct,
    parts_of,
    tempered,
    without_rejected,
)
from chatbot.dialogue.distaste import for_good
from chatbot.dialogue.dropped import dropped
from chatbot.dialogue.hearsay import hearsay
from chatbot.dialogue.intents import SPLIT, main_intent
from chatbot.dialogue.language import Language, load_language
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.money import has_prices
from chatbot.dialogue.quantities import Quantity
from chatbot.dialogue.recall import asks_held
from chatbot.dialogue.references import UNSOLD
from chatbot.dialogue.script import simplified
from chatbot.dialogue.sentence import Sentence
from chatbot.dialogue.sentences import SentenceReader
from chatbot.dialogue.sentiment import sentiment
from chatbot.dialogue.short_answers import answered
from chatbot.dialogue.text import key_of, language_of, overlaps, span_of, spans_of
from chatbot.dialogue.tongue import is_foreign
from chatbot.prompts import Prompts
from chatbot.records import (
    ITEM,
    KNOWN_STRENGTH,
    WISH,
    Fact,
    Intent,
    Polarity,
    ProfileChange,
    SessionState,
    Statement,
    Understanding,
)

_POINTING = {Intent.SIMILAR, Intent.ASK_ITEM, Intent.ACCEPT, Intent.OUT_OF_SCOPE}
"""What a sentence is read as that does nothing but point at an item."""
_TAKING_SIDES = {Intent.ACCEPT, Intent.REJECT, Intent.SIMILAR, Intent.CRITIQUE, Intent.COMPARE, Intent.WHY}
"""What a sentence is for that has to do with the items it points at."""
_ELSEWHERE = {Intent.SUPPORT, Intent.CRITIQUE, Intent.HANDOFF}
"""What a question is for that asks nothing of an item."""
_GOES_ON = {
    Intent.REQUEST,
    Intent.CONSTRAIN,
    Intent.INFORM,
    Intent.REJECT,
    Intent.CRITIQUE,
    Intent.ASK_ITEM,
    Intent.OUT_OF_SCOPE,
}
"""What a sentence beside one that asks for a thing is read as where it says more of that."""
_LATIN_COMMA = re.compile(r"(?<=[\u4e00-\u9fff]),|,(?=[\u4e00-\u9fff])")
"""A comma in Chinese, as many type it."""
_THE = re.compile(r"\bthe $", re.IGNORECASE)
"""Before a maker's name that stands for a shown item ("is the Baseline loud enough?")."""
_BRIEF = 40
"""Characters of a message that does nothing but answer an offer, or of a sentence that goes on with one before."""


class Parser:
    """Parses messages about one catalogue."""

    def __init__(self, catalogue: Shelf, prompts: Prompts) -> None:
        self._facets = catalogue.pack.facets
        self._nouns = catalogue.pack.noun
        languages = {code: load_language(prompts, code) for code in prompts.languages()}
        stop = frozenset(w for language in languages.values() for w in language.stop)
        short_names = {name: short for spoken in languages.values() for name, short in spoken.short_names.items()}
        self.linker = Linker(catalogue, stop, short_names)
        self._catalogue = catalogue
        self._main = catalogue.pack.main
        self._readers = {code: SentenceReader(spoken, catalogue, self.linker) for code, spoken in languages.items()}

    def parse(self, text: str, state: SessionState, intents: Sequence[Intent] = ()) -> Understanding:
        """Understand one clean message. Never raises for what a person may type.

        intents: what it is for, where that is known before it is read.
        """
        text = _LATIN_COMMA.sub("，", text)  # as long as it was
        code = language_of(text, state.language)
        reader = self._readers.get(code) or self._readers["en"]
        language = reader.language
        if reader.intents.manipulates(text):
            return Understanding(text=text, intent=Intent.OUT_OF_SCOPE, intents=(Intent.OUT_OF_SCOPE,), language=code)
        one = language.leaves_choice(text, bool(state.on_screen))
        if one or language.opening.fullmatch(text.strip()):
            wants = Intent.REQUEST
            return Understanding(text=text, intent=wants, intents=(wants,), one=one, settled=True, language=code)
        heard = hearsay(without_circumstances(language.without_tastes(text), language, self.linker), language)
        count, plain = language.count_asked(heard.text, self._nouns.get(code, ()))
        parts = parts_of(plain, language, SPLIT)
        read = self._in_turn(parts, lambda part, now, kinds: reader(part.text, now, intents, kinds), state)
        read = _beside_forgotten(parts, _taken(parts, read, language, self._main), language)
        read = _beside_unsold(read, self._main)
        intents = list(dict.fromkeys(intent for sentence in read for intent in sentence.intents)) or [
            Intent.OUT_OF_SCOPE
        ]
        if len(intents) > 1 and Intent.OUT_OF_SCOPE in intents:
            intents.remove(Intent.OUT_OF_SCOPE)
        # "We've seen the first two. Is the last one in English?" is asked of the last one.
        asking = [s for s in read if s.references and set(s.intents) == {Intent.ASK_ITEM}]
        told = any(s.references and _only_tells(s) for s in read if s not in asking)
        comparing = [s for s in read if len(s.references) > 1 and Intent.COMPARE in s.intents]
        about = comparing or (asking if asking and told else read)  # "That one is dull. Compare the other two."
        takes = [s for s in read if s.references and Intent.ACCEPT in s.intents and s not in asking]
        about = asking if takes and asking else about
        pointed = tuple(dict.fromkeys(item for sentence in about for item in sentence.references))
        beyond = next((sentence.beyond for sentence in read if sentence.beyond), 0)
        asks = intents == [Intent.ASK_ITEM] and bool(pointed)  # "is it suitable for my mother?" is no search for her
        guest = None if asks else language.speaks_for(text)
        if intents == [Intent.OUT_OF_SCOPE] and (beyond or guest is not None):
            intents = [Intent.ASK_ITEM if beyond else Intent.INFORM]
        impatient = any(p.search(text) for p in language.impatient)
        if intents == [Intent.OUT_OF_SCOPE] and impatient:
            intents = [Intent.REQUEST]
        stated = without_rejected([(p, r.statements) for p, r in zip(parts, read, strict=True)], language.no)
        said = corrected(list(zip(parts, stated, strict=True)), language.replaced)
        said = for_good(said, heard.text, language)
        said = with_words_of(amended(said, text, language), self.linker, self._nouns.get(code, ()))
        if language.follow.search(text) and said and not any(s.facet == self._main for s in said):
            intents = list(dict.fromkeys(Intent.CONSTRAIN if i is Intent.REQUEST else i for i in intents))
        own_turn = bool(state.shown) and state.guest is None and language.own_turn.search(text) is not None
        another = language.afresh.search(text) is not None or any(sentence.afresh for sentence in read)
        afresh = bool(state.shown) and another
        attributed = heard.attributed(said)
        kind_known = self._shows_one_kind(state) or any(s.facet == self._main for s in said)
        if (guest or (guest is None and state.guest)) and not kind_known:
            attributed = heard.sought(attributed, self._facets)
        understanding = Understanding(
            text=text,
            intent=main_intent(intents),
            intents=tuple(intents),
            statements=distinct(tempered(conceded(attributed))),
            critiques=tuple(c for sentence in read for c in sentence.critiques),
            references=pointed,
            taken=tuple(dict.fromkeys(i for s in takes for i in s.references)) if asking else (),
            wish=" ".join(sentence.wish for sentence in read if sentence.wish),
            described=tuple(stretch for sentence in read for stretch in sentence.described),
            beyond=beyond,
            guest=guest,
            person=read[-1].person if read else state.person,
            values_of=next((sentence.values_of for sentence in read if sentence.values_of), None),
            count=count,
            impatient=impatient,
            everything=Intent.RESET in intents and any(p.search(heard.text) for p in language.everything),
            lifted=tuple(s for sentence in read for s in sentence.lifted),
            asks_on=bool(read) and all(sentence.asks_on for sentence in read),
            not_chosen=tuple(item for sentence in read for item in sentence.not_chosen),
            keeps=bool(language.keeps(text)),
            hesitates=any(sentence.hesitates for sentence in read),
            orders=any(sentence.orders for sentence in read),
            back_to=next((sentence.back_to for sentence in read if sentence.back_to), ()),
            own_turn=own_turn,
            others=_wants_others(state, read, afresh or own_turn or language.wants_others(text)),
            afresh=afresh,
            adds=bool(state.shown) and language.adds.search(text) is not None,
            instead=bool(state.shown) and language.instead.search(text) is not None,
            displaces=bool(state.shown) and any(sentence.displaces for sentence in read),
            supposed=_lookup(text, [s for sentence in read for s in sentence.lacking], code),
            sure=tuple(dict.fromkeys(i for sentence in read if sentence.settled for i in sentence.intents)),
            settled=all(sentence.settled for sentence in read) and bool(read or guest is not None),
            language=code,
        )
        if understanding.asks_on and state.question is not None:  # of another item: what was asked of the last one
            asked = state.question.intents
            understanding = understanding.model_copy(update={"intent": asked[0], "intents": asked})
        return self._as_heard(answered(understanding, state, self._facets, language, self._main))

    def _in_turn(
        self,
        parts: Sequence[Part],
        reader: Callable[[Part, SessionState, frozenset[str]], Sentence],
        state: SessionState,
    ) -> list[Sentence]:
        """The sentences of a message, each read knowing what those before it point at ("the third is nice, who is in
        it?") and which kinds of things they name.

        A correction that does nothing but point says the same of another item ("the first, no wait, the third").
        """
        read: list[Sentence] = []
        kinds: frozenset[str] = frozenset()
        for part in parts:
            sentence = reader(part, state, kinds)
            about = sentence.references
            if part.corrects and read and read[-1].references and about and set(sentence.intents) <= _POINTING:
                sentence = read[-1]._replace(references=about)
                read[-1] = read[-1]._replace(references=())
            read.append(sentence)
            kinds |= {str(s.value) for s in sentence.statements if s.facet == self._main}
            focus = tuple(dict.fromkeys([*(sentence.leaves or about), *state.focus]))
            state = state.model_copy(update={"focus": focus, "person": sentence.person})
        return read

    def _as_heard(self, read: Understanding) -> Understanding:
        """Of a message in a language that is not read, the names and numbers; its other words are no wishes."""
        loose = any(s.facet == WISH for s in read.statements) or read.intents == (Intent.OUT_OF_SCOPE,)
        if not loose or read.references or not is_foreign(read.text, self._readers):
            return read
        kept = tuple(s for s in read.statements if s.facet != WISH)
        return read.model_copy(update={"statements": kept, "wish": "", "foreign": True})

    def _shows_one_kind(self, state: SessionState) -> bool:
        """Whether all on screen is of one kind: what somebody likes then leads among those ("she likes red")."""
        items = [item for item in map(self._catalogue.item, state.on_screen) if item is not None]
        kinds = {item.values(self._main) for item in items} if self._main else set()
        return len(kinds) == 1

    def supposed(self, read: Understanding, state: SessionState) -> Understanding | None:
        """What a question asks to be supposed, as if it was said; None where it supposes nothing."""
        reader = self._readers[read.language]
        clause = reader.language.supposition(read.text)
        if not clause:
            return None
        rest = reader.language.supposed_away.sub(" ", clause)
        intent = Intent.CONSTRAIN if rest == clause else Intent.FORGET
        sentence = reader(rest, state, (intent,))
        said = distinct(conceded([s for s in sentence.statements if s.facet != WISH]))
        return Understanding(
            text=clause,
            intent=intent,
            intents=(intent,),
            statements=said,
            critiques=tuple(sentence.critiques),
            language=read.language,
        )

    def offered(self, read: Understanding, state: SessionState) -> Understanding | None:
        """What the answer to an offer comes to: what was offered, or nothing new. None for any other message."""
        stated = any(s.facet not in (ITEM, WISH) for s in read.statements) or read.critiques
        if state.offered is None or stated or len(read.text) > _BRIEF:
            return None
        language, text = self._readers[read.language].language, read.text.strip()
        if language.no.fullmatch(text) or language.leave_it.match(text):
            return Understanding(text=read.text, intent=Intent.INFORM, intents=(Intent.INFORM,), language=read.language)
        bare = read.intents == (Intent.ACCEPT,) and not read.references
        if bare or language.yes.fullmatch(text) or language.go_ahead.match(text):
            return state.offered.model_copy(update={"text": read.text})
        return None

    @property
    def readers(self) -> Mapping[str, SentenceReader]:
        """The readers of sentences by language."""
        return self._readers

    def questions(self, read: Understanding, state: SessionState) -> list[Understanding]:
        """What a message asks of items, question by question ("is it loud? does it mop?"), each about its own."""
        language = self._readers[read.language].language
        parts = [part for part in language.next_question.split(read.text) if part.strip()]
        found: list[Understanding] = []
        about: tuple[str, ...] = ()
        told = ""
        for part in parts if len(parts) > 1 else ():
            if not found and part.endswith((".", "!", "。", "！")) and not language.asks(part):
                told += f"{part} "  # "The third sounds good. How long is it, and is it sad?"
                continue
            now = state.model_copy(update={"focus": tuple(dict.fromkeys([*about, *state.focus]))})
            one, told = self.parse(told + part, now), ""
            about = one.references or about or read.references
            text = found[-1].text if one.asks_on and found else part  # "is it waterproof? and the second?"
            if language.asks(text) and not _ELSEWHERE & set(one.intents):
                said = {"text": text, "references": about, "described": one.described, "settled": one.settled}
                found.append(read.model_copy(update=said))
        return found or [read]

    def asked(self, understanding: Understanding) -> Asked:
        """The numbers and values that a message about shown items names, but for what only describes one of them."""
        text, reader = understanding.text, self._readers[understanding.language]
        language = reader.language
        read = reader.degrees.read(text)
        read += [d for d in reader.degrees.extremes(text) if not overlaps(d, spans_of(read))]
        stretches = [span for words in understanding.described if (span := span_of(text, words)) is not None]
        pointing = [span for span in stretches if not language.which.search(text[: span[0]])]
        degrees = [d for d in read if not overlaps(d, pointing)]
        spans = [*pointing, *spans_of(degrees)]
        named = [(m.start, m.end) for m in self.linker.mentions(text) if m.is_item]
        named += [m.span() for pattern in language.ordinal_patterns for m in pattern.finditer(text)]
        loose = [m for m in self.linker.mentions(text) if not (m.is_item or self.linker.names_kind(m))]
        loose = [m for m in loose if not (reader.values.names_things(m) and _THE.search(text[: m.start]))]
        asked = [reader.values.questioned(m, text) for m in loose if not overlaps(m, spans)]
        part = self._asks_part(text, understanding)
        money = reader.numbers.money
        said = language.times.search(text) if language.asks_together.search(text) else None
        together = (language.asks(text) or said is not None) and language.asks_together.search(text) is not None
        times = int(language.numbers.get(said["n"].casefold(), 0)) or int(said["n"]) if said is not None else 1
        summed = (money,) if said is not None and money is not None else ()
        bounds = without_loads(reader.numbers.bounds(text), text, language, self._catalogue.pack.facets)
        return Asked(
            degrees=tuple(degrees),
            values=tuple(value for value in asked if value),
            facets=summed
            or tuple(
                dict.fromkeys(
                    b.facet for b in bounds if reader.numbers.in_reach(b) and not overlaps(b, [*pointing, *named])
                )
            ),
            times=times,
            leads=tuple(d for d in read if overlaps(d, stretches)) if understanding.settled else (),
            listed=bool(language.list_pronoun.search(text)),
            question=language.asks(text),
            whether=language.whether.search(text) is not None,
            quality=language.asks_quality.search(text) is not None and not part,
            held=asks_held(text, language, spans_of(self.linker.mentions(text))),
            whole=language.whole_words.search(text) is not None and not part,
            unlisted=language.unlisted.search(text) is not None or language.asks_beside.search(text) is not None,
            alike=language.asks(text) and language.asks_alike.search(text) is not None,
            together=together,
            words=tuple(
                word
                for start, end, word in reader.wishes.content(text)
                if all(end <= s or e <= start for s, e in (*pointing, *named))
            ),
        )

    def _asks_part(self, text: str, understanding: Understanding) -> bool:
        """Whether it is asked if a part of an item is good ("is the mic any good?")."""
        part = self._readers[understanding.language].language.asks_part.search(text)
        if part is None or any(self.linker.names_kind(m) for m in self.linker.mentions(part["part"])):
            return False
        items = [item for item in map(self._catalogue.item, understanding.references) if item is not None]
        return not any({*key_of(part["part"]).split()} & {*key_of(item.title).split()} for item in items)

    def sentiment(self, text: str) -> float:
        """Whether a review praises (up to 1) or blames (down to -1) what it is about."""
        reader = self._readers.get(language_of(text)) or self._readers["en"]
        return sentiment(simplified(text), reader.language)

    def asks_choice(self, understanding: Understanding) -> bool:
        """Whether it is asked which of the shown items it would choose."""
        return self._readers[understanding.language].language.asks_choice(understanding.text)

    def undecided(self, understanding: Understanding, facts: Sequence[Fact] = ()) -> Understanding:
        """The message without what it only seems to take (`choices.undecided`), or to take back (`dropped`)."""
        language = self._readers[understanding.language].language
        return dropped(undecided(understanding, self._catalogue, language), facts, language)

    def unpriced(self, understanding: Understanding) -> bool:
        """Whether the message goes by prices where nothing has one."""
        language = self._readers[understanding.language].language
        goes_by = language.pricing.search(understanding.text) is not None
        return goes_by and not has_prices(self._catalogue.pack, language)

    def limit_in_money(
        self, change: ProfileChange, language: str, of: Callable[[list[Quantity], Language, str], bool]
    ) -> Fact | None:
        """The limit on what may be spent that the message sets.

        of: in which currency, beside that of the prices (`money.foreign`, `money.assumed`).
        """
        reader = self._readers[language]
        money = reader.numbers.money
        for fact in change.added:
            bounded = fact.facet == money and (fact.min is not None or fact.max is not None)
            quantities = reader.numbers.quantities(fact.words) if bounded else []
            if quantities and of(quantities, reader.language, self._facets[fact.facet].unit):
                return fact
        return None

    def manipulates(self, understanding: Understanding) -> bool:
        """Whether the message tries to give the assistant orders about itself."""
        return self._readers[understanding.language].intents.manipulates(understanding.text)


def _wants_others(state: SessionState, read: Sequence[Sentence], asked: bool) -> bool:
    """Whether others are wanted than what was shown, or spoken of."""
    return (asked and bool(state.shown)) or (
        any(sentence.others for sentence in read) and bool(state.shown or state.focus)
    )


def _taken(parts: Sequence[Part], read: Sequence[Sentence], language: Language, main: str | None) -> list[Sentence]:
    """The sentences; one that but points at an item takes it where the next is of something else ("The first. Do you
    have a fan, too?").
    """
    kept = list(read)
    for at, (sentence, following) in enumerate(pairwise(read)):
        kind = any(s.facet == main and s.polarity is Polarity.LIKE for s in following.statements)
        loose = all(s.facet == WISH for s in following.statements)
        asks = language.asks(parts[at + 1].text) and (loose or language.whether.search(parts[at + 1].text))
        stated = {*following.intents} <= {Intent.CONSTRAIN, Intent.REQUEST, Intent.INFORM} and not kind
        if sentence.intents == [Intent.ACCEPT] and sentence.references and asks and stated and following.statements:
            about = sentence.references  # 那就第一个吧，防水吗？
            kept[at + 1] = Sentence([Intent.ASK_ITEM], references=about, settled=True)
            continue
        elsewhere = kind and Intent.ASK_ITEM not in following.intents and language.wants_more.match(parts[at + 1].text)
        if sentence.only_points and elsewhere and {*following.references} <= {*sentence.references}:
            kept[at] = sentence._replace(intents=[Intent.ACCEPT], statements=(), settled=True)
            kept[at + 1] = following._replace(settled=True)
    return kept


def _only_tells(sentence: Sentence) -> bool:
    """Whether nothing is to be done about the items that a sentence points at ("we've seen the first two")."""
    known = all(s.strength <= KNOWN_STRENGTH for s in sentence.statements)
    return not _TAKING_SIDES & set(sentence.intents) or (bool(sentence.statements) and known)


def _beside_unsold(read: list[Sentence], main: str | None) -> list[Sentence]:
    """The sentences; of those beside one that asks for what is not sold none counts that but goes on about it ("my
    toaster broke. need one with 4 slots").
    """
    if not any(sentence.beyond == UNSOLD and sentence.wish for sentence in read):
        return read
    stand = [s.beyond == UNSOLD or not {*s.intents} <= _GOES_ON or _names_kind(s, main) for s in read]
    return [s if stands else Sentence([], settled=True) for s, stands in zip(read, stand, strict=True)]


def _names_kind(sentence: Sentence, main: str | None) -> bool:
    return any(s.facet == main for s in sentence.statements)


def _beside_forgotten(parts: Sequence[Part], read: Sequence[Sentence], language: Language) -> list[Sentence]:
    """The sentences, with what is stated marked as standing where another one takes something back.

    What only goes on ("Forget wireless. And Sonara.") is taken back too.
    """
    marked, forgets = [], False
    takes_back = any(Intent.FORGET in sentence.intents for sentence in read)
    for part, sentence in zip(parts, read, strict=True):
        goes_on = forgets and len(part.text) <= _BRIEF and language.joint.match(part.text) is not None
        forgets = goes_on or Intent.FORGET in sentence.intents
        stands = [] if forgets or not takes_back else sentence.statements
        said = [s.model_copy(update={"stands": True}) for s in stands] or sentence.statements
        marked.append(sentence._replace(statements=said))
    return marked


def _lookup(text: str, statements: Sequence[Statement], code: str) -> Understanding | None:
    """The search for what was described and is not there, to be offered."""
    if not statements:
        return None
    said, intents = tuple(statements), (Intent.CONSTRAIN,)
    return Understanding(text=text, intent=Intent.CONSTRAIN, intents=intents, statements=said, language=code)
