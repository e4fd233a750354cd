"""A message to an Understanding: the model proposes, code links and resolves, the parser stands behind it."""

from typing import Annotated, Literal

import structlog
from langchain_core.messages import HumanMessage, convert_to_messages
from pydantic import BaseModel, Field, StringConstraints

from chatbot.catalogue.pack import Pack
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.dialogue.text import key_of
from chatbot.errors import ModelError
from chatbot.llm.calls import write_json
from chatbot.llm.models import ChatModel
from chatbot.prompts import Prompts
from chatbot.records import Intent, Polarity, Record, SessionState, Statement, Understanding

log = structlog.get_logger(__name__)

_MAX_TOKENS = 80
_READ = 600
"""Characters of a message that the model reads; the parser reads it all."""
_INTENTS: dict[str, Intent] = {
    "request": Intent.REQUEST,
    "inform": Intent.INFORM,
    "critique": Intent.CRITIQUE,
    "support": Intent.SUPPORT,
    "question": Intent.ASK_ITEM,
    "smalltalk": Intent.GREET,
    "other": Intent.OUT_OF_SCOPE,
}
_PLAIN = {Intent.REQUEST, Intent.INFORM, Intent.CONSTRAIN, Intent.OUT_OF_SCOPE}
"""Intents that the parser gives for want of a better one; only these may the model's frame add statements to."""


Phrase = Annotated[str, StringConstraints(max_length=32)]
"""Bounded, since a small model that repeats itself would never close the string."""


class Frame(BaseModel):
    """What the model writes. Values are copied from the message; code decides what they mean."""

    intent: Literal["request", "inform", "critique", "support", "question", "smalltalk", "other"]
    want: list[Phrase] = Field(default_factory=list, max_length=4)
    avoid: list[Phrase] = Field(default_factory=list, max_length=4)
    like: list[Phrase] = Field(default_factory=list, max_length=2)


class Understood(Record):
    """An understanding, the tokens it cost, and which fall-backs were taken."""

    understanding: Understanding
    tokens: int = 0
    fallbacks: tuple[str, ...] = ()


class Understander:
    """Understands messages about one catalogue. Without a model, the parser alone does it."""

    def __init__(self, parser: Parser, pack: Pack, prompts: Prompts, model: ChatModel | None) -> None:
        self._parser = parser
        self._pack = pack
        self._model = model
        self._prompt = convert_to_messages(prompts.conversation("understand", noun=pack.nouns("en")))

    def __call__(self, text: str, state: SessionState, watch: Stopwatch) -> Understood:
        """Never raises for what a model does: a failing model is named in `fallbacks`."""
        with watch("parse"):
            parsed = self._parser.parse(text, state)
        if self._model is None or parsed.intent in (Intent.RESET, Intent.UNDO) or not any(c.isalpha() for c in text):
            return Understood(understanding=parsed)
        try:
            with watch("understand"):
                answer = write_json(
                    self._model, [*self._prompt, HumanMessage(text[:_READ])], Frame, max_tokens=_MAX_TOKENS
                )
        except ModelError as error:
            log.warning("understanding by the parser alone", reason=str(error))
            return Understood(understanding=parsed, fallbacks=(f"understand: {type(error).__name__}",))
        return Understood(understanding=self._merged(parsed, answer.value, state), tokens=answer.tokens)

    def warm(self) -> None:
        """Let the model read its prompt once, so that the first message need not wait for it."""
        self("hello", SessionState(session_id="", user_id=""), Stopwatch())

    def _merged(self, parsed: Understanding, frame: Frame, state: SessionState) -> Understanding:
        """The parser's record with what the model saw beyond it. A value that is not in the message is dropped."""
        found = self._found(parsed, frame) if parsed.intent in _PLAIN else []
        intent = parsed.intent
        if found and intent is Intent.OUT_OF_SCOPE:
            intent = _INTENTS[frame.intent] if frame.intent in ("request", "inform") else Intent.REQUEST
        return parsed.model_copy(
            update={
                "intent": intent,
                "intents": tuple(
                    dict.fromkeys([intent, *(i for i in parsed.intents if i is not Intent.OUT_OF_SCOPE or i is intent)])
                ),
                "statements": (*parsed.statements, *found),
                "source": "both"
                if found or frame.want or frame.avoid or frame.like
                else "llm"
                if not parsed.statements
                else "both",
            }
        )

    def _found(self, parsed: Understanding, frame: Frame) -> list[Statement]:
        text = key_of(parsed.text)
        known = {key_of(s.words) for s in parsed.statements if s.words}
        values = {(s.facet, s.value) for s in parsed.statements}
        found: list[Statement] = []
        for phrases, polarity in ((frame.want, Polarity.LIKE), (frame.avoid, Polarity.DISLIKE)):
            for phrase in phrases:
                key = key_of(phrase)
                if len(key) < 3 or f" {key} " not in f" {text} " or any(key in k or k in key for k in known):
                    continue
                for statement in self._linked(phrase, polarity):
                    if (statement.facet, statement.value) not in values:
                        values.add((statement.facet, statement.value))
                        found.append(statement)
        return found

    def _linked(self, phrase: str, polarity: Polarity) -> list[Statement]:
        """The value a phrase stands for; nothing when it stands for none (the parser keeps it as a wish)."""
        entries = [e for e in self._parser.linker.lookup(phrase) if e.facet in self._pack.facets and not e.weak]
        if not entries:
            return []
        first = entries[0]
        return [
            Statement(
                facet=first.facet, value=first.value, polarity=polarity, strength=0.6, words=phrase, confidence=0.6
            )
        ]
