"""A message to an Understanding: the model reads, code links and resolves, the parser stands beside and behind it."""

from collections.abc import Sequence
from typing import Literal

import structlog

from chatbot.dialogue.parser import Parser
from chatbot.dialogue.reading import Reader
from chatbot.dialogue.resolve import Resolved, Resolver
from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.dialogue.text import key_of
from chatbot.errors import ModelError
from chatbot.records import ITEM, WISH, Intent, Polarity, Record, SessionState, Statement, Understanding, Usage

log = structlog.get_logger(__name__)

Engine = Literal["both", "llm", "parser"]

_SILENT = {
    Intent.WHY, Intent.COMPARE, Intent.ASK_ITEM, Intent.PROFILE, Intent.SUPPORT, Intent.HANDOFF, Intent.UNDO,
    Intent.RESET, Intent.GREET, Intent.GOODBYE, Intent.THANK, Intent.OUT_OF_SCOPE,
}  # fmt: skip
"""Messages that are for these alone state no preference, whatever they mention."""


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

    def __call__(self, text: str, state: SessionState, watch: Stopwatch) -> Understood:
        """Never raises for what a model does: a failing model is named in `fallbacks`."""
        with watch("parse"):
            parsed = self._parser.parse(text, state)
        if self._reader is None or self._parser.manipulates(parsed) or not any(c.isalpha() for c in text):
            return Understood(understanding=parsed)
        try:
            with watch("understand"):
                answer = self._reader(text, state)
        except ModelError as error:
            log.warning("understanding by the parser alone", reason=str(error))
            return Understood(understanding=parsed, fallbacks=(f"understand: {type(error).__name__}",))
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

    def _merged(
        self, parsed: Understanding, resolved: Resolved, intents: tuple[Intent, ...], state: SessionState
    ) -> Understanding:
        """The model's reading; where the parser saw what the model passed over, that too."""
        silent = set(intents) <= _SILENT
        read = () if silent else resolved.statements
        alone = self._engine == "llm"
        more = () if silent or alone else _missed(parsed, resolved, intents, state)
        statements = _consistent(
            [*(s for s in read if s.facet != WISH), *more, *self._wishes(parsed, read, alone, silent)]
        )
        critiques = () if silent else resolved.critiques
        if not critiques and not alone and not silent and Intent.CRITIQUE in intents:
            critiques = parsed.critiques
        references = resolved.references
        if not alone:
            references = tuple(dict.fromkeys([*references, *parsed.references]))
        statements = (*statements, *self._pointed(statements, references, intents, state))
        if critiques and references:
            critiques = tuple(c.model_copy(update={"item_id": references[0]}) for c in critiques)
        return parsed.model_copy(
            update={
                "intent": intents[0],
                "intents": intents,
                "statements": statements,
                "critiques": critiques,
                "references": references,
                "wish": "" if silent else parsed.wish,
                "source": "llm" if alone or (not more and not parsed.statements) else "both",
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

    def _wishes(self, parsed: Understanding, read: Sequence[Statement], alone: bool, silent: bool) -> list[Statement]:
        """The model's wishes; the parser's where the model has none, without the words that became values."""
        own = [s for s in read if s.facet == WISH]
        if own or alone or silent:
            return own
        taken = {word for s in read for word in key_of(s.words).split()}
        kept: list[Statement] = []
        for wish in (s for s in parsed.statements if s.facet == WISH):
            words = [w for w in str(wish.value).split() if key_of(w) not in taken]
            if words:
                kept.append(wish.model_copy(update={"value": " ".join(words)}))
        return kept


def _missed(
    parsed: Understanding, resolved: Resolved, intents: Sequence[Intent], state: SessionState
) -> tuple[Statement, ...]:
    """What the parser found in words that the model said nothing about."""
    spans = [(p.start, p.end) for p in resolved.placed]
    facets = {(s.facet, s.value) for s in resolved.statements}
    numbers = {s.facet for s in resolved.statements if s.min is not None or s.max is not None}
    of_shown = {Intent.REJECT, Intent.SIMILAR, Intent.CRITIQUE} & set(intents)
    found = []
    for statement in parsed.statements:
        if statement.facet == ITEM and statement.value in state.on_screen and not of_shown:
            continue
        if statement.facet == WISH or (statement.value is not None and (statement.facet, statement.value) in facets):
            continue
        if statement.facet in numbers and (statement.min is not None or statement.max is not None):
            continue
        start = parsed.text.find(statement.words)
        if start >= 0 and any(s < start + len(statement.words) and start < e for s, e in spans):
            continue
        found.append(statement)
    return tuple(found)


def _consistent(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Without repeats, in order; several wanted values of one facet are alternatives where an item has only one."""
    return tuple({(s.facet, s.value, s.min, s.max, s.polarity): s for s in statements}.values())


__all__ = ["ITEM", "Engine", "Understander", "Understood"]
