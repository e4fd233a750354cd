"""What a message of a word or two says when a question is open."""

import re
from collections.abc import Mapping, Sequence

from chatbot.catalogue.pack import Facet, Words
from chatbot.dialogue.degrees import HIGH, LOW
from chatbot.dialogue.language import Language
from chatbot.dialogue.text import key_of
from chatbot.records import WISH, Intent, Polarity, SessionState, Statement, Understanding

_SPARED = 0.3
"""Strength of a "no": "does it have to be waterproof?", "no" spares the user what is, and forbids nothing."""


_PART = 0.8
"""Confidence that some words of a value mean it."""
_ANSWER = re.compile(r"\W*(?:\w[\w'’-]*[ ]?){1,4}(?=\W*$|[,.;!?])")
"""What an answer begins with: a few words, before anything that explains it."""

_FOR = re.compile(r"\bfor\b", re.IGNORECASE)

_STATING = {Intent.REQUEST, Intent.CONSTRAIN, Intent.INFORM}
_FEW = 6
"""Words of a message that does nothing but leave a question open."""


def answered(
    read: Understanding, state: SessionState, facets: Mapping[str, Facet], language: Language, main: str | None
) -> Understanding:
    """The message as the answer to the open question: yes or no, much or little, words of a value, or all the same."""
    facet = facets.get(state.open_question or "")
    if facet is None or state.open_question is None:
        return read
    said = _yes_or_no(read.text, state.open_question, facet, language)
    said = said or _little_or_much(read.text, state.open_question, facet, language)
    if said is not None:
        return _only(read, Intent.CONSTRAIN, said)
    yes = match.group().rstrip(" ,.!") if (match := language.yes.match(read.text)) else ""
    whole = bool(yes) and not read.text[len(yes) : len(yes) + 1].isalnum()  # the y of "your" is no yes
    if facet.kind == "flag" and whole and set(read.intents) <= _STATING:
        said = _yes_or_no(yes, state.open_question, facet, language)  # "yes, and under $100"
        told = any(s.facet == state.open_question for s in read.statements)
        return read if said is None or told else read.model_copy(update={"statements": (said, *read.statements)})
    part = _part_of_value(read, state.open_question, facet, language)
    if part is not None:
        return read.model_copy(
            update={"intent": Intent.CONSTRAIN, "intents": (Intent.CONSTRAIN,), "statements": (part,)}
        )
    if read.intents == (Intent.REQUEST,) and gives_value(read.statements, state, main):
        return read.model_copy(update={"intent": Intent.CONSTRAIN, "intents": (Intent.CONSTRAIN,)})
    idle = all(s.facet == WISH for s in read.statements) and len(read.text.split()) <= _FEW
    idle = idle and not read.others and set(read.intents) <= {*_STATING, Intent.OUT_OF_SCOPE}
    return _only(read, Intent.INFORM) if idle and language.declines(read.text) else read


def answers(read: Understanding, state: SessionState) -> bool:
    """Whether the message is nothing but an answer to the open question, which leaves nothing else to be read."""
    return any(s.facet == state.open_question and s.words == read.text for s in read.statements)


def gives_value(statements: Sequence[Statement], state: SessionState, main: str | None) -> bool:
    """Whether a message gives what was asked for ("Italian"): that narrows the search and begins none.

    main: the facet that names the kind of thing; who names another kind unasked begins a search.
    """
    if state.open_question != main and any(s.facet == main and s.polarity is Polarity.LIKE for s in statements):
        return False
    return state.open_question is not None and any(s.facet == state.open_question for s in statements)


def _part_of_value(read: Understanding, name: str, facet: Facet, language: Language) -> Statement | None:
    """The one value of which an answer gives some words ("half", of "half size"), where it states nothing else."""
    if facet.kind != "category" or any(s.facet != WISH for s in read.statements) or not set(read.intents) <= _STATING:
        return None
    words = _ANSWER.match(read.text)
    if words is not None and (language.negator.search(words.group()) or _FOR.search(words.group())):
        return None  # "nothing dark" names what is not wanted, "for home" what it is for
    said = {key_of(w) for w in words.group().split()} - {key_of(w) for w in language.stop} if words else set()
    if words is None or not said:
        return None
    spare = {
        value: min(spared)
        for value, names in facet.values.items()
        if (spared := [len(parts - said) for n in _names(value, names) if said <= (parts := set(key_of(n).split()))])
    }
    meant = [value for value, count in spare.items() if count == min(spare.values())]
    if len(meant) != 1:  # "quarter" is more of "quarter size" than of "three quarter size"
        return None
    return Statement(facet=name, value=meant[0], words=words.group(), confidence=_PART)


def _names(value: str, names: Words) -> list[str]:
    return [value, *(name for group in names.values() for name in group)]


def _only(read: Understanding, intent: Intent, *statements: Statement) -> Understanding:
    said = {"intent": intent, "intents": (intent,), "statements": statements, "references": (), "wish": ""}
    return read.model_copy(update=said)


def _yes_or_no(text: str, name: str, facet: Facet, language: Language) -> Statement | None:
    """Whether a flag is wanted; None where the message is no bare yes or no, or the facet no flag."""
    if facet.kind != "flag":
        return None
    if language.yes.fullmatch(text.strip()) or language.must.fullmatch(text.strip(" .!")):
        return Statement(facet=name, value=True, hard=facet.strict, words=text)
    if language.no.fullmatch(text.strip()):
        return Statement(facet=name, value=True, polarity=Polarity.DISLIKE, strength=_SPARED, words=text)
    return None


def _little_or_much(text: str, name: str, facet: Facet, language: Language) -> Statement | None:
    """Whether low or high numbers are wanted ("not too much", to "how much may it cost?"); None for anything else."""
    if facet.kind != "number" or facet.unit == "year":
        return None
    level = LOW if language.little.fullmatch(text.strip()) else HIGH if language.much.fullmatch(text.strip()) else None
    return None if level is None else Statement(facet=name, value=level, words=text)
