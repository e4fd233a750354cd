"""A message to an Understanding: the model reads, code links and resolves, the parser stands beside and behind it."""

from collections.abc import Callable, Sequence
from typing import Literal

import structlog

from chatbot.dialogue.classifiers import Classifiers
from chatbot.dialogue.exclusions import narrows
from chatbot.dialogue.merge import Merger
from chatbot.dialogue.named import named
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.purposes import SILENT
from chatbot.dialogue.reading import FrameAnswer, Reader
from chatbot.dialogue.resolve import Resolver
from chatbot.dialogue.script import simplified
from chatbot.dialogue.short_answers import answers
from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.dialogue.text import span_of
from chatbot.errors import ModelError
from chatbot.records import WISH, Fact, Intent, Record, SessionState, Statement, Understanding, Usage

log = structlog.get_logger(__name__)

Engine = Literal["both", "llm", "parser"]


class Understood(Record):
    """An understanding, the tokens it cost, and which fall-backs were taken."""

    understanding: Understanding
    usage: Usage = Usage()
    fallbacks: tuple[str, ...] = ()


class Understander:
    """Understands messages about one catalogue. Without a reader, the parser and the classifiers do it."""

    def __init__(
        self,
        parser: Parser,
        resolver: Resolver,
        reader: Reader | None,
        engine: Engine = "both",
        classifiers: Classifiers | None = None,
        weighed: bool = True,
    ) -> None:
        """engine: "llm" leaves the parser out wherever the model answers. classifiers: settle what a message is for and
        how what it names is meant; weighed: whether they were trained to weigh what this model says.
        """
        self._parser = parser
        self._resolve = resolver
        self._merger = Merger(resolver, classifiers if weighed else None)
        self._unaided = Merger(resolver, classifiers)
        self._reader = reader if engine != "parser" else None
        self._engine = engine

    def __call__(self, text: str, state: SessionState, watch: Stopwatch, facts: Sequence[Fact] = ()) -> Understood:
        """Never raises for what a model does: a failing model is named in `fallbacks`."""
        plain = simplified(text)
        understood = self._understood(plain, state, watch, facts)
        read = self._parser.undecided(understood.understanding, facts)
        if plain != text:
            read = read.model_copy(update={"statements": tuple(_in_own_words(s, plain, text) for s in read.statements)})
        return understood.model_copy(update={"understanding": read})

    def _understood(self, text: str, state: SessionState, watch: Stopwatch, facts: Sequence[Fact]) -> Understood:
        with watch("parse"):
            parsed = self._parser.parse(text, state)
        if (answer := self._parser.offered(parsed, state)) is not None:
            return Understood(understanding=answer)
        understood = self._read(text, parsed, state, watch, facts)
        understanding = understood.understanding
        if parsed.foreign:
            more = [s for s in understanding.statements if s.facet != WISH and s not in parsed.statements]
            # A model that found more reads the language; what one that does not says a message is for is a guess.
            understanding = understanding.model_copy(update={"foreign": False}) if more else parsed
            return understood.model_copy(update={"understanding": understanding})
        if Intent.WHAT_IF not in understanding.intents:
            return understood
        supposed = self._parser.supposed(understanding, state)
        told = Intent.WHAT_IF in parsed.intents
        if supposed is None and not told and any(s.facet != WISH for s in parsed.statements):
            return understood.model_copy(update={"understanding": parsed})  # without an "if" it is meant
        said: dict[str, object] = {"supposed": supposed}
        if not told:  # what the parser took for said is only supposed
            intents = tuple(intent for intent in understanding.intents if intent in SILENT)
            said |= {"statements": (), "critiques": (), "intent": intents[0], "intents": intents}
        return understood.model_copy(update={"understanding": understanding.model_copy(update=said)})

    def _read(
        self, text: str, parsed: Understanding, state: SessionState, watch: Stopwatch, facts: Sequence[Fact]
    ) -> Understood:
        clear = self._engine == "both" and (parsed.settled or answers(parsed, state))
        settled = self._parser.manipulates(parsed) or clear
        if settled or not any(c.isalpha() for c in text):
            return Understood(understanding=parsed)
        answer: FrameAnswer | None = None
        fallbacks: tuple[str, ...] = ()
        with watch("understand"):
            if self._reader is not None:
                names = named(parsed.text, self._parser.linker.mentions(parsed.text))
                try:
                    answer = self._reader(text, state, facts, names)
                except ModelError as error:
                    log.warning("understanding without the model", reason=str(error))
                    fallbacks = (f"understand: {type(error).__name__}",)
            if answer is None:
                return Understood(understanding=self._without(parsed, state), fallbacks=fallbacks)
        if not answer.frame.intents:
            understanding, fallbacks = self._without(parsed, state), ("understand: unreadable",)
            return Understood(understanding=understanding, usage=answer.usage, fallbacks=fallbacks)
        with watch("link"):
            resolved = self._resolve(answer.frame, text, state, parsed.language)
            merge = self._merger.alone if self._engine == "llm" else self._merger.both
            intents = answer.frame.intents
            understanding = self._reread(parsed, state, lambda read: merge(read, resolved, intents, state))
        fallbacks = ("understand: repaired",) if answer.repaired else ()
        return Understood(understanding=understanding, usage=answer.usage, fallbacks=fallbacks)

    def _without(self, parsed: Understanding, state: SessionState) -> Understanding:
        """The parser's reading, as the classifiers settle it without a model."""
        merger = self._unaided
        if self._engine == "parser":
            return merger.plain(parsed, state)
        return self._reread(parsed, state, lambda read: merger.unaided(read, state))

    def _reread(
        self, parsed: Understanding, state: SessionState, merge: Callable[[Understanding], Understanding]
    ) -> Understanding:
        """Merged; read again where the parser took for a question or a courtesy what states something after all."""
        merged = merge(parsed)
        if not set(parsed.intents) <= SILENT or set(merged.intents) <= SILENT or self._engine == "llm":
            return merged
        again = merge(self._parser.parse(parsed.text, state, merged.intents))
        only = (Intent.CONSTRAIN,)
        return again.model_copy(update={"intent": only[0], "intents": only}) if narrows(again) else again

    def warm(self) -> None:
        """Let the model read its prompt once, so that the first message need not wait for it."""
        self("hello", SessionState(session_id="", user_id=""), Stopwatch())


def _in_own_words(statement: Statement, plain: str, text: str) -> Statement:
    """A free wish, which is quoted, in the user's own characters; `plain` has them simplified."""
    span = span_of(plain, statement.words) if statement.facet == WISH else None
    return statement if span is None else statement.model_copy(update={"words": text[slice(*span)]})
