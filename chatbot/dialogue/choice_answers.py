"""What is said about a choice: why it was made, what it was made among, what would change it."""

from collections.abc import Collection, Sequence

from chatbot.catalogue.catalogue import Catalogue
from chatbot.catalogue.pack import Facet
from chatbot.dialogue.comparison import Asked, comparison, judged_of, leading
from chatbot.dialogue.counterfactual import Supposed, WhatIf
from chatbot.dialogue.fact_words import FactWords
from chatbot.dialogue.item_facts import facets_asked
from chatbot.dialogue.item_text import ItemText
from chatbot.dialogue.references import pair
from chatbot.dialogue.text import CJK, key_of
from chatbot.dialogue.verdict import verdict
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import condition
from chatbot.records import Constraint, Fact, Item, Polarity, Profile, Recommendation, SessionState, Understanding

_STEM = 5
"""Letters by which a word is known in other forms."""
COMPARED = 6
"""Items at most in a table: more columns cannot be read."""


class ChoiceAnswers:
    """Answers about what was recommended from one catalogue."""

    def __init__(self, catalogue: Catalogue, words: FactWords, texts: ItemText) -> None:
        """texts: looks up what descriptions say."""
        self._catalogue = catalogue
        self._pack = catalogue.pack
        self._words = words
        self._texts = texts

    def best_shown(self, state: SessionState, profile: Profile, asked: bool = False) -> Recommendation | None:
        """The best of what is on screen that was not spoken of yet, but for what the user knows or has set aside.

        asked: whether it is asked which one that is: then it stays the same, and of two spoken of is one of them.
        """
        out = {*state.set_aside, *profile.known_items()}
        left = [r for r in state.last if r.item_id in state.on_screen and r.item_id not in out]
        if asked:
            of_two = [r for r in left if r.item_id in pair(state)]
            return max(of_two or left, key=lambda r: r.score, default=None)
        return next((r for r in left if r.item_id not in state.focus), left[0] if left else None)

    def picked(self, item_id: str, state: SessionState, language: str, wording: Wording) -> str:
        """The shown item that is chosen for the user, and why rather than those that come after it."""
        chosen = next(r for r in state.last if r.item_id == item_id)
        of_two = pair(state) if item_id in pair(state) else state.on_screen
        beside = [r for r in state.last if r.item_id in of_two and r.item_id not in state.set_aside]
        judged = [chosen, *(r for r in beside if r.score < chosen.score)]
        items = [item for item in (self._catalogue.item(r.item_id) for r in judged) if item is not None]
        return verdict(judged, items, self._pack, language, wording, key="my_pick")

    def why(self, understanding: Understanding, state: SessionState, wording: Wording) -> str:
        """The true reasons and contributions of a recommendation made before."""
        chosen = self._recommended(understanding, state)
        if chosen is None:
            return wording.say("why_nothing")
        comma, weighed = wording.say("comma"), sorted(chosen.contributions.items(), key=lambda c: -abs(c[1]))
        said = [wording.say("why", title=self._name(chosen, wording), reasons=comma.join(chosen.reasons))]
        for key, kind, side in (("why_for", "signal", 1), ("why_against", "against", -1)):
            parts = [wording.say(f"{kind}_{name}") for name, value in weighed if value * side > 0]
            said += [wording.say(key, parts=comma.join(parts))] if parts else []
        return wording.say("sentences").join(said)

    def why_listed(self, item_id: str, state: SessionState, wording: Wording) -> str:
        """Of an item that is asked about as if it was missing: where on the list it is, and why."""
        place = next(n for n, r in enumerate(state.last, 1) if r.item_id == item_id)
        chosen = state.last[place - 1]
        reasons = wording.say("comma").join(chosen.reasons)
        return wording.say("why_listed", title=self._name(chosen, wording), place=place, reasons=reasons)

    def why_not(
        self,
        item_id: str,
        missed: Sequence[Constraint],
        profile: Profile,
        state: SessionState,
        language: str,
        wording: Wording,
    ) -> str:
        """Why an item is not on the list: it was turned down, is known, misses a condition, or others fit better."""
        item = self._catalogue.item(item_id)
        if item is None:
            return wording.say("why_nothing")
        comma, top = wording.say("comma"), state.last[0]
        if item_id in {*state.set_aside, *profile.items(Polarity.DISLIKE)}:
            return wording.say("why_not_aside", title=item.named(wording.code))
        if missed:
            conditions = comma.join(condition(self._pack, c, language, wording) for c in missed)
            return wording.say("why_not_conditions", title=item.named(wording.code), conditions=conditions)
        if item_id in profile.known_items():
            return wording.say("why_not_known", title=item.named(wording.code))
        told = {
            "title": item.named(wording.code),
            "other": self._name(top, wording),
            "reasons": comma.join(top.reasons[:3]),
        }
        lacks = [self._words.value(f, language, wording) for f in profile.facts if self._lacks(item, f, top)]
        if lacks:
            return wording.say("why_not_lacks", values=comma.join(lacks), **told)
        return wording.say("why_not_better", **told)

    def _lacks(self, item: Item, fact: Fact, top: Recommendation) -> bool:
        """Whether a value is liked that an item has not, and the first pick has."""
        first = self._catalogue.item(top.item_id)
        if first is None or fact.polarity is Polarity.DISLIKE or fact.facet not in self._pack.facets:
            return False
        return fact.value in first.values(fact.facet) and fact.value not in item.values(fact.facet)

    def compare(
        self, understanding: Understanding, asked: Asked, judged: Sequence[Recommendation], wording: Wording
    ) -> str:
        """A table of two or more items, and what was asked about them. judged: as they are scored for this user."""
        items = [item for item in map(self._catalogue.item, understanding.references[:COMPARED]) if item is not None]
        if len(items) < 2:
            alone = items[0].named(wording.code) if items else ""
            return wording.say("compare_one", title=alone) if alone else wording.say("compare_needs_two")
        language = understanding.language
        asked, words = self._by_text(understanding, asked, items, wording)
        if not words:
            return comparison(items, asked, judged, self._pack, language, wording)
        # What no facet tells ("which has the best bass?") descriptions may; if not, none of them comes first.
        said = [
            wording.say("about_said", title=item.named(wording.code), sentence=sentence)
            for item in items
            if (sentence := self._texts.answering(item, understanding.text, words))
        ]
        listed = self._listed(items, words, language, wording)
        said = listed or said or [wording.say("about_unknown_all")]
        return "\n\n".join([*said, comparison(items, asked, (), self._pack, language, wording)])

    def _by_text(
        self, understanding: Understanding, asked: Asked, items: Sequence[Item], wording: Wording
    ) -> tuple[Asked, Sequence[str]]:
        """What is asked with the facets it names, and the words of it that only descriptions may tell of, if any."""
        language = understanding.language
        facets = facets_asked(self._pack, understanding.text, language)
        named = [name for name, _ in facets]
        plain = {
            *wording.words("compares"),
            *(word for name, facet in facets for word in _words(name, facet, language)),
            *(word for item in items for word in key_of(item.title).split()),
        }
        words = [word for word in asked.words if _left_of(key_of(word), plain)]
        asked = asked._replace(facets=(*named, *asked.facets))
        told = asked.degrees or asked.values or any(item.values(name) for name in named for item in items)
        return asked, () if not asked.question or told else words

    def _listed(self, items: Sequence[Item], words: Sequence[str], language: str, wording: Wording) -> list[str]:
        """The listed values that all of the words are in, in whatever form, and which items have them ("hot swap", of
        hot-swappable keys)."""
        stems = [key_of(word)[:_STEM] for word in words if word.isascii()]
        owners: dict[tuple[str, str], list[str]] = {}
        for item in items:
            for name, facet in self._pack.facets.items():
                for value in item.values(name) if facet.kind == "category" else ():
                    parts = key_of(str(value)).split()
                    if stems and all(any(part.startswith(stem) for part in parts) for stem in stems):
                        owners.setdefault((name, str(value)), []).append(item.named(wording.code))
        return [
            wording.say(
                "compare_has",
                value=self._pack.facets[name].written(value, language),
                titles=wording.say("comma").join(titles),
            )
            for (name, value), titles in owners.items()
        ]

    def singled_out(
        self, understanding: Understanding, asked: Asked, judged: Sequence[Recommendation], wording: Wording
    ) -> str:
        """The one item of those compared that leads by the number asked about, else that the verdict names; "" for
        none."""
        items = [item for item in map(self._catalogue.item, understanding.references[:COMPARED]) if item is not None]
        ahead = leading(items, asked.degrees[0]) if asked.degrees else []
        if ahead or asked.degrees or len(items) < 2:
            return ahead[0].id if len(ahead) == 1 else ""
        asked, words = self._by_text(understanding, asked, items, wording)
        best = max(judged_of(items, asked, judged), key=lambda r: r.score, default=None)
        return best.item_id if best is not None and not words else ""

    def what_if(self, found: WhatIf | None, language: str, wording: Wording) -> str:
        """Which fact, if dropped, would bring which item first."""
        if found is None:
            return wording.say("what_if_nothing")
        if found.fact is None:
            return wording.say("what_if_firm", title=found.now.name)
        return wording.say(
            "what_if",
            title=found.now.name,
            fact=self._words.fact(found.fact, language, wording),
            other=found.other.name,
            reasons=wording.say("comma").join(found.other.reasons[:3]),
        )

    def supposed(self, found: Supposed, language: str, wording: Wording) -> str:
        """What would be on the list if something was said that was only supposed."""
        added = [self._words.trait(fact, language, wording) for fact in found.change.added]
        dropped = [
            wording.say("without", fact=self._words.trait(fact, language, wording)) for fact in found.change.retired
        ]
        changes = wording.say("comma").join(added or dropped)
        if not changes:
            return wording.say("supposed_already")
        then, now = found.then.items, found.now.items
        if not found.differs or not then:
            return wording.say("supposed_same" if then else "supposed_nothing", changes=changes)
        told = {"changes": changes, "other": then[0].name, "reasons": wording.say("comma").join(then[0].reasons[:3])}
        kept = bool(now) and now[0].item_id == then[0].item_id
        said = [wording.say("supposed_kept" if kept else "supposed_other", **told)]
        others = [r.name for r in found.new if r is not then[0]]
        if others:
            said.append(wording.say("supposed_new", titles=wording.say("comma").join(others)))
        if found.then.fit:
            said.append(wording.say("supposed_fit", count=found.then.fit, before=found.now.fit))
        else:
            said.append(wording.say("supposed_unmet"))
        return wording.say("sentences").join([*said, wording.say("supposed_offer")])

    def _name(self, chosen: Recommendation, wording: Wording) -> str:
        """The title of what was recommended before, perhaps in another language."""
        item = self._catalogue.item(chosen.item_id)
        return chosen.name if item is None else item.named(wording.code)

    def _recommended(self, understanding: Understanding, state: SessionState) -> Recommendation | None:
        by_id = {r.item_id: r for r in state.last}
        return next((by_id[i] for i in understanding.references if i in by_id), next(iter(state.last), None))


def _words(name: str, facet: Facet, language: str) -> set[str]:
    """The words by which a facet is asked for."""
    said = [facet.name(language, name), *facet.cues.get(language, ()), *facet.asked.get(language, ())]
    return {word for phrase in said for word in key_of(phrase).split()}


def _left_of(word: str, plain: Collection[str]) -> str:
    """What is left of a word without the plain ones: Chinese words stand in a run (有什么区别)."""
    if not CJK.search(word):
        return "" if word in plain else word
    for each in sorted(plain, key=len, reverse=True):
        word = word.replace(each, "") if CJK.search(each) else word
    return word
