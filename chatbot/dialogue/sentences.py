"""One sentence read without a language model: what it is for, what it states, and what it points at."""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.bounds_said import BoundReader
from chatbot.dialogue.choices import takes_first
from chatbot.dialogue.degrees import DegreeReader
from chatbot.dialogue.facet_names import FacetNames
from chatbot.dialogue.goes_with import other_kinds
from chatbot.dialogue.intents import Findings, IntentReader
from chatbot.dialogue.items_named import known_item
from chatbot.dialogue.kind_numbers import KindNumbers
from chatbot.dialogue.language import Language
from chatbot.dialogue.likened import likened, with_model
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.numbers import NumberReader
from chatbot.dialogue.persons import PersonReader
from chatbot.dialogue.recall import asks_for_any, asks_on
from chatbot.dialogue.references import UNSOLD, UNTITLED, passes_over
from chatbot.dialogue.sentence import Meant, Reading, Sentence, Stated, meant_by
from chatbot.dialogue.sequels import SequelReader
from chatbot.dialogue.settled import SettledReader
from chatbot.dialogue.sightings import Sightings, Spotter
from chatbot.dialogue.stance import Stances
from chatbot.dialogue.text import key_of, masked, spans_of, words_of
from chatbot.dialogue.untold import Untold
from chatbot.dialogue.values_said import ValueReader
from chatbot.dialogue.wishes import WishReader
from chatbot.records import ITEM, KNOWN_STRENGTH, Critique, Intent, Polarity, Scope, SessionState, Statement

_TALK = {
    Intent.WHY,
    Intent.WHAT_IF,
    Intent.COMPARE,
    Intent.ASK_ITEM,
    Intent.PROFILE,
    Intent.SUPPORT,
    Intent.HANDOFF,
    Intent.ACCEPT,
    Intent.UNDO,
    Intent.RESET,
    Intent.THANK,
    Intent.GREET,
    Intent.GOODBYE,
    Intent.OUT_OF_SCOPE,
}
"""Intents whose sentences state no preference, whatever they mention."""

_COMMA = re.compile(r"[,，;；]\s*|\s+(?P<but>but)\s+")
_TAKES_AND_ASKS = ({Intent.ACCEPT, Intent.ASK_ITEM}, {Intent.ACCEPT, Intent.SUPPORT})
"""Both at once, each in words of its own ("the third looks nice, who's in it?")."""


class SentenceReader:
    """Reads sentences in one language about one catalogue."""

    def __init__(self, language: Language, catalogue: Shelf, linker: Linker) -> None:
        self.language = language
        self._catalogue = catalogue
        self._linker = linker
        pack = catalogue.pack
        self.intents = IntentReader(language, pack)
        self.numbers = NumberReader(language, pack.facets, catalogue.table, datetime.now(UTC).year)
        self.degrees = DegreeReader(language, pack.facets, catalogue.table)
        self.values = ValueReader(language, catalogue, linker)
        self.wishes = WishReader(language, pack, linker)
        self._bounds = BoundReader(
            language, self.numbers, KindNumbers(self.numbers, pack, catalogue.table), self.wishes
        )
        self._facet_names = FacetNames(language, catalogue, self.numbers.money)
        self._settled = SettledReader(language, catalogue, self.intents)
        self._untold = Untold(language, catalogue, self.intents)
        self._sequels = SequelReader(language, catalogue)
        self._persons = PersonReader(language, catalogue)
        self._titles = {item.id: item.title for item in catalogue.items}
        self._spot = Spotter(
            language,
            catalogue,
            linker,
            numbers=self.numbers,
            degrees=self.degrees,
            values=self.values,
            bounds=self._bounds,
        )

    def __call__(
        self, text: str, state: SessionState, intents: Sequence[Intent] = (), kinds: Collection[str] = ()
    ) -> Sentence:
        """intents: what the sentence is for, where that is known before it is read. kinds: of things that earlier
        sentences name."""
        state = with_model(text, state, self.language)
        seen = self._spot(text, state, kinds)
        sentence = self._read(seen, state, intents)
        meant = [self.values.entry(mention, seen.stances) for mention in seen.values]
        person = self._persons.asked_of(text, sentence.intents, sentence.references)
        sentence = sentence._replace(person=self._persons.named(meant, person or state.person))
        pointers = spans_of(seen.pointed.pointers)
        only_points = "?" not in text and takes_first(text, self.language, pointers, self.language.after_one)
        return sentence._replace(only_points=only_points) if only_points else sentence

    def stances(self, text: str) -> Stances:
        """What the negations and taste words of a text say of its stretches, without a state."""
        mentions = self._linker.mentions(text)
        values = [m for m in mentions if not (m.is_item or m.is_noun)]
        return Stances(text, self.language, mentions, self.values.describing(values, self.degrees.read(text)))

    def _read(self, seen: Sightings, state: SessionState, intents: Sequence[Intent]) -> Sentence:
        text = seen.text
        stated, meant = self._stated(seen, state), meant_by(seen)
        if title := self._untold.title(seen):
            return Sentence([Intent.ASK_ITEM], wish=title, beyond=UNTITLED, settled=True)
        if (settled := self._settled(Reading(seen, stated, meant, state))) is not None:
            return settled
        found = _findings(seen, stated, meant, self.language)
        intents = [*intents] or self.intents.read(
            text, found, bool(state.on_screen or state.focus), state.open_question is not None
        )
        on = bool(state.on_screen and found.wants) and asks_on(text, self.language, spans_of(seen.values))
        if on and not any(s.facet == self._catalogue.pack.main for s in stated.statements):
            intents = [Intent.CONSTRAIN]  # "what about Sonara?" goes on with the kind of thing looked for
        narrows = bool(state.on_screen) and not state.focus and self._names_value(seen)
        if narrows:
            intents = [Intent.CONSTRAIN]
        kind = self._asks_kind(seen, state)
        if kind:
            intents = [Intent.REQUEST]
        such = bool(state.on_screen) and asks_for_any(text, self.language, seen.pointed, intents)
        named = found.wants or found.limits
        unknown, beyond = ("", 0) if named else self._untold(seen, stated.wish, such, intents)
        if unsold := self._untold.thing(seen, intents):
            unknown, beyond = unsold, UNSOLD
        if unknown:
            return Sentence([Intent.ASK_ITEM], wish=unknown, beyond=beyond, settled=True)
        if stated.wishes and not named and self._untold.wants(seen):
            return Sentence([Intent.REQUEST], stated.wishes, wish=stated.wish, settled=True)
        if such and named:
            intents = [Intent.CONSTRAIN if self.language.adds.search(text) else Intent.REQUEST]
        best = Intent.COMPARE in intents and bool(seen.bounds) and not meant.all
        if best:  # "which is the best one under 500?" is answered by those under 500
            intents = [Intent.CONSTRAIN]
        complains = seen.stances.complains and bool(state.on_screen)
        if complains:
            intents = [Intent.REJECT, Intent.REQUEST] if found.wants else [Intent.REJECT]
        if Intent.WHAT_IF in intents:
            intents = [Intent.WHAT_IF]  # whatever it mentions is supposed, and nothing of it said
        if Intent.FORGET in intents:
            whole = self._facet_names.named(text, stated.statements)
            titled = [m for m in seen.mentions if len(m.words) > 1]  # 不 is no film
            ids = {str(e.value) for m in titled for e in m.entries if e.facet == ITEM}
            named_items = [Statement(facet=ITEM, value=item, words=self._titles[item]) for item in sorted(ids)]
            said = _put_instead([*stated.statements, *stated.wishes, *named_items], text, self.language)
            return Sentence(intents, [*said, *whole], references=meant.all)
        if set(intents) <= _TALK:
            both = bool(meant.all) and set(intents) in _TAKES_AND_ASKS
            beyond, described = seen.pointed.beyond, seen.described
            return Sentence(intents, references=meant.all, beyond=beyond, described=described, settled=both)
        critiques = stated.critiques
        if critiques and meant.all:
            of_all = len(meant.all) > 1 and passes_over(meant.all, state)
            of = {"of_all": True} if of_all else {"item_id": meant.all[0]}
            critiques = [c.model_copy(update=of) for c in critiques]
        return Sentence(
            intents,
            [*stated.statements, *self._about_items(seen, stated, state, meant, intents), *stated.wishes],
            critiques,
            meant.all,
            stated.wish,
            seen.pointed.beyond,
            seen.described,
            settled=complains or on or best or kind or narrows or (such and named),
            lifted=stated.lifted,
            displaces=(on and any(map(self._is_name, stated.statements))) or self._asks_by_name(seen, stated),
        )

    def _stated(self, seen: Sightings, state: SessionState) -> Stated:
        """What it states of values, numbers and facets, and which of its words are left for wishes."""
        text = seen.text
        statements = self.values.statements(seen.values, seen.stances, seen.bounds)
        statements += [self._bounds.statement(b, seen.stances, seen.mentions) for b in seen.bounds]
        asked, critiques = self.degrees.meant(seen.degrees, seen.stances, bool(state.on_screen))
        lifted = self.degrees.lifted(seen.degrees, seen.stances)
        lifted = [s for s in lifted if all(s.facet != said.facet for said in (*statements, *asked))]
        lifted += self._facet_names.unlimited(text, state)
        same, same_spans = self._facet_names.same(text, state)
        statements += [*asked, *self.values.owned(seen.owned, state), *same, *self._models(seen, state)]
        if self.language.in_one.search(text):
            statements = [self._in_one(s, statements) for s in statements]
        if statements and self._names_only(seen):  # "诺兰的电影" has no words to be meant otherwise
            statements = [s.model_copy(update={"certain": True}) for s in statements]
        critiques = [*(s.critique(text) for s in seen.shifts), *critiques]
        if seen.kept:
            return Stated(statements, critiques, lifted)
        sequels = self._sequels(text, seen.stances)
        told = [*seen.told, *same_spans, *self._asides(text), *(span for _, span in sequels)]
        found = self.wishes.read(text, seen.mentions, told, seen.stances)
        wishes = [*(s for s, _ in sequels), *(self._as_part(wish, text) for wish in found)]
        critiques = [c for c in critiques if not self._is_why(c, [*statements, *wishes], seen)]
        return Stated(statements, critiques, lifted, wishes)

    def _as_part(self, wish: Statement, text: str) -> Statement:
        """A wish, which is beyond doubt where things are called by what they are to have ("with a grinder")."""
        start = text.rfind(wish.words)
        said = start >= 0 and self.language.with_a.search(text[:start]) is not None
        called = self._catalogue.pack.main is not None and bool(self._catalogue.named(key_of(wish.words)))
        return wish.model_copy(update={"certain": True}) if said and called else wish

    def _is_why(self, critique: Critique, statements: Sequence[Statement], seen: Sightings) -> bool:
        """Whether it but tells why something by name is not wanted ("no capsules, too expensive")."""
        if seen.pointed.pointers or seen.items:
            return False
        start = seen.text.rfind(critique.words)
        excess = [m.start() for m in self.language.excess.finditer(seen.text) if m.start() <= start <= m.end() + 1]
        start = min([start, *excess])
        against = [s for s in statements if s.polarity is Polarity.DISLIKE and seen.text.find(s.words) < start]
        opens = self.language.opens_clause.search(seen.text[:start].rstrip()) is not None
        return bool(against and excess) and start > 0 and opens

    def _is_name(self, said: Statement) -> bool:
        facet = self._catalogue.pack.facets.get(said.facet)
        return facet is not None and facet.kind == "entity" and said.polarity is Polarity.LIKE

    def _asks_by_name(self, seen: Sightings, stated: Stated) -> bool:
        """Whether it is a whole new request by a name ("show me films by Todd Field")."""
        text, said = seen.text, stated.statements
        asks = self.language.request.search(text) is not None and any(m.is_noun for m in seen.mentions)
        return asks and bool(said) and all(map(self._is_name, said)) and not self.language.adds.search(text)

    def _in_one(self, said: Statement, statements: Sequence[Statement]) -> Statement:
        """One of those who are wanted together, and not one or the other; of who share a surname one is meant."""
        wanted = self._is_name(said) and said.scope is Scope.SESSION
        namesakes = sum(s.facet == said.facet and s.words == said.words for s in statements) > 1
        return said.model_copy(update={"alternative": False}) if wanted and not namesakes else said

    def _names_only(self, seen: Sightings) -> bool:
        """Whether a sentence does nothing but name values and what they are of."""
        rest = seen.text
        for mention in seen.mentions:
            rest = rest[: mention.start] + " " * (mention.end - mention.start) + rest[mention.end :]
        return {w.key for w in words_of(self.language.attributive_end.sub(" ", rest))} <= self.language.articles

    def _names_value(self, seen: Sightings) -> bool:
        """Whether it does but name a value in a question, which is asked of all that is shown ("leather?")."""
        if not seen.text.rstrip().endswith(("?", "？")):
            return False
        facets = self._catalogue.pack.facets
        valued = [facets[e.facet].kind == "category" for m in seen.values for e in m.entries if e.facet in facets]
        return bool(valued) and all(valued) and not seen.pointed.pointers and self._names_only(seen)

    def _asks_kind(self, seen: Sightings, state: SessionState) -> bool:
        """Whether things of another kind than those shown are asked for ("what keyboard goes well with it?")."""
        main = self._catalogue.pack.main
        items = [item for item in map(self._catalogue.item, state.on_screen) if item is not None]
        shown = {str(kind) for item in items for kind in (item.values(main) if main else ())}
        asked = [m for m in seen.values if m.facet == main and shown.isdisjoint(str(e.value) for e in m.entries)]
        text = seen.text
        return any(self.language.asks_kind.match(masked(text, m.start, m.end)) for m in asked)

    def _asides(self, text: str) -> list[tuple[int, int]]:
        """Where it says for whom it is, that something is turned down, let pass, or need not be limited, or what is
        said by the way.
        """
        language = self.language
        cues = (
            language.dismissed,
            language.set_aside,
            language.conceded,
            language.unminded,
            language.indifferent_after,
            language.afresh,
            *language.impatient,
            *language.unlimited,
            *language.asides,
        )
        return [*language.persons(text), *(m.span() for cue in cues for m in cue.finditer(text))]

    def _models(self, seen: Sightings, state: SessionState) -> list[Statement]:
        """ "like the second but …", "like that but …": the items pointed at are models for the search."""
        pointers = seen.pointed.pointers
        ids = [
            p.item_id
            for p in pointers
            if not seen.stances.negation(p.start, p.end)  # "I don't like the second"
            and any(p.start - m.end() in (0, 1) for m in self.language.similar_to.finditer(seen.text))
        ]
        ids += likened(seen.text, state, self.language) if not (pointers or seen.items) else ()
        return [Statement(facet=ITEM, value=item, words=self._titles[item]) for item in ids if item in self._titles]

    def _about_items(
        self, seen: Sightings, stated: Stated, state: SessionState, meant: Meant, intents: Sequence[Intent]
    ) -> list[Statement]:
        """What it states of the items that it names, and of those that it points at if it is about them."""
        made = [item.statement for item in seen.items if item.statement is not None]
        if (
            Intent.SIMILAR in intents and not meant.ruled_out and not seen.pointed.pointers
        ):  # "seen Heat, more like that"
            made = [s.model_copy(update={"strength": 1.0, "scope": Scope.SESSION}) if _is_known(s) else s for s in made]
        if other_kinds(stated.statements, meant.all, self._catalogue) and not meant.ruled_out:  # "a case for the first"
            return [known_item(item, self._titles[item]) for item in meant.all]
        named = {item.item_id for item in seen.items}
        known = bool(self.language.seen.search(seen.text))
        seen_it = bool(self.language.seen_it.search(seen.text))
        heeds = seen_it or set(intents) & {Intent.REJECT, Intent.SIMILAR, Intent.CRITIQUE}
        about = meant.all if heeds else ()
        ruled_out = meant.ruled_out
        if len(meant.all) > 1 and passes_over(meant.all, state) and not known:
            about, ruled_out = (), []  # set aside together: none of them is disliked for itself
        against = bool(ruled_out) or any(s.polarity is Polarity.DISLIKE for s in made)
        for item_id in dict.fromkeys([*about, *ruled_out]):
            title = self._titles[item_id]
            if item_id in named:
                continue
            if seen_it or (known and item_id not in ruled_out):
                made.append(known_item(item_id, title))  # turned down as they have it, or know it, already
            elif item_id in ruled_out or (Intent.REJECT in intents and not against):
                made.append(Statement(facet=ITEM, value=item_id, polarity=Polarity.DISLIKE, words=title))
            elif Intent.SIMILAR in intents:
                made.append(Statement(facet=ITEM, value=item_id, words=title))
        return made


def _is_known(statement: Statement) -> bool:
    return statement.polarity is Polarity.LIKE and statement.strength <= KNOWN_STRENGTH


def _put_instead(statements: Sequence[Statement], text: str, language: Language) -> list[Statement]:
    """What is to be forgotten, with what stands in its place marked ("forget the budget, 150 at most", "forget
    westerns, a comedy").
    """
    cues = [m.end() for p in language.intents.get(Intent.FORGET, ()) for m in p.finditer(text)]
    comma = _COMMA.search(text, min(cues)) if cues else None
    if comma is None or language.joint.match(text, comma.end()):  # "forget the price, and the 144 Hz"
        return list(statements)
    anew = comma["but"] is not None or language.anew.match(text, comma.end()) is not None
    later = [s for s in statements if (anew or s.is_bound) and text.rfind(s.words) >= comma.end()]
    return [s.model_copy(update={"stands": True}) if s in later else s for s in statements]


def _findings(seen: Sightings, stated: Stated, meant: Meant, language: Language) -> Findings:
    """What the purpose of the sentence is decided by."""
    model = [i for i in seen.items if i.model]
    named = [i.statement for i in seen.items if i.statement is not None]
    # "no jump scares", 翻盖的不行
    firm = language.negator.match(seen.text.lstrip()) or language.set_aside.search(seen.text)
    ruled_out = [s for s in stated.wishes if firm and s.polarity is Polarity.DISLIKE]
    first = min([*(m.start for m in seen.values), *(b.start for b in seen.bounds)], default=len(seen.text))
    return Findings(
        likes=any(s.scope is Scope.LASTING for s in [*stated.statements, *named]),
        wants=any(
            s.polarity is Polarity.LIKE and s.scope is Scope.SESSION and not s.is_bound for s in stated.statements
        ),
        limits=any(s.polarity is Polarity.DISLIKE or s.is_bound for s in [*stated.statements, *ruled_out]),
        items=bool(meant.all),
        model=bool(model),
        model_leads=bool(model) and model[0].start < first,
        unwanted=meant.only_against or any(s.polarity is Polarity.DISLIKE for s in named),
        critiques=bool(stated.critiques),
        lifts=bool(stated.lifted),
        wish=bool(stated.wish),
        noun=any(mention.is_noun for mention in seen.mentions),
    )
