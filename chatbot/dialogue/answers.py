"""What is said about items, about the profile and in small talk: true sentences made of records, no model involved."""

import random
from collections.abc import Sequence

from chatbot.catalogue.catalogue import Catalogue
from chatbot.catalogue.pack import Facet
from chatbot.dialogue.comparison import Asked, comparison, leading
from chatbot.dialogue.counterfactual import Supposed, WhatIf
from chatbot.dialogue.degrees import HIGH, LOW, Degree
from chatbot.dialogue.item_facts import facets_asked, leads, told_of, whether
from chatbot.dialogue.item_text import ItemText
from chatbot.dialogue.items_named import KNOWN_STRENGTH
from chatbot.dialogue.language import TAKES_BACK
from chatbot.dialogue.linking import Entry
from chatbot.dialogue.noticed import Noticed
from chatbot.dialogue.references import UNCLEAR, UNKNOWN, UNSEEN
from chatbot.dialogue.text import key_of
from chatbot.profile.facts import is_contrary
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import (
    amount,
    bounds_phrase,
    condition,
    lacking,
    level_phrase,
    number,
    says,
    values_phrase,
)
from chatbot.recommend.scales import short_scale
from chatbot.records import (
    APART,
    ITEM,
    UNNAMED,
    WISH,
    Behaviour,
    Constraint,
    Fact,
    Intent,
    Item,
    Polarity,
    Profile,
    ProfileChange,
    Recommendation,
    Scope,
    SessionState,
    Statement,
    Understanding,
)

COMPARED = 6
"""Items at most in a table: more columns cannot be read."""
_IN_BRIEF = 3
"""Values of one facet at most where an item is told of in brief."""
_REMEMBERED = 3
"""Facts of earlier sessions that a returning user is met with."""


class Answers:
    """Answers about one catalogue."""

    def __init__(self, catalogue: Catalogue, seed: int | None = None, texts: ItemText | None = None) -> None:
        """seed: of what is left to chance, which otherwise differs between sessions.

        texts: looks up what descriptions say.
        """
        self._texts = texts
        self._seed = seed
        self._catalogue = catalogue
        self._pack = catalogue.pack

    def example(self, language: str, state: SessionState) -> str:
        """One of the pack's examples of what to say, another one in another session or turn."""
        chance = random.Random(f"{state.session_id if self._seed is None else self._seed} {state.turn}")
        examples = self._pack.examples.get(language) or self._pack.examples.get("en") or (self._pack.nouns(language),)
        return chance.choice(examples)

    def about_item(
        self,
        understanding: Understanding,
        state: SessionState,
        asked: Asked,
        leader: Item | None,
        wording: Wording,
    ) -> str:
        """What the catalogue says about the items meant: whether they have what was asked, the facet asked for, or all.

        leader: what leads everything that fits by the number asked for.
        """
        item = self._meant(understanding, state)
        if item is None:
            return wording.say("about_nothing")
        language = understanding.language
        if asked.leads:
            shown = [i for i in map(self._catalogue.item, state.on_screen) if i is not None]
            told = leads(shown, asked.leads[0], leader, self._pack, language, wording)
            return wording.say("sentences").join([*told, self._sheet(item, language, wording)])
        items = [i for i in map(self._catalogue.item, understanding.references[:COMPARED]) if i is not None] or [item]
        told = whether(items, asked.values, self._pack, language, wording)
        unlisted = bool(told) and len(items) == 1 and all(self._is_unlisted(item, value) for value in asked.values)
        if unlisted and (sentence := self._said(item, understanding.text, asked.words, wording)):
            return sentence  # in its own words rather than "no" because nobody listed it
        if told and not asked.question:
            told.append(self._sheet(item, language, wording))
        if told:
            return wording.say("sentences").join(told)
        if len(items) > 1 and asked.whether and not facets_asked(self._pack, understanding.text, language):
            said = [self._said(i, understanding.text, asked.words, wording) for i in items]
            return wording.say("sentences").join(filter(None, said)) or wording.say("about_unknown_all")
        return self._told(item, understanding, asked, wording)

    def numbered(self, degrees: Sequence[Degree], understanding: Understanding) -> tuple[Degree, ...]:
        """Those that speak of a number which the item meant has ("biggest" of a screen, or of a tank)."""
        meant = [item for item in map(self._catalogue.item, understanding.references) if item is not None]
        return tuple(d for d in degrees if any(item.values(d.facet) for item in meant))

    def _said(self, item: Item, question: str, words: Sequence[str], wording: Wording) -> str:
        """What its description says about the question, "" for nothing."""
        sentence = self._texts.answering(item, question, words) if self._texts else ""
        return wording.say("about_said", title=item.named(wording.code), sentence=sentence) if sentence else ""

    def _is_unlisted(self, item: Item, value: Sequence[Entry]) -> bool:
        """Whether nobody listed a value for it, which does not deny it as another value or a flag would."""
        owned = any(entry.value in item.values(entry.facet) for entry in value)
        return not owned and all(self._pack.facets[e.facet].multi or not item.values(e.facet) for e in value)

    def _told(self, item: Item, understanding: Understanding, asked: Asked, wording: Wording) -> str:
        """The facet asked for, else what its description says about it, else all."""
        language = understanding.language
        text = understanding.text
        for phrase in wording.words(
            "whole_story"
        ):  # 讲什么 asks what it tells, and not its language, though 讲 leads to one
            text = text.replace(phrase, " ")
        facets = [(n, self._pack.facets[n]) for n in asked.facets] or facets_asked(self._pack, text, language)
        known = [(n, f) for n, f in facets if item.values(n)]
        if known:
            return " ".join(
                told_of(item, n, self._pack, language, wording, self._on_scale(n, f, wording)) for n, f in known
            )
        if asked.question and (said := self._said(item, understanding.text, asked.words, wording)):
            return said
        if facets:
            return wording.say("about_unknown", title=item.named(wording.code))
        if asked.whether and asked.words:
            known_of = wording.say("about_known", summary=item.summary) if item.summary else ""
            unknown = wording.say("about_unknown", title=item.named(wording.code))
            return wording.say("sentences").join(filter(None, [unknown, known_of]))
        return self._sheet(item, language, wording)

    def _on_scale(self, name: str, facet: Facet, wording: Wording) -> str:
        """Where a short scale ends: "violence 1" by itself tells nothing. What is counted (years) needs no scale."""
        scale = None if facet.unit or facet.units else short_scale(facet, name, self._catalogue.table)
        return wording.say("on_scale", low=number(scale.low), high=number(scale.high)) if scale is not None else ""

    def _sheet(self, item: Item, language: str, wording: Wording) -> str:
        """Its summary and main facets."""
        facts = [
            says(f, n, values_phrase(item, n, self._pack, language, wording, _IN_BRIEF), language, wording)
            for n, f in self._pack.facets.items()
            if f.card and f.kind != "flag" and f.strict and item.values(n)  # moods are in the summary
        ]
        said = (
            [wording.say("about", title=item.named(wording.code), summary=item.summary)]
            if item.summary
            else [item.named(wording.code) + "."]
        )
        return " ".join(
            [*said, *([wording.say("about_facts", facts=wording.say("comma").join(facts))] if facts else [])]
        )

    def not_shown(self, understanding: Understanding, state: SessionState, wording: Wording) -> str:
        """Answers "the ninth one" of five."""
        count = len(state.on_screen)
        if understanding.beyond == UNKNOWN:
            return wording.say("not_known_such", words=understanding.wish)
        if understanding.beyond == UNCLEAR:
            return wording.say("not_said_which", count=count)
        if understanding.beyond == UNSEEN:
            return wording.say("not_shown_such")
        return wording.say("not_shown" if count > 1 else "not_shown_one", place=understanding.beyond, count=count)

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
            told = [self._trait(statement, language, wording) for statement in (before, after)]
            said.append(wording.say("overruled", before=told[0], after=told[1]))
        for limit in noticed.impossible:
            facet, value = self._pack.facets[limit.facet], limit.min if limit.max is None else limit.max
            label = facet.name(language, limit.facet)
            said.append(wording.say("impossible", label=label, value=amount(facet, value or 0, language)))
        said += [wording.say("boundless", limit=self._fact_value(b, language, wording)) for b in noticed.boundless]
        said += [wording.say("unfiltered", words=str(fact.value)) for fact in noticed.unfiltered]
        of_kind = {
            "let_go": noticed.lost,
            "let_go_former": noticed.former,
            "let_go_relative": noticed.relative,
            "kept_on": noticed.carried,
            "lifted": noticed.lifted,
        }
        for key, facts in of_kind.items():
            told = list(dict.fromkeys(self._trait(fact, language, wording) for fact in facts))
            said += [wording.say(key, conditions=wording.say("comma").join(told))] if told else []
        return said

    def remembered(self, profile: Profile, state: SessionState, language: str, wording: Wording) -> list[str]:
        """Says what is remembered of earlier sessions, in brief."""
        known = [
            f
            for f in profile.facts
            if f.scope is Scope.LASTING and f.session_id != state.session_id and not f.behaviour
        ]
        told = [self.fact(fact, language, wording) for fact in known[-_REMEMBERED:]]
        return [wording.say("remembered", facts=wording.say("comma").join(told))] if told else []

    def what_if(self, found: WhatIf | None, language: str, wording: Wording) -> str:
        """Which fact, if dropped, would bring which item first."""
        if found is None:
            return wording.say("what_if_nothing")
        if found.fact is None:
            return wording.say("what_if_firm", title=found.now.name)
        return wording.say(
            "what_if",
            title=found.now.name,
            fact=self.fact(found.fact, language, wording),
            other=found.other.name,
            reasons=wording.say("comma").join(found.other.reasons[:3]),
        )

    def supposed(self, found: Supposed, language: str, wording: Wording) -> str:
        """What would be on the list if something was said that was only supposed."""
        added = [self._trait(fact, language, wording) for fact in found.change.added]
        dropped = [wording.say("without", fact=self._trait(fact, language, wording)) for fact in found.change.retired]
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

    def _trait(self, fact: Fact | Statement, language: str, wording: Wording) -> str:
        if isinstance(fact, Fact) and fact.facet == ITEM:
            return self.fact(fact, language, wording)
        value = self._fact_value(fact, language, wording)
        facet = self._pack.facets.get(fact.facet)
        if fact.polarity is Polarity.LIKE:
            return value
        if facet is None or facet.kind not in ("category", "flag") or fact.value is False:
            return wording.say("reason_avoids", value=value)
        return lacking(facet, value, language, wording, "reason_avoids")

    def compare(
        self, understanding: Understanding, asked: Asked, judged: Sequence[Recommendation], wording: Wording
    ) -> str:
        """A table of two or more items, and what was asked about them. judged: as they are scored for this user."""
        items = [item for item in map(self._catalogue.item, understanding.references[:COMPARED]) if item is not None]
        if len(items) < 2:
            return wording.say("compare_needs_two")
        language = understanding.language
        named = [name for name, _ in facets_asked(self._pack, understanding.text, language)]
        asked = asked._replace(facets=(*named, *asked.facets))
        return comparison(items, asked, judged, self._pack, language, wording)

    def singled_out(self, understanding: Understanding, asked: Asked) -> str:
        """The one item of those compared that leads by the number asked about, "" where none does."""
        items = [item for item in map(self._catalogue.item, understanding.references[:COMPARED]) if item is not None]
        ahead = leading(items, asked.degrees[0]) if asked.degrees else []
        return ahead[0].id if len(ahead) == 1 else ""

    def best_shown(self, state: SessionState, profile: Profile) -> Recommendation | None:
        """The best of what is on screen that was not spoken of yet, but for what the user knows or has set aside."""
        out = {*state.set_aside, *profile.known_items()}
        left = [r for r in state.last if r.item_id in state.on_screen and r.item_id not in out]
        return next((r for r in left if r.item_id not in state.focus), left[0] if left else None)

    def picked(self, item_id: str, state: SessionState, wording: Wording) -> str:
        """The shown item that is chosen for the user, and why."""
        chosen = next(r for r in state.last if r.item_id == item_id)
        return wording.say(
            "my_pick", title=self._name(chosen, wording), reasons=wording.say("comma").join(chosen.reasons[:3])
        )

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
        lacks = [self._fact_value(f, language, wording) for f in profile.facts if self._lacks(item, f, top)]
        if lacks:
            return wording.say("why_not_lacks", values=comma.join(lacks), **told)
        return wording.say("why_not_better", **told)

    def _lacks(self, item: Item, fact: Fact, top: Recommendation) -> bool:
        """Whether a value is liked that an item has not, and the first pick has."""
        first = self._catalogue.item(top.item_id)
        if first is None or fact.polarity is Polarity.DISLIKE or fact.facet not in self._pack.facets:
            return False
        return fact.value in first.values(fact.facet) and fact.value not in item.values(fact.facet)

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
        text = self.fact(fact, language, wording)
        if not fact.words or key_of(fact.words) in key_of(text):
            return wording.say("profile_line_bare", fact=text)
        key = "profile_line" if fact.behaviour is None else "profile_line_review"
        return wording.say(key, fact=text, words=fact.words)

    def fact(self, fact: Fact, language: str, wording: Wording) -> str:
        """One fact in words: "price at most $80" of a search, "you like comedy" of what lasts."""
        liked = fact.polarity is Polarity.LIKE
        if fact.facet == ITEM:
            item = self._catalogue.item(str(fact.value))
            return wording.say(_item_key(fact), title=item.named(wording.code) if item else str(fact.value))
        let_pass = liked and not fact.strength
        if fact.scope is Scope.SESSION and not let_pass:
            return self._trait(fact, language, wording)
        value = self._fact_value(fact, language, wording)
        if fact.value in (LOW, HIGH):  # "you like weight: light"
            label = self._pack.facets[fact.facet].name(language, fact.facet)
            value = wording.say("reason_has", label=label, value=value)
        return wording.say("let_pass" if let_pass else "like" if liked else "dislike", value=value)

    def changed(self, understanding: Understanding, change: ProfileChange, profile: Profile, wording: Wording) -> str:
        if understanding.keeps and not TAKES_BACK & set(understanding.intents):
            return wording.say("kept")
        if Intent.RESET in understanding.intents:
            return wording.say("reset_everything" if understanding.everything else "reset")
        if Intent.UNDO in understanding.intents:
            return wording.say("undone" if change.retired or change.added else "undone_nothing")
        if not change.retired:
            noted = [f for f in profile.facts if any(is_contrary(s, f) for s in understanding.statements)]
            told = [self.fact(fact, understanding.language, wording) for fact in noted]
            key = "forgotten_contrary" if told else "forgotten_nothing"
            return wording.say(key, facts=wording.say("comma").join(told))
        facts = wording.say("comma").join(self.fact(f, understanding.language, wording) for f in change.retired)
        return wording.say("forgotten", facts=facts)

    def small_talk(self, understanding: Understanding, state: SessionState, profile: Profile, wording: Wording) -> str:
        noun = self._pack.nouns(understanding.language)
        if Intent.ACCEPT in understanding.intents:
            taken = [
                item.named(wording.code)
                for item in map(self._catalogue.item, understanding.references)
                if item is not None
            ]
            kept = "accepted" if len(taken) == 1 else "accepted_several"
            key = "accepted_nothing" if not taken else kept if state.guest is None else "accepted_for_now"
            return wording.say(key, title=wording.say("comma").join(taken))
        if Intent.GOODBYE in understanding.intents:
            return wording.say("goodbye")
        if Intent.THANK in understanding.intents:
            return wording.say("thank")
        known = self.remembered(profile, state, understanding.language, wording) if not state.turn else []
        return " ".join([wording.say("greet", noun=noun, example=self.example(understanding.language, state)), *known])

    def decline(self, understanding: Understanding, state: SessionState, manipulates: bool, wording: Wording) -> str:
        noun = self._pack.nouns(understanding.language)
        if manipulates:
            return wording.say("manipulated", noun=noun)
        readable = any(c.isalnum() for c in understanding.text)
        example = self.example(understanding.language, state)
        if understanding.foreign:
            return wording.say("foreign", example=example)
        return (
            wording.say("decline", noun=noun, example=example) if readable else wording.say("unread", example=example)
        )

    def _fact_value(self, fact: Fact | Statement, language: str, wording: Wording) -> str:
        facet = self._pack.facets.get(fact.facet)
        if fact.facet == WISH or facet is None:
            return f"“{fact.value}”"
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

    def _meant(self, understanding: Understanding, state: SessionState) -> Item | None:
        ids = understanding.references or state.focus[:1] or state.on_screen[:1]
        return self._catalogue.item(ids[0]) if ids else None

    def _name(self, chosen: Recommendation, wording: Wording) -> str:
        """The title of what was recommended before, perhaps in another language."""
        item = self._catalogue.item(chosen.item_id)
        return chosen.name if item is None else item.named(wording.code)

    def _recommended(self, understanding: Understanding, state: SessionState) -> Recommendation | None:
        by_id = {r.item_id: r for r in state.last}
        return next((by_id[i] for i in understanding.references if i in by_id), next(iter(state.last), None))


def _item_key(fact: Fact) -> str:
    """The sentence for what is known of somebody and an item."""
    side = "like" if fact.polarity is Polarity.LIKE else "dislike"
    match fact.behaviour:
        case None if side == "like" and fact.strength <= KNOWN_STRENGTH:
            return "item_known"
        case None | Behaviour.LIKE | Behaviour.DISLIKE:
            return f"item_{side}"
        case Behaviour.RATING | Behaviour.REVIEW:
            return f"item_{fact.behaviour}_{side}"
        case _:
            return f"item_{fact.behaviour}"
