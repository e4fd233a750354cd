"""A message to an Understanding: the model reads, code links and resolves, the parser stands beside and behind it."""

from collections.abc import Sequence
from typing import Literal

import structlog

from chatbot.dialogue.degrees import HIGH, LOW
from chatbot.dialogue.draft import drafted, linked
from chatbot.dialogue.frame import LINES, readable
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.reading import Reader
from chatbot.dialogue.resolve import EXACT, Resolved, Resolver
from chatbot.dialogue.short_answers import answers, gives_value
from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.dialogue.text import key_of, span_of
from chatbot.errors import ModelError
from chatbot.records import (
    ITEM,
    WISH,
    Fact,
    Intent,
    Polarity,
    Record,
    Scope,
    SessionState,
    Statement,
    Understanding,
    Usage,
)

log = structlog.get_logger(__name__)

Engine = Literal["both", "llm", "parser"]

_SILENT = {
    Intent.WHY, Intent.WHAT_IF, Intent.COMPARE, Intent.ASK_ITEM, Intent.PROFILE, Intent.SUPPORT, Intent.HANDOFF,
    Intent.UNDO, Intent.RESET, Intent.GREET, Intent.GOODBYE, Intent.THANK, Intent.OUT_OF_SCOPE,
}  # fmt: skip
"""Messages that are for these alone state no preference, whatever they mention."""
_FINAL = {Intent.RESET, Intent.UNDO, Intent.FORGET}
"""What takes something back: the parser's words for it are never overruled."""
_COURTESIES = {Intent.GREET, Intent.THANK, Intent.GOODBYE}
_CUED = {
    Intent.ACCEPT, Intent.REJECT, Intent.COMPARE, Intent.WHY, Intent.WHAT_IF, Intent.PROFILE, Intent.HANDOFF,
}  # fmt: skip
"""What the parser takes a message for only where its words are there: it is believed."""
_ASKING = {Intent.REQUEST, Intent.CONSTRAIN, Intent.INFORM, Intent.CRITIQUE, Intent.SIMILAR}
_SEARCHING = {Intent.REQUEST, Intent.CONSTRAIN}
_LONG = 10
"""Words from which a message tells more than what is wanted: shorter ones seldom have a story around the
wish. Chinese, written without spaces, is never long: the model overlooks too much of it to tell."""
_BARE = 3
"""Words of a message that does nothing but name what is wanted."""
_SWEEPING = {Intent.RESET, Intent.UNDO}
"""What the model is not believed to have heard in a message that names values."""


class Understood(Record):
    """An understanding, the tokens it cost, and which fall-backs were taken."""

    understanding: Understanding
    usage: Usage = Usage()
    fallbacks: tuple[str, ...] = ()


class Understander:
    """Understands messages about one catalogue. Without a reader, the parser alone does it."""

    def __init__(self, parser: Parser, resolver: Resolver, reader: Reader | None, engine: Engine = "both") -> None:
        """`engine`: "llm" leaves the parser out wherever the model answers, to measure it."""
        self._parser = parser
        self._resolve = resolver
        self._reader = reader if engine != "parser" else None
        self._engine = engine

    def __call__(self, text: str, state: SessionState, watch: Stopwatch, facts: Sequence[Fact] = ()) -> Understood:
        """Never raises for what a model does: a failing model is named in `fallbacks`."""
        with watch("parse"):
            parsed = self._parser.parse(text, state)
        settled = self._parser.manipulates(parsed) or (self._engine == "both" and answers(parsed, state))
        if self._reader is None or settled or not any(c.isalpha() for c in text):
            return Understood(understanding=parsed)
        try:
            with watch("understand"):
                answer = self._reader(text, state, facts)  # the draft waits for an adapter that was trained on it
        except ModelError as error:
            log.warning("understanding by the parser alone", reason=str(error))
            return Understood(understanding=parsed, fallbacks=(f"understand: {type(error).__name__}",))
        if answer is None:
            return Understood(understanding=parsed)
        repaired = ("understand: repaired",) if answer.repaired else ()
        if not answer.frame.intents:
            return Understood(understanding=parsed, usage=answer.usage, fallbacks=("understand: unreadable",))
        with watch("link"):
            resolved = self._resolve(answer.frame, text, state, parsed.language)
            understanding = self._merged(parsed, resolved, answer.frame.intents, state)
        return Understood(understanding=understanding, usage=answer.usage, fallbacks=repaired)

    def warm(self) -> None:
        """Let the model read its prompt once, so that the first message need not wait for it."""
        self("hello", SessionState(session_id="", user_id=""), Stopwatch())

    def _draft(self, parsed: Understanding, state: SessionState) -> str:
        """What the model is told beside the message: what it names, and the parser's reading where that counts."""
        mentions = self._parser.linker.mentions(parsed.text)
        return linked(mentions) if self._engine == "llm" else drafted(parsed, mentions, state)

    def _merged(
        self, parsed: Understanding, resolved: Resolved, intents: tuple[Intent, ...], state: SessionState
    ) -> Understanding:
        """What the model says the message is for; what the parser says it states, with what the model saw beyond it.

        Each leads where it is the better reader (the model card has both figures).
        """
        if self._engine == "llm":
            return self._alone(parsed, resolved, intents, state)
        own = [s for s in parsed.statements if s.facet != WISH]
        misheard = (own and _SWEEPING & set(intents)) or (_disliked(own) and Intent.FORGET in intents)
        if parsed.intent in _FINAL or misheard:
            return parsed
        intents = self._settled(intents, parsed, own)
        if intents == (Intent.REQUEST,) and gives_value(parsed.text, own, state):
            intents = (Intent.CONSTRAIN,)
        silent = set(intents) <= _SILENT
        own = [] if silent else [s for s in own if not self._told(s, parsed.text, resolved)]
        found = [] if silent else _beyond(parsed, resolved)
        statements = [*own, *found, *([] if silent else _wishes(parsed, found))]
        references = parsed.references or resolved.references
        statements += self._pointed(statements, references, intents, state)
        return parsed.model_copy(
            update={
                "intent": intents[0],
                "intents": intents,
                "statements": _consistent(statements),
                "critiques": () if silent else parsed.critiques,
                "references": references,
                "wish": "" if silent else parsed.wish,
                "source": "both",
            }
        )

    def _settled(
        self, intents: tuple[Intent, ...], parsed: Understanding, own: Sequence[Statement]
    ) -> tuple[Intent, ...]:
        """The model's intents, with the parser's for what code can tell: "like X", and whether a search begins."""
        courteous = set(intents) <= _COURTESIES
        if parsed.intent in _CUED or (parsed.others and set(intents) <= _SILENT):
            return parsed.intents
        if parsed.intent in _COURTESIES and not courteous:
            return parsed.intents
        # Courtesies have words of their own; and "keyboards" is no idle talk.
        bare = bool(own) and len(parsed.text.split()) <= _BARE
        asks = bool(own) or not parsed.wish
        if ((courteous and asks) or (bare and Intent.OUT_OF_SCOPE in intents)) and parsed.intent in _ASKING:
            return parsed.intents
        kind = self._resolve.main is not None and any(
            s.facet == self._resolve.main and s.polarity is Polarity.LIKE for s in own
        )
        if kind and parsed.intent is Intent.REQUEST and intents == (Intent.SUPPORT,):
            return parsed.intents  # "do you sell tents?": questions of service have words, and the parser knows them
        if intents[0] is Intent.CRITIQUE and not parsed.critiques and own and parsed.intent in _SEARCHING:
            # "it can't be longer than an hour" sets a bound, and compares with nothing shown
            return parsed.intent, *(i for i in intents if i not in (*_SEARCHING, Intent.CRITIQUE))
        if parsed.intent is Intent.SIMILAR and intents[0] in (*_SEARCHING, Intent.ASK_ITEM):
            return Intent.SIMILAR, *(i for i in intents if i is not Intent.SIMILAR)
        if Intent.SUPPORT in intents and Intent.SUPPORT in parsed.intents and set(parsed.intents) & _SEARCHING:
            return tuple(dict.fromkeys([*intents, *parsed.intents]))
        conditions = [s for s in own if s.facet != ITEM and not self._resolve.leans(s)]
        if parsed.intent is Intent.REQUEST and len(conditions) > 1 and set(intents) <= _SILENT:
            return Intent.REQUEST, *intents
        if parsed.critiques and parsed.references and parsed.intent is Intent.CRITIQUE and intents[0] in _SEARCHING:
            return tuple(dict.fromkeys([Intent.CRITIQUE, *intents]))
        if self._resolve.main is None or not {intents[0], parsed.intent} <= _SEARCHING:
            return intents
        if kind is not (parsed.intent is Intent.REQUEST):
            return intents
        return parsed.intent, *(i for i in intents if i not in _SEARCHING)

    def _told(self, statement: Statement, text: str, resolved: Resolved) -> bool:
        """Whether a leaning is but part of a story: the message is long, and the model made nothing of those words."""
        full = len(resolved.read) >= LINES  # the model may have had more to say
        if not resolved.read or full or len(text.split()) < _LONG or not self._resolve.leans(statement):
            return False
        span = span_of(text, statement.words)
        seen = span is not None and span[1] <= len(readable(text))
        return seen and span is not None and all(span[1] <= s or e <= span[0] for s, e in resolved.read)

    def _alone(
        self, parsed: Understanding, resolved: Resolved, intents: tuple[Intent, ...], state: SessionState
    ) -> Understanding:
        """The model's reading and nothing else."""
        silent = set(intents) <= _SILENT
        read = () if silent else _consistent(resolved.statements)
        references = resolved.references
        return parsed.model_copy(
            update={
                "intent": intents[0],
                "intents": intents,
                "statements": (*read, *self._pointed(read, references, intents, state)),
                "critiques": () if silent else resolved.critiques,
                "references": references,
                "wish": "" if silent else parsed.wish,
                "source": "llm",
            }
        )

    def _pointed(
        self, statements: Sequence[Statement], references: Sequence[str], intents: Sequence[Intent], state: SessionState
    ) -> tuple[Statement, ...]:
        """What turning down shown items, or asking for more like them, says about each of them."""
        polarity = Polarity.DISLIKE if Intent.REJECT in intents else Polarity.LIKE
        said = {s.value for s in statements if s.facet == ITEM}
        if not {Intent.REJECT, Intent.SIMILAR} & set(intents) or said & set(state.on_screen):
            return ()
        return tuple(
            Statement(facet=ITEM, value=item_id, polarity=polarity, words=self._resolve.title(item_id))
            for item_id in references
            if item_id in state.on_screen
        )


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


def _disliked(statements: Sequence[Statement]) -> bool:
    """Whether a distaste is told: "I don't like horror" forgets nothing."""
    return any(s.polarity is Polarity.DISLIKE and s.scope is Scope.LASTING for s in statements)


def _wishes(parsed: Understanding, found: Sequence[Statement]) -> list[Statement]:
    """The wishes without the words that became values."""
    taken = {word for s in found for word in key_of(s.words).split()}
    kept: list[Statement] = []
    for wish in (s for s in parsed.statements if s.facet == WISH):
        words = [w for w in str(wish.value).split() if key_of(w) not in taken]
        if words:
            kept.append(wish.model_copy(update={"value": " ".join(words)}))
    return kept


def _consistent(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Without repeats, in order."""
    return tuple({(s.facet, s.value, s.min, s.max, s.polarity): s for s in statements}.values())
