"""What to do next: a table from intents to acts, and when a question may be added."""

from collections.abc import Mapping

from chatbot.catalogue.pack import Manner
from chatbot.dialogue.references import UNSOLD
from chatbot.records import Act, Decision, Intent, SessionState, Understanding

ACTS: Mapping[Intent, Act] = {
    Intent.REQUEST: Act.RECOMMEND,
    Intent.INFORM: Act.RECOMMEND,
    Intent.CONSTRAIN: Act.RECOMMEND,
    Intent.CRITIQUE: Act.RECOMMEND,
    Intent.SIMILAR: Act.RECOMMEND,
    Intent.REJECT: Act.RECOMMEND,
    Intent.ASK_ITEM: Act.ABOUT_ITEM,
    Intent.COMPARE: Act.COMPARE,
    Intent.WHY: Act.WHY,
    Intent.WHAT_IF: Act.WHAT_IF,
    Intent.PROFILE: Act.PROFILE,
    Intent.UNDO: Act.CHANGED,
    Intent.FORGET: Act.CHANGED,
    Intent.RESET: Act.CHANGED,
    Intent.SUPPORT: Act.SUPPORT,
    Intent.HANDOFF: Act.HANDOFF,
    Intent.ACCEPT: Act.SMALL_TALK,
    Intent.GREET: Act.SMALL_TALK,
    Intent.THANK: Act.SMALL_TALK,
    Intent.GOODBYE: Act.SMALL_TALK,
    Intent.OUT_OF_SCOPE: Act.DECLINE,
}


def decide(understanding: Understanding, state: SessionState, manner: Manner, wants: bool = True) -> Decision:
    """The acts that answer the message in full, in the order they are spoken; a question only when none is a burden.

    wants: whether anything is looked for now.
    """
    if understanding.beyond and not understanding.references:
        return Decision(acts=(Act.NOT_SHOWN,))
    if understanding.foreign and not (understanding.statements or understanding.critiques):
        return Decision(acts=(Act.DECLINE,))
    if understanding.back_to:
        return Decision(acts=(Act.RECOMMEND,))
    if understanding.one:
        return Decision(acts=(Act.PICK if state.on_screen else Act.RECOMMEND,))
    if understanding.keeps and not understanding.statements and understanding.intents == (Intent.INFORM,):
        return Decision(acts=(Act.CHANGED,))
    acts = list(dict.fromkeys(ACTS[intent] for intent in understanding.intents or (understanding.intent,)))
    if len(acts) > 1:
        acts = [a for a in acts if a is not Act.DECLINE]
        if Act.RECOMMEND in acts and Intent.ACCEPT not in understanding.intents:
            acts = [a for a in acts if a is not Act.SMALL_TALK]  # the items are the answer to "hi, I'd like …"
    if understanding.beyond == UNSOLD and understanding.wish:  # "the first. do you have coffee beans, too?"
        acts = [Act.NOT_SHOWN if act is Act.ABOUT_ITEM else act for act in acts]
    acts.sort(key=lambda act: act is Act.RECOMMEND)
    if Intent.FORGET in understanding.intents or Intent.UNDO in understanding.intents:
        acts = [*[a for a in acts if a is not Act.RECOMMEND], *([Act.RECOMMEND] if state.shown and wants else [])]
    return Decision(acts=tuple(acts), may_ask=Act.RECOMMEND in acts and _may_ask(understanding, state, manner))


def _may_ask(understanding: Understanding, state: SessionState, manner: Manner) -> bool:
    in_a_row = manner.questions_in_a_row
    recently = sum(1 for asked in state.asked[-in_a_row:] if asked)
    return bool(in_a_row) and recently < in_a_row and not (understanding.impatient or state.impatient)
