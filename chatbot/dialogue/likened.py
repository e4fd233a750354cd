"""What "like it" and "like that" stand for: what was spoken of last, or what the things on screen are to be like."""

from chatbot.dialogue.language import Language
from chatbot.records import ITEM, KNOWN_STRENGTH, Polarity, Scope, SessionState


def with_model(text: str, state: SessionState, language: Language) -> SessionState:
    """The state in which a sentence that wants something like it is read: nothing was spoken of since the list that is
    like the model was shown, so that "it" is the model rather than the first of the list.
    """
    if state.focus or not state.searches or language.like_it.search(text) is None:
        return state
    models = [
        str(said.value)
        for said in state.searches[-1]
        if said.facet == ITEM and said.polarity is Polarity.LIKE and said.scope is Scope.SESSION
        if said.strength > KNOWN_STRENGTH
    ]
    return state.model_copy(update={"focus": tuple(models[-1:])})


def likened(text: str, state: SessionState, language: Language) -> tuple[str, ...]:
    """The item that something is wanted like, where words stand for it that point at nothing else ("like that")."""
    return state.focus[:1] if language.like_it.search(text) is not None else ()
