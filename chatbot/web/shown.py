"""One turn as the page shows it, growing with the events of the chatbot."""

from uuid import uuid4

from pydantic import Field, ValidationError

from chatbot.profile.stored import StoredTurn
from chatbot.records import Done, Event, FactsTrace, Items, Recommendation, Record, Token, TurnTrace, Understood


class Shown(Record):
    """A message and what has come of it so far."""

    key: str = Field(default_factory=lambda: uuid4().hex)
    """Tells turns apart on the page, also when one that failed gives way to the next."""
    message: str
    language: str = "en"
    recommendations: tuple[Recommendation, ...] = ()
    text: str = ""
    suggestions: tuple[str, ...] = ()
    facts: FactsTrace | None = None
    finished: bool = False
    problem: str = ""
    """A sentence that says what went wrong, shown in place of an answer."""

    def after(self, event: Event) -> "Shown":
        match event:
            case Understood():
                return self.model_copy(update={"language": event.understanding.language, "facts": event.facts})
            case Items():
                return self.model_copy(update={"recommendations": event.recommendations})
            case Token():
                return self.model_copy(update={"text": self.text + event.text})
            case Done():
                return self._finished(event.reply.text, event.reply.trace)

    def failed(self, problem: str) -> "Shown":
        return self.model_copy(update={"problem": problem, "finished": True})

    def _finished(self, text: str, trace: TurnTrace) -> "Shown":
        return self.model_copy(update={
            "language": trace.understanding.language, "recommendations": trace.recommendations, "text": text,
            "suggestions": trace.suggestions, "facts": trace.facts, "finished": True,
        })  # fmt: skip

    @classmethod
    def stored(cls, turn: StoredTurn) -> "Shown":
        """A turn read back. One stored by another version, whose trace cannot be read, keeps its words."""
        bare = cls(key=str(turn.number), message=turn.message, text=turn.reply, finished=True)
        try:
            return bare._finished(turn.reply, TurnTrace.model_validate_json(turn.trace))
        except ValidationError:
            return bare
