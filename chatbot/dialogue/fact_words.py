"""Facts and statements in words."""

from collections.abc import Sequence

from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue.choices import CHOSEN_STRENGTH
from chatbot.dialogue.degrees import HIGH, LOW
from chatbot.dialogue.script import simplified
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import bounds_phrase, lacking, level_phrase, number
from chatbot.records import ITEM, KNOWN_STRENGTH, WISH, Behaviour, Fact, Polarity, Scope, Statement


class FactWords:
    """Words for facts about one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._pack = catalogue.pack

    def facts(self, facts: Sequence[Fact], language: str, wording: Wording) -> list[str]:
        """Each fact in words, with the items in one of which the same is known ("you know Heat and Alien already")."""
        told: dict[str, list[str]] = {}
        for fact in facts:
            item = fact.facet == ITEM
            key, words = (
                (_item_key(fact), self._title(fact, wording)) if item else (self.fact(fact, language, wording), "")
            )
            told.setdefault(key, []).append(words)
        joint = wording.say("title_joint")
        return [wording.say(key, title=joint.join(titles)) if any(titles) else key for key, titles in told.items()]

    def fact(self, fact: Fact, language: str, wording: Wording) -> str:
        """One fact in words: "price at most $80" of a search, "you like comedy" of what lasts."""
        liked = fact.polarity is Polarity.LIKE
        if fact.facet == ITEM:
            return wording.say(_item_key(fact), title=self._title(fact, wording))
        let_pass = liked and not fact.strength
        if fact.scope is Scope.SESSION and not let_pass:
            return self.trait(fact, language, wording)
        value = self.value(fact, language, wording)
        if fact.value in (LOW, HIGH):  # "you like weight: light"
            label = self._pack.facets[fact.facet].name(language, fact.facet)
            value = wording.say("reason_has", label=label, value=value)
        return wording.say("let_pass" if let_pass else "like" if liked else "dislike", value=value)

    def _title(self, fact: Fact, wording: Wording) -> str:
        item = self._catalogue.item(str(fact.value))
        return item.named(wording.code) if item else str(fact.value)

    def trait(self, fact: Fact | Statement, language: str, wording: Wording) -> str:
        """What it says of an item that it is met by ("at most $80", "no horror")."""
        if isinstance(fact, Fact) and fact.facet == ITEM:
            if fact.scope is Scope.SESSION and fact.polarity is Polarity.LIKE:
                return wording.say("like_item", title=self._title(fact, wording))
            return self.fact(fact, language, wording)
        value = self.value(fact, language, wording)
        facet = self._pack.facets.get(fact.facet)
        if fact.polarity is Polarity.LIKE:
            return value
        if facet is None or facet.kind not in ("category", "flag") or fact.value is False:
            return wording.say("reason_avoids", value=value)
        return lacking(facet, value, language, wording, "reason_avoids")

    def value(self, fact: Fact | Statement, language: str, wording: Wording) -> str:
        """The value or limit alone, whether it is liked or not."""
        facet = self._pack.facets.get(fact.facet)
        if fact.facet == WISH or facet is None:
            return f"“{as_written(fact)}”"
        label = facet.name(language, fact.facet)
        if fact.value in ("low", "high") and facet.kind == "number":
            return level_phrase(facet, fact, language, wording)
        if facet.kind == "number":
            if fact.min is None and fact.max is None:
                return f"{label} {number(float(fact.value))}" if isinstance(fact.value, int | float) else label
            return bounds_phrase(facet, label, fact.min, fact.max, wording)
        if facet.kind == "flag":
            if fact.value:
                return wording.say("flag_is", label=label)
            return lacking(facet, label, language, wording, "flag_is_not")
        return facet.written(str(fact.value), language)


def as_written(fact: Fact | Statement) -> str:
    """A value in the characters that it was written in, traditional or not."""
    value = str(fact.value)
    return fact.words if simplified(fact.words) == value else value


def _item_key(fact: Fact) -> str:
    """The sentence for what is known of somebody and an item."""
    side = "like" if fact.polarity is Polarity.LIKE else "dislike"
    if fact.behaviour is None and side == "like" and fact.strength == CHOSEN_STRENGTH:
        return "item_chosen"
    match fact.behaviour:
        case None if side == "like" and fact.strength <= KNOWN_STRENGTH:
            return "item_known"
        case None | Behaviour.LIKE | Behaviour.DISLIKE:
            return f"item_{side}"
        case Behaviour.RATING | Behaviour.REVIEW:
            return f"item_{fact.behaviour}_{side}"
        case _:
            return f"item_{fact.behaviour}"
