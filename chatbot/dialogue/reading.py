"""How the language model is asked to read a message: the compact frame where it was trained on it, else JSON."""

from collections.abc import Sequence
from typing import Annotated, Literal, Protocol

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage, convert_to_messages
from pydantic import BaseModel, Field, StringConstraints

from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue import frame as compact
from chatbot.dialogue.frame import KNOWN, LINES, Frame, FrameLine, Operator
from chatbot.llm.calls import stream_text, write_json
from chatbot.llm.models import ChatModel
from chatbot.prompts import Prompts
from chatbot.records import Fact, Intent, Record, SessionState, Usage

_MAX_TOKENS = 110
_MAX_TOKENS_JSON = 400


class FrameAnswer(Record):
    """A frame, what it cost in tokens, and whether it took a second attempt."""

    frame: Frame
    usage: Usage = Usage()
    model: str = ""
    repaired: bool = False


class Reader(Protocol):
    """Reads one message with a language model, reminded of the `facts` already known.

    names: what the message names of the catalogue (`named`); a reader may pass it over.

    None leaves it to the parser. Raises ModelError when there is no usable answer.
    """

    def __call__(
        self, text: str, state: SessionState, facts: Sequence[Fact] = (), names: str = ""
    ) -> FrameAnswer | None: ...


class CompactReader:
    """For the model that was trained on compact frames: few tokens, held to a grammar, copied phrases only."""

    def __init__(self, model: ChatModel, catalogue: Catalogue, purpose_only: bool = False) -> None:
        """purpose_only: stop after the first line, what the message is for. Beside the parser the rest of a frame adds
        nothing (the model card has the figures) and takes most of the time.
        """
        self._model = model
        self._catalogue = catalogue
        self._system = SystemMessage(compact.schema(catalogue.pack, catalogue.table))
        self._stop = ["\n"] if purpose_only else []

    def __call__(self, text: str, state: SessionState, facts: Sequence[Fact] = (), names: str = "") -> FrameAnswer:
        shown = compact.shown(text, state, self._catalogue, facts, names)
        prompt: list[BaseMessage] = [self._system, HumanMessage(shown)]
        stream = stream_text(
            self._model,
            prompt,
            max_tokens=_MAX_TOKENS,
            stop=self._stop,
            grammar=compact.grammar(self._catalogue.pack, text),
        )
        answer = "".join(stream)
        return FrameAnswer(frame=compact.read(answer), usage=stream.usage, model=stream.model)


_SIGNS = {
    "want": "+",
    "nice": "?",
    "must": "!",
    "taste": "*",
    "avoid": "-",
    "not_too": "~",
    "hate": "x",
    "known": KNOWN,
}
Phrase = Annotated[str, StringConstraints(max_length=60)]
"""Bounded, since a small model that repeats itself would never close the string."""


class JsonStatement(BaseModel):
    """One preference: how it is meant, about which facet, in the message's own words."""

    stance: Literal["want", "nice", "must", "taste", "avoid", "not_too", "hate", "known"]
    facet: Phrase
    operator: Operator = ""
    phrase: Phrase


class JsonCritique(BaseModel):
    """A wish for less or more of something than what was shown."""

    facet: Phrase
    direction: Literal["less", "more"]
    phrase: Phrase


class JsonFrame(BaseModel):
    """What any other model writes: the same frame as one JSON object."""

    intents: list[Intent] = Field(min_length=1, max_length=3)
    statements: list[JsonStatement] = Field(default_factory=list, max_length=LINES)
    critiques: list[JsonCritique] = Field(default_factory=list, max_length=3)
    references: list[int] = Field(default_factory=list, max_length=3)

    def frame(self) -> Frame:
        lines = [
            FrameLine(sign=_SIGNS[s.stance], facet=s.facet, operator=s.operator, phrase=s.phrase)
            for s in self.statements
        ]
        lines += [
            FrameLine(sign="", facet=c.facet, operator="<" if c.direction == "less" else ">", phrase=c.phrase)
            for c in self.critiques
        ]
        return Frame(intents=tuple(self.intents), lines=tuple(lines), references=tuple(self.references))


class JsonReader:
    """For any other model: a prompt that explains the task, structured output where the provider has it."""

    def __init__(self, model: ChatModel, catalogue: Catalogue, prompts: Prompts) -> None:
        self._model = model
        self._catalogue = catalogue
        intents = ", ".join(intent.value for intent in Intent)
        schema = compact.schema(catalogue.pack, catalogue.table)
        self._prompt = convert_to_messages(prompts.conversation("understand", schema=schema, intents=intents))

    def __call__(self, text: str, state: SessionState, facts: Sequence[Fact] = (), names: str = "") -> FrameAnswer:
        messages = [*self._prompt, HumanMessage(compact.shown(text, state, self._catalogue, facts))]
        answer = write_json(self._model, messages, JsonFrame, max_tokens=_MAX_TOKENS_JSON)
        return FrameAnswer(
            frame=answer.value.frame(),
            usage=answer.usage,
            model=answer.model,
            repaired=answer.repaired,
        )
