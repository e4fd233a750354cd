"""What is said about the profile: how a message was taken, what is remembered, known, changed."""

from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue.exclusions import rules_out_later
from chatbot.dialogue.fact_words import FactWords
from chatbot.dialogue.language import TAKES_BACK
from chatbot.dialogue.noticed import Noticed
from chatbot.dialogue.text import key_of
from chatbot.profile.facts import is_contrary
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import amount
from chatbot.records import (
    APART,
    ITEM,
    KNOWN_STRENGTH,
    UNNAMED,
    Fact,
    Intent,
    Profile,
    ProfileChange,
    Scope,
    SessionState,
    Understanding,
)

_REMEMBERED = 3
"""Facts of earlier sessions that a returning user is met with."""


class ProfileAnswers:
    """Answers about what is known of a user."""

    def __init__(self, catalogue: Catalogue, words: FactWords) -> None:
        self._pack = catalogue.pack
        self._words = words
        self._catalogue = catalogue

    def addressed(self, guest: str | None, before: SessionState, wording: Wording) -> list[str]:
        """Says so when it is for somebody else from now on, or for the user again. before: as the turn found it."""
        if guest == before.guest:
            return []
        if guest is None:
            return [wording.say("apart_over" if before.guest == APART else "guest_over")]
        if guest in (UNNAMED, APART):
            return [wording.say("guest_unnamed" if guest == UNNAMED else "apart")]
        return [wording.say("guest_again" if guest in before.said_for else "guest", who=guest)]

    def noticed(self, noticed: Noticed, language: str, wording: Wording) -> list[str]:
        """Says what the message says both ways, what no limit is, and which conditions went with the kind of thing."""
        said = []
        for before, after in noticed.overruled:
            told = [self._words.trait(statement, language, wording) for statement in (before, after)]
            said.append(wording.say("overruled", before=told[0], after=told[1]))
        for limit in noticed.impossible:
            facet, value = self._pack.facets[limit.facet], limit.min if limit.max is None else limit.max
            label = facet.name(language, limit.facet)
            said.append(wording.say("impossible", label=label, value=amount(facet, value or 0, language)))
        said += [wording.say("boundless", limit=self._words.value(b, language, wording)) for b in noticed.boundless]
        later = tuple(fact for fact in noticed.left_out if rules_out_later(fact, self._catalogue.pack))
        said += [wording.say("left_out_later")] if later else []
        named = tuple(fact for fact in noticed.left_out if fact not in later)
        for key, against in (("unfiltered", noticed.unfiltered), ("left_out", named)):
            words = wording.say("or").join(wording.say("quoted", text=str(fact.value)) for fact in against)
            said += [wording.say(key, words=words)] if words else []
        of_kind = {
            "let_go": noticed.lost,
            "let_go_former": noticed.former,
            "let_go_relative": noticed.relative,
            "kept_on": noticed.carried,
            "lifted": noticed.lifted,
        }
        for key, facts in of_kind.items():
            told = list(dict.fromkeys(self._words.trait(fact, language, wording) for fact in facts))
            said += [wording.say(key, conditions=wording.say("comma").join(told))] if told else []
        return said

    def remembered(self, profile: Profile, state: SessionState, language: str, wording: Wording) -> list[str]:
        """Says what is remembered of earlier sessions, in brief."""
        known = [
            f
            for f in profile.facts
            if f.scope is Scope.LASTING and f.session_id != state.session_id and not f.behaviour
            if f.facet != ITEM or f.strength > KNOWN_STRENGTH  # what is but known tells nothing of taste
        ]
        told = self._words.facts(known[-_REMEMBERED:], language, wording)
        return [wording.say("remembered", facts=wording.say("comma").join(told))] if told else []

    def profile(self, profile: Profile, language: str, wording: Wording) -> str:
        if not profile.facts:
            return wording.say("profile_empty")
        said = []
        for scope in (Scope.SESSION, Scope.LASTING):
            lines = [self._line(fact, language, wording) for fact in profile.facts if fact.scope is scope]
            said += ["\n".join([wording.say(f"profile_{scope}"), *lines])] if lines else []
        return "\n\n".join(said)

    def _line(self, fact: Fact, language: str, wording: Wording) -> str:
        """A fact, and what was said where that is in other words."""
        text = self._words.fact(fact, language, wording)
        item = self._catalogue.item(str(fact.value)) if fact.facet == ITEM else None
        titled = item is not None and fact.words in (item.title, *item.titles.values())  # no words of the user's
        if not fact.words or titled or key_of(fact.words) in key_of(text):
            return wording.say("profile_line_bare", fact=text)
        key = "profile_line" if fact.behaviour is None else "profile_line_review"
        return wording.say(key, fact=text, words=fact.words)

    def changed(self, understanding: Understanding, change: ProfileChange, profile: Profile, wording: Wording) -> str:
        if understanding.keeps and not TAKES_BACK & set(understanding.intents):
            return wording.say("kept")
        if Intent.RESET in understanding.intents:
            return wording.say("reset_everything" if understanding.everything else "reset")
        if Intent.UNDO in understanding.intents:
            return wording.say("undone" if change.retired or change.added else "undone_nothing")
        if not change.retired:
            noted = [f for f in profile.facts if any(is_contrary(s, f) for s in understanding.statements)]
            told = [self._words.fact(fact, understanding.language, wording) for fact in noted]
            key = "forgotten_contrary" if told else "forgotten_nothing"
            return wording.say(key, facts=wording.say("comma").join(told))
        again = {(f.facet, f.value, f.min, f.max) for f in change.added}  # said anew in the same message
        gone = [f for f in change.retired if (f.facet, f.value, f.min, f.max) not in again]
        facts = wording.say("comma").join(self._words.fact(f, understanding.language, wording) for f in gone)
        if not facts:
            return ""
        return wording.say("forgotten", facts=facts)
