"""Phrases why an item was chosen: by the language model, checked; else by a plain sentence made of the reasons."""

from collections.abc import Sequence
from contextlib import suppress

import structlog
from langchain_core.messages import HumanMessage, convert_to_messages

from chatbot.catalogue.pack import Pack
from chatbot.errors import ModelError
from chatbot.llm.calls import stream_text
from chatbot.llm.models import ChatModel
from chatbot.prompts import Prompts, Wording
from chatbot.recommend.grounding import Grounding, Vocabulary
from chatbot.recommend.phrasing import says, written
from chatbot.recommend.sentence import sentence_grammar
from chatbot.records import Item, Recommendation, Record, Usage, Value

log = structlog.get_logger(__name__)

_MAX_TOKENS = 90
_FACTS = 3
_ENDS = (".", "!")
_FEWER = 2


class Explanation(Record):
    """A sentence and how it came about. `rejected`: what the checker could not verify in the model's tries."""

    text: str
    by_model: bool
    rejected: tuple[str, ...] = ()
    usage: Usage = Usage()
    fallbacks: tuple[str, ...] = ()


class Explainer:
    """Writes one checked sentence on one recommendation."""

    def __init__(self, pack: Pack, prompts: Prompts, model: ChatModel | None, held: bool = False) -> None:
        """held: whether the model can be held to a grammar, and ends its answers as ours does."""
        self._pack = pack
        self._prompts = prompts
        self._model = model
        self._held = held
        self._vocabularies: dict[str, Vocabulary] = {}
        self._prompt = convert_to_messages(prompts.conversation("explain"))

    def __call__(self, chosen: Recommendation, language: str, wording: Wording) -> Explanation:
        """Never raises for what a model does; what it wrote is shown only if every statement in it holds."""
        plain = self.plain(chosen, wording)
        glue = wording.words("glue")
        if self._model is None or not glue:  # without a list of harmless words nothing the model writes can be checked
            return Explanation(text=plain, by_model=False)
        item = Item(id=chosen.item_id, title=chosen.name, attributes=chosen.attributes, summary=chosen.summary)
        positive = [r for r in chosen.reasons if r not in chosen.avoided]
        vocabulary = self._vocabularies.setdefault(language, Vocabulary(self._pack, language))
        facts = self._facts(chosen, positive, language, wording)
        grounding = Grounding(self._pack, vocabulary, item, facts, language, glue)
        rejected: list[str] = []
        usage = Usage()
        for kept in (facts, facts[:_FEWER]):  # the second try says less, so there is less to get wrong
            try:
                text, used = self._written(chosen.name, kept, wording)
            except ModelError as error:
                log.warning("explanation by a plain sentence", reason=str(error))
                return Explanation(
                    text=plain,
                    by_model=False,
                    rejected=tuple(rejected),
                    usage=usage,
                    fallbacks=(f"explain: {type(error).__name__}",),
                )
            usage += used
            faults = grounding.faults(text) if text.endswith(_ENDS) else (f"(cut short: {text[-20:]})",)
            if not faults:
                return Explanation(text=text, by_model=True, rejected=tuple(rejected), usage=usage)
            rejected += faults
        return Explanation(
            text=plain, by_model=False, rejected=tuple(rejected), usage=usage, fallbacks=("explain: ungrounded",)
        )

    def warm(self) -> None:
        """Let the model read its prompt once, so that the first explanation need not wait for it."""
        if self._model is not None:
            with suppress(ModelError):
                self._written("Harbour Lights", ["warm"])

    def plain(self, chosen: Recommendation, wording: Wording) -> str:
        return wording.say(
            "top_pick", title=chosen.name, reasons=wording.say("comma").join(chosen.reasons[: _FACTS + 1])
        )

    def _written(self, title: str, notes: Sequence[str], wording: Wording | None = None) -> tuple[str, Usage]:
        assert self._model is not None
        grammar = None
        if wording is not None and self._held and (templates := wording.templates("sentence")):
            grammar = sentence_grammar(title, notes, self._pack.nouns(wording.code, 1), templates)
        stream = stream_text(
            self._model,
            [*self._prompt, HumanMessage("; ".join([title, *notes]))],
            max_tokens=_MAX_TOKENS,
            stop=["\n"],
            grammar=grammar,
        )
        text = "".join(stream).strip()
        return text, stream.usage

    def _facts(self, chosen: Recommendation, positive: list[str], language: str, wording: Wording) -> list[str]:
        """What the model may say: the reasons, and facets of the card where there are few.

        Not the kind of thing it is, which the title mostly says: that makes "a laptop that is laptops".
        """
        kind = {
            says(facet, name, written(self._pack, name, value, language), language, wording)
            for name, facet in self._pack.facets.items()
            if name == self._pack.main
            for value in _several(chosen.attributes.get(name))
        }
        facts = [reason for reason in positive if reason not in kind][:_FACTS]
        for name, facet in self._pack.facets.items():
            values = chosen.attributes.get(name)
            told = facet.kind == "flag" or name == self._pack.main
            if facet.card and values is not None and not told and len(facts) < _FACTS:
                shown = written(self._pack, name, _several(values)[0], language)
                if not any(shown in fact for fact in facts):
                    facts.append(says(facet, name, shown, language, wording))
        return facts


def _several(values: Value | tuple[str, ...] | None) -> tuple[Value, ...]:
    return () if values is None else values if isinstance(values, tuple) else (values,)
