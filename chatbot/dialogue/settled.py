"""Sentences whose words alone say what they are for, so that neither a model nor a classifier is asked."""

from collections.abc import Sequence

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.choices import chooses, takes_first
from chatbot.dialogue.complaints import holds
from chatbot.dialogue.goes_with import linked_kinds, other_kinds
from chatbot.dialogue.going_back import BackReader
from chatbot.dialogue.intents import IntentReader
from chatbot.dialogue.items_named import NamedItem, known_item
from chatbot.dialogue.language import Language, phrases
from chatbot.dialogue.more_of import MoreOf
from chatbot.dialogue.orders import orders
from chatbot.dialogue.references import UNCLEAR, UNLINKED, Pointer, pair, the_other
from chatbot.dialogue.sentence import Reading, Sentence, Stated
from chatbot.dialogue.settled_questions import QuestionReader, named_in
from chatbot.dialogue.text import key_of, masked, overlaps, spans_of
from chatbot.records import ITEM, WISH, Intent, Polarity, Scope, Statement


class SettledReader:
    """Reads such sentences in one language about one catalogue."""

    def __init__(self, language: Language, catalogue: Shelf, intents: IntentReader) -> None:
        self._language = language
        self._catalogue = catalogue
        self._intents = intents
        self._more_of = MoreOf(language, catalogue)
        self._questions = QuestionReader(language, catalogue, intents.serves)
        self._goes_back = BackReader(language, catalogue)
        self._linked = phrases(w for r in catalogue.pack.relations.values() for w in r.asked.get(language.code, ()))
        self._titles = {item.id: item.title for item in catalogue.items}

    def __call__(self, read: Reading) -> Sentence | None:
        """What the sentence says; None for any other."""
        ways = (
            self._orders,
            self._goes_back,
            self._takes_beside,
            self._chooses_of_two,
            self._compares,
            self._regrets,
            self._relishes,
            self._more,
            self._accessories,
            self._remembers_whose,
            self._questions,
            self._laughs,
            self._hesitates,
            self._settles,
            self._favours,
            self._half_remembers,
            self._judges,
            self._fears,
            self._describes,
            self._disputes,
            self._sets_aside,
            self._chooses,
            self._all_but,
            self._tells,
            self._serves,
        )
        return next((sentence for way in ways if (sentence := way(read)) is not None), None)

    def _orders(self, read: Reading) -> Sentence | None:
        return None if self._intents.serves(read.text) else orders(read, self._language)

    def _takes_beside(self, read: Reading) -> Sentence | None:
        """ "The second, and a kettle": it is taken, and something of another kind is looked for."""
        language, pointers = self._language, spans_of(read.seen.pointed.pointers)
        takes = takes_first(read.text, language, pointers, language.and_more) and not read.meant.ruled_out
        if not (takes and other_kinds(read.stated.statements, read.meant.all, self._catalogue)):
            return None
        intents = [Intent.ACCEPT, Intent.REQUEST]
        return Sentence(intents, read.stated.statements, references=read.meant.all, settled=True)

    def _chooses_of_two(self, read: Reading) -> Sentence | None:
        """ "The cheaper one then", of two that were compared."""
        pointers = read.seen.pointed.pointers
        if not (pointers and read.seen.described and pair(read.state)):
            return None
        taken = self._language.takes_one.match(read.text) is not None
        if not (taken or chooses(read.text, self._language, spans_of(pointers))):
            return None
        return Sentence([Intent.ACCEPT], references=read.meant.all, settled=True)

    def _compares(self, read: Reading) -> Sentence | None:
        """ "Is that heavier than the first one?", of the item spoken of last; "is the second better?"."""
        pointers = read.seen.pointed.pointers
        places = [(p.start, p.end, p.item_id) for p in pointers] or named_in(read, self._language)
        other = tuple(item for _, _, item in places)
        focus = [item for item in (*read.state.focus, *read.state.on_screen) if item not in other][:1]
        if not (other and focus and len(places) == 1) or self._language.pronoun.fullmatch(
            read.text[slice(*places[0][:2])]
        ):
            return None  # "isn't it better to wait for a sale?"
        if not self._language.compares_with.fullmatch(masked(read.text, *places[0][:2])):
            return None
        return Sentence([Intent.COMPARE], references=(*focus, *other), settled=True)

    def _more(self, read: Reading) -> Sentence | None:
        """Something else by whom a shown item is by, or by nobody of that kind."""
        language, shown = self._language, read.state.on_screen
        theirs = any(pattern.search(read.text) for pattern in language.more_by.values())
        if shown and theirs and language.unlisted.search(read.text) and language.asks(read.text):
            return Sentence([Intent.ASK_ITEM], references=shown, settled=True)  # "which of his won an Oscar?"
        wanted = self._more_of(read)
        if wanted is None:
            return None
        out = {s.facet for s in wanted.statements if s.polarity is Polarity.DISLIKE}  # "not the same brand again"
        stated = [s for s in read.stated.statements if s.facet not in out]
        said = [*wanted.statements, *(s for s in stated if not s.words or s.words not in wanted.name)]
        return Sentence([Intent.REQUEST], said, settled=True, others=True, displaces=wanted.displaces)

    def _regrets(self, read: Reading) -> Sentence | None:
        """ "The one I picked was boring", in a session that has shown nothing yet."""
        taken = tuple(item for item in read.state.focus[:1] if item in self._titles)
        if read.state.on_screen or not (taken and self._language.regrets.match(read.text)):
            return None
        title = self._titles[taken[0]]
        disliked = Statement(
            facet=ITEM, value=taken[0], polarity=Polarity.DISLIKE, words=title, scope=Scope.LASTING, certain=True
        )
        said = [s for s in read.stated.statements if s.facet != ITEM and s.polarity is Polarity.LIKE]
        intents = [Intent.REJECT, Intent.REQUEST] if said else [Intent.REJECT]
        return Sentence(intents, [disliked, *said], references=taken, settled=True)

    def _relishes(self, read: Reading) -> Sentence | None:
        """ "The one from last time was great", in such a session: more like it, or anything where none was taken."""
        if read.state.on_screen or not self._language.relishes.match(read.text):
            return None
        taken = tuple(item for item in read.state.focus[:1] if item in self._titles)
        liked = [Statement(facet=ITEM, value=item, words=self._titles[item], certain=True) for item in taken]
        said = [*liked, *(s for s in read.stated.statements if s.facet != ITEM)]
        return Sentence([Intent.SIMILAR if taken else Intent.REQUEST], said, references=taken, settled=True)

    def _accessories(self, read: Reading) -> Sentence | None:
        """ "What accessories are there for the first one?": things of the kinds that are linked to it."""
        main, text = self._catalogue.pack.main, read.text
        plain = self._language.not_negator.sub(" ", text)
        if main is None or not self._linked.search(text):
            return None
        if self._language.negator.search(plain) or self._language.included.search(text):
            return None
        owned = [str(e.value) for m in read.seen.values for e in m.entries if e.facet == main]
        of_kind = tuple(i.id for i in self._catalogue.items if owned and set(owned) & {*i.values(main)})
        about = read.meant.all or of_kind or read.state.focus[:1] or read.state.on_screen
        kinds = linked_kinds(about, main, self._catalogue)
        if not kinds and len(about) == 1 and self._language.asks(text):
            return Sentence([Intent.ASK_ITEM], references=about, beyond=UNLINKED, settled=True)
        wanted = [
            Statement(facet=main, value=kind, hard=True, certain=True, alternative=len(kinds) > 1) for kind in kinds
        ]
        serves = [known_item(item, self._titles[item]) for item in about if len(about) == 1]
        return Sentence([Intent.REQUEST], [*wanted, *serves], references=about[:1], settled=True) if kinds else None

    def _laughs(self, read: Reading) -> Sentence | None:
        laughs = self._language.laughs.fullmatch(read.text)
        return Sentence([Intent.OUT_OF_SCOPE], settled=True) if laughs else None

    def _hesitates(self, read: Reading) -> Sentence | None:
        """ "Let me think about it" chooses nothing."""
        hesitates = self._language.hesitates.fullmatch(read.text)
        return Sentence([Intent.THANK], settled=True, hesitates=True) if hesitates else None

    def _settles(self, read: Reading) -> Sentence | None:
        """ "Let's watch Heat then", on screen or not."""
        taken = next((item for item in read.seen.items if self._is_settled_on(item, read.text)), None)
        if taken is not None:
            return Sentence([Intent.ACCEPT], references=(taken.item_id,), settled=True)
        for mention in read.seen.mentions:  # "ok, jaws it is"
            if self._language.pronoun.fullmatch(mention.words) or mention.words.casefold() in self._language.stop:
                continue
            items = [str(e.value) for e in mention.entries if e.facet == ITEM]
            if items and chooses(read.text, self._language, [(mention.start, mention.end)]):
                shown = [item for item in items if item in read.state.on_screen]
                return Sentence([Intent.ACCEPT], references=tuple(shown or items)[:1], settled=True)
        return None

    def _favours(self, read: Reading) -> Sentence | None:
        """ "Heat is my favourite film" takes nothing."""
        for start, end, item in named_in(read, self._language):
            if self._language.favours.fullmatch(masked(read.text, start, end)):
                title = self._titles[item]
                liked = Statement(facet=ITEM, value=item, words=title, scope=Scope.LASTING, certain=True)
                return Sentence([Intent.INFORM], [liked], references=(item,), settled=True)
        return None

    def _remembers_whose(self, read: Reading) -> Sentence | None:
        """ "The one where Bill Murray repeats a day": looked for by who is in it and what happens."""
        facets = self._catalogue.pack.facets
        whose = [s for s in read.stated.statements if s.facet in facets and facets[s.facet].kind == "entity"]
        named = [m for m in read.seen.values if m.words in {s.words for s in whose}]
        if not named or read.seen.described or any(s.polarity is Polarity.DISLIKE for s in whose):
            return None
        text = masked(read.text, named[0].start, named[-1].end)
        told = self._language.one_with.fullmatch(text) or self._language.half_remembered.fullmatch(text)
        plot = " ".join((told["plot"] or "").replace("#", " ").split()) if told is not None else ""
        if not plot:
            return None
        wish = Statement(facet=WISH, value=plot, words=plot, certain=True)
        held = [s.model_copy(update={"hard": True, "certain": True}) for s in whose]
        return Sentence([Intent.REQUEST], [*held, wish], wish=plot, settled=True, afresh=True)

    def _half_remembers(self, read: Reading) -> Sentence | None:
        """ "What's that film where they go into dreams?": its plot is looked for as it is told, and nothing of before.

        Where somebody, a number or a condition is named, those say more.
        """
        told = self._language.half_remembered.fullmatch(read.text)
        facets = self._catalogue.pack.facets
        firm = [s for s in read.stated.statements if s.is_bound or s.facet not in facets or facets[s.facet].strict]
        if told is None or firm or read.stated.critiques:
            return None
        plot = told["plot"].strip()
        wish = Statement(facet=WISH, value=plot, words=plot, certain=True)
        return Sentence([Intent.REQUEST], [wish], wish=plot, settled=True, afresh=True)

    def _judges(self, read: Reading) -> Sentence | None:
        """ "I've seen Heat, loved it", and nothing else."""
        judged = [(item.end, s) for item in read.seen.items if (s := item.statement) is not None and s.certain]
        if len(judged) != 1 or read.stated.statements or read.stated.critiques:
            return None
        patterns = (self._language.loved_after, self._language.hated_after)
        ends = [m.end() for p in patterns if (m := p.match(read.text, judged[0][0])) is not None]
        if not ends or read.text[max(ends) :].strip(" .!,，。！~"):
            return None
        return Sentence([Intent.INFORM], [judged[0][1]], settled=True)

    def _describes(self, read: Reading) -> Sentence | None:
        """What they shall be like, and no praise of one (好清洗的)."""
        if self._language.describes.fullmatch(read.text) is None:
            return None
        said = [*read.stated.statements, *read.stated.wishes]
        return Sentence([Intent.CONSTRAIN], said, settled=True, wish=read.stated.wish) if said else None

    def _fears(self, read: Reading) -> Sentence | None:
        """ "The little one is scared of monsters": none, then."""
        fear = self._language.fears.search(read.text)
        if fear is None or self._language.asks(read.text):
            return None
        feared = [s for s in read.stated.statements if s.polarity is Polarity.DISLIKE]
        if not any(read.text.rfind(s.words) >= fear.end() for s in feared):
            return None
        return Sentence([Intent.CONSTRAIN], read.stated.statements, settled=True)

    def _disputes(self, read: Reading) -> Sentence | None:
        """ "Gone with the Wind isn't really a war film": it is set aside, and war films are still wanted."""
        named = [s for s in read.stated.statements if s.facet != ITEM]
        if not (read.state.on_screen and named) or self._language.asks(read.text):
            return None
        about = [*named_in(read, self._language), *((p.start, p.end, p.item_id) for p in read.seen.pointed.pointers)]
        for start, end, item in about:
            if self._language.disputes.fullmatch(masked(read.text, start, end)):
                aside = Statement(
                    facet=ITEM, value=item, polarity=Polarity.DISLIKE, words=self._titles[item], certain=True
                )
                return Sentence([Intent.REJECT], [aside], references=(item,), settled=True)
        return None

    def _sets_aside(self, read: Reading) -> Sentence | None:
        """ "The third is out of the question", whatever else is said; "drop the second one"."""
        ends = [pointer.end for pointer in read.seen.pointed.pointers]
        if not ends:
            return None
        drops = self._language.drops.search(read.text) and self._language.after_one.fullmatch(read.text, max(ends))
        if not (drops or (read.meant.only_against and self._language.set_aside.match(read.text, max(ends)))):
            return None
        stated, about = read.stated, dict.fromkeys(read.meant.all if drops else read.meant.ruled_out)
        if drops:
            stated = Stated([], [], [])
        aside = [
            Statement(facet=ITEM, value=item, polarity=Polarity.DISLIKE, words=self._titles[item], certain=True)
            for item in about
        ]
        said = [*aside, *stated.statements, *stated.wishes]
        return Sentence([Intent.REJECT], said, stated.critiques, tuple(about), settled=True)

    def _is_settled_on(self, item: NamedItem, text: str) -> bool:
        before = len(text[: item.start].rstrip(' "“《'))
        leads = any(m.end() == before for m in self._language.settles.finditer(text))
        return leads and self._language.settled.fullmatch(text, item.end) is not None

    def _chooses(self, read: Reading) -> Sentence | None:
        """A choice among what is shown."""
        text, state, pointers = read.text, read.state, read.seen.pointed.pointers
        if not state.on_screen:
            return None
        if self._language.the_other.fullmatch(text):
            other = the_other(state)
            beyond = 0 if other else UNCLEAR
            return Sentence([Intent.ASK_ITEM], references=other, beyond=beyond, settled=True, asks_on=True)
        if read.meant.ruled_out or read.seen.described:  # "ok, the cheaper one then" may ask for another
            return None
        if not pointers and (several := self._of_one_name(read)):
            last = [item for item in state.focus if item in several][:1]
            taken = last or several[:1] * (len(several) == 1)
            intent, beyond = (Intent.ACCEPT, 0) if taken else (Intent.ASK_ITEM, UNCLEAR)
            return Sentence([intent], references=tuple(taken), beyond=beyond, settled=True)
        if not chooses(text, self._language, spans_of(pointers)):
            return None
        if self._miscounted(text, pointers):
            return Sentence([Intent.ASK_ITEM], beyond=UNCLEAR, settled=True)
        return Sentence([Intent.ACCEPT], references=read.meant.all, settled=True)

    def _of_one_name(self, read: Reading) -> list[str]:
        """The items on screen of the maker, or of the kind, that is taken ("i'll take the kestrel")."""
        named = [m for m in read.seen.values if chooses(read.text, self._language, [(m.start, m.end)])]
        entries = {(e.facet, e.value) for m in named for e in m.entries}
        items = [item for item in map(self._catalogue.item, read.state.on_screen) if item is not None]
        things = [n for n, facet in self._catalogue.pack.facets.items() if facet.kind == "entity"]
        names = {*things, self._catalogue.pack.main}
        return [i.id for i in items if any(f in names and v in i.values(str(f)) for f, v in entries)]

    def _miscounted(self, text: str, pointers: Sequence[Pointer]) -> bool:
        """Whether "all three" are said where more are shown: which of them is not known."""
        whole = key_of(text[pointers[0].start : pointers[0].end]).split()
        counts = [self._language.numbers[word] for word in whole if word in self._language.numbers]
        return len(pointers) > 1 and bool(counts) and counts[0] != len(pointers)

    def _all_but(self, read: Reading) -> Sentence | None:
        """ "I've seen all of these but Heat": the others on screen are known."""
        shown = read.state.on_screen
        if not (shown and self._language.all_but.search(read.text)):
            return None
        named = {str(e.value) for m in read.seen.mentions for e in m.entries if e.facet == ITEM}
        out = tuple(item for item in shown if item in named) or tuple(item.item_id for item in read.seen.items)
        out = out or read.meant.all
        others = tuple(item for item in shown if item not in out)
        if not out:
            return None
        known = [known_item(item, self._titles[item]) for item in others]
        return Sentence([Intent.REJECT, Intent.REQUEST], known, references=others, settled=True, leaves=out)

    def _tells(self, read: Reading) -> Sentence | None:
        """It but tells what a shown item has in it, with nothing against that."""
        held = holds(read.text, self._language)
        tells = held is not None and not held.against
        return Sentence([Intent.INFORM], references=read.meant.all) if tells else None

    def _serves(self, read: Reading) -> Sentence | None:
        """A service is to be had, and no product ("I need a gift card")."""
        services = self._intents.services_wanted(read.text)
        served = services and all(overlaps(value, services) for value in read.seen.values)
        return Sentence([Intent.SUPPORT], settled=True) if served else None
