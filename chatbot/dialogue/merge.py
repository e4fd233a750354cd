"""Two readings of one message, the model's and the parser's, put together as one Understanding."""

from collections.abc import Sequence

from chatbot.dialogue.classifiers import Classifiers
from chatbot.dialogue.corrections import distinct
from chatbot.dialogue.degrees import HIGH, LOW
from chatbot.dialogue.language import TAKES_BACK
from chatbot.dialogue.learned_stance import Named
from chatbot.dialogue.purposes import SILENT, Heard, Intents
from chatbot.dialogue.references import passes_over, unsaid
from chatbot.dialogue.resolve import EXACT, Resolved, Resolver
from chatbot.dialogue.short_answers import gives_value
from chatbot.dialogue.text import key_of, span_of
from chatbot.records import ITEM, KNOWN_STRENGTH, WISH, Intent, Polarity, Scope, SessionState, Statement, Understanding

_SWEEPING = {Intent.RESET, Intent.UNDO}
"""What is not believed of a message that names values, unless the parser has it too."""


class Merger:
    """Puts readings together for one catalogue."""

    def __init__(self, resolver: Resolver, classifiers: Classifiers | None = None) -> None:
        """classifiers: say what a message is for and how what it names is meant; without them the readings do."""
        self._resolver = resolver
        self._classifiers = classifiers

    def both(self, parsed: Understanding, resolved: Resolved, intents: Intents, state: SessionState) -> Understanding:
        """What the model says the message is for; what the parser says it states, with what the model saw beyond it.

        Each leads where it is the better reader (the model card has both figures).
        """
        own = [s for s in parsed.statements if s.facet != WISH]
        if parsed.intent in TAKES_BACK:  # the parser's words for it are never overruled
            return parsed
        found = _beyond(parsed, resolved)
        said, wishes = [*own, *found], _wishes(parsed, found)
        if self._classifiers is not None:
            heard = self._heard(parsed, intents, own, state)
            purposes = self._classifiers.purpose(heard)
            said = self._classifiers.stances([self._named(s, parsed.text) for s in said], heard)
            # Where nothing that is named is meant, what the message is for is heard again without it.
            idle = bool(own) and not said
            intents = self._classifiers.purpose(self._heard(parsed, intents, (), state)) if idle else purposes
            loose = [w for w in wishes if not w.certain]
            wishes = [*(w for w in wishes if w.certain), *self._classifiers.wishes(loose, parsed)]
        intents = tuple(dict.fromkeys([*_kept(parsed, intents), *parsed.sure]))
        if parsed.instead and own and Intent.FORGET not in parsed.intents:  # "I changed my mind, I like horror now"
            intents = tuple(i for i in intents if i is not Intent.FORGET) or parsed.intents
        if Intent.SIMILAR in parsed.intents and Intent.SIMILAR not in intents:  # pointed at, and no model after all
            pointed = {*parsed.references} & {*state.on_screen}
            said = [s for s in said if s.facet != ITEM or s.value not in pointed or s.strength <= KNOWN_STRENGTH]
        if intents == (Intent.GREET,) and Intent.REQUEST in parsed.intents:  # "hi, what can we watch tonight?"
            intents = (Intent.REQUEST,)
        if (own and _SWEEPING & set(intents)) or (_disliked(own) and Intent.FORGET in intents):
            return parsed
        if intents == (Intent.REQUEST,) and gives_value(own, state, self._resolver.main):
            intents = (Intent.CONSTRAIN,)
        silent = set(intents) <= SILENT
        # Of a story in which nothing is meant, the other words are no wish either.
        told = bool(own) and not said and intents == (Intent.INFORM,)
        wishes = [] if silent or told else wishes
        statements = [] if silent else [*said, *wishes]
        references = _about(parsed.references or resolved.references, parsed, intents, state)
        statements += self._pointed(statements, references, intents, state)
        wish = " ".join(str(s.value) for s in wishes if s.polarity is Polarity.LIKE)
        return parsed.model_copy(
            update={
                "intent": intents[0],
                "intents": intents,
                "statements": distinct(statements),
                "critiques": () if silent else parsed.critiques,
                "lifted": () if silent else parsed.lifted,
                "references": references,
                "wish": parsed.wish if parsed.beyond else wish,  # what is not there by the words for it
                "source": "both",
            }
        )

    def unaided(self, parsed: Understanding, state: SessionState) -> Understanding:
        """The parser's reading, with what the classifiers make of it without a model."""
        if self._classifiers is None:
            return self.plain(parsed, state)
        return self.both(parsed, Resolved(), (), state).model_copy(update={"source": "parser"})

    def plain(self, parsed: Understanding, state: SessionState) -> Understanding:
        """The parser's reading and nothing else."""
        return parsed.model_copy(update={"references": _about(parsed.references, parsed, parsed.intents, state)})

    def alone(self, parsed: Understanding, resolved: Resolved, intents: Intents, state: SessionState) -> Understanding:
        """The model's reading and nothing else."""
        intents = _kept(parsed, intents)
        silent = set(intents) <= SILENT
        read = () if silent else distinct(resolved.statements)
        references = _about(resolved.references, parsed, intents, state)
        return parsed.model_copy(
            update={
                "intent": intents[0],
                "intents": intents,
                "statements": (*read, *self._pointed(read, references, intents, state)),
                "critiques": () if silent else resolved.critiques,
                "lifted": () if silent else parsed.lifted,
                "references": references,
                "wish": "" if silent else parsed.wish,
                "source": "llm",
            }
        )

    def _heard(self, parsed: Understanding, intents: Intents, own: Sequence[Statement], state: SessionState) -> Heard:
        main = self._resolver.main
        return Heard(
            model=intents,
            parsed=parsed,
            values=len(own),
            conditions=sum(s.facet != ITEM and not self._resolver.leans(s) for s in own),
            wanted=len({s.facet for s in own if _names(s)}),
            shown=bool(state.on_screen),
            question=state.open_question,
            items=any(s.facet == ITEM for s in own),
            bounds=any(s.is_bound for s in own),
            disliked=_disliked(own),
            lasting=any(s.scope is Scope.LASTING for s in own),
            answers=any(s.facet == state.open_question for s in own),
            kind=None if main is None else any(s.facet == main and s.polarity is Polarity.LIKE for s in own),
        )

    def _named(self, statement: Statement, text: str) -> Named:
        facet = self._resolver.facet(statement.facet)
        kind, strict = (facet.kind, facet.strict) if facet is not None else (ITEM, False)
        # "Nothing with wires" turns down the very opposite of wireless: its words are for another value than said.
        turned = facet is not None and any(
            word and f" {key_of(word)} " in f" {key_of(statement.words)} "
            for words in facet.opposites.values()
            for word in words
        )
        return Named(statement, kind, strict, None if turned else span_of(text, statement.words))

    def _pointed(
        self, statements: Sequence[Statement], references: Sequence[str], intents: Sequence[Intent], state: SessionState
    ) -> tuple[Statement, ...]:
        """What turning down shown items, or asking for more like them, says about each of them."""
        polarity = Polarity.DISLIKE if Intent.REJECT in intents else Polarity.LIKE
        said = {s.value for s in statements if s.facet == ITEM}
        whole = polarity is Polarity.DISLIKE and passes_over(references, state)  # set aside, and no taste
        known = {*state.on_screen, *state.focus}
        if not {Intent.REJECT, Intent.SIMILAR} & set(intents) or said & known or whole:
            return ()
        return tuple(
            Statement(facet=ITEM, value=item_id, polarity=polarity, words=self._resolver.title(item_id))
            for item_id in references
            if item_id in known
        )


def _kept(parsed: Understanding, intents: Intents) -> Intents:
    """Without what takes something back, where that is said not to be wanted."""
    if not parsed.keeps:
        return intents
    states = bool(parsed.statements)
    return tuple(i for i in intents if i in parsed.intents or (states and i not in TAKES_BACK)) or (Intent.INFORM,)


def _about(
    pointed: Sequence[str], parsed: Understanding, intents: Sequence[Intent], state: SessionState
) -> tuple[str, ...]:
    """The items that the message is about: those it points at, else those that go without saying."""
    elsewhere = parsed.beyond or (bool(pointed) and any(s.facet == ITEM for s in parsed.statements))
    if elsewhere and Intent.COMPARE in intents and len(pointed) == 1:  # "what's the difference to the Clarity 200?"
        other = next((item for item in (*state.focus, *state.on_screen) if item not in pointed), None)
        return (other, *pointed) if other else tuple(pointed)
    return tuple(pointed if elsewhere else unsaid(intents, pointed, state))


def _beyond(parsed: Understanding, resolved: Resolved) -> list[Statement]:
    """Values that the model names to the letter, in words of which the parser made nothing but a wish."""
    known = {s.facet for s in parsed.statements if s.facet not in (ITEM, WISH)}
    spans = [span for s in parsed.statements if s.facet != WISH and (span := span_of(parsed.text, s.words))]
    found = []
    for start, end, said in resolved.placed:
        if not isinstance(said, Statement) or said.facet in (ITEM, WISH) or said.value is None:
            continue
        pointing = any(parsed.text[start:end] in stretch for stretch in parsed.described)
        free = said.facet not in known and not pointing and all(end <= s or e <= start for s, e in spans)
        if free and said.confidence >= EXACT and said.value not in (LOW, HIGH):
            found.append(said)
    return found


def _names(statement: Statement) -> bool:
    """Whether a value is named that is wanted, rather than a bound, a level or an item."""
    plain = statement.value not in (None, LOW, HIGH) and statement.facet != ITEM
    return plain and statement.polarity is Polarity.LIKE


def _disliked(statements: Sequence[Statement]) -> bool:
    """Whether something is ruled out: "I don't like horror" forgets nothing."""
    return any(s.polarity is Polarity.DISLIKE for s in statements)


def _wishes(parsed: Understanding, found: Sequence[Statement]) -> list[Statement]:
    """The wishes without the words that became values."""
    taken = {word for s in found for word in key_of(s.words).split()}
    kept: list[Statement] = []
    for wish in (s for s in parsed.statements if s.facet == WISH):
        words = [w for w in str(wish.value).split() if key_of(w) not in taken]
        if words:
            kept.append(wish.model_copy(update={"value": " ".join(words)}))
    return kept
