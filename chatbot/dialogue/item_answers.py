"""What is said about items: true sentences made of records, no model involved."""

from collections.abc import Sequence

from chatbot.catalogue.catalogue import Catalogue
from chatbot.catalogue.pack import Facet
from chatbot.dialogue.comparison import Asked
from chatbot.dialogue.degrees import LOW, Degree
from chatbot.dialogue.item_facts import facets_asked, leads, told_of, whether
from chatbot.dialogue.item_text import ItemText, is_unread
from chatbot.dialogue.linking import Entry
from chatbot.dialogue.references import UNCLEAR, UNKNOWN, UNLINKED, UNSEEN, UNSOLD, UNTITLED
from chatbot.dialogue.several import alike, each, together
from chatbot.dialogue.text import key_of
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import number, says, values_phrase
from chatbot.recommend.scales import Scale, short_scale
from chatbot.records import Intent, Item, SessionState, Understanding

_TOLD = 6
"""Items at most that one answer is about."""
_KINDS = 12
"""Kinds of things at most that are named where it is asked what is sold."""
_KINDRED = 4
"""Of those that are named where one is asked for that is not sold, as many are kindred to it."""
_IN_BRIEF = 3
"""Values of one facet at most where an item is told of in brief."""


class ItemAnswers:
    """Answers about the items of one catalogue."""

    def __init__(self, catalogue: Catalogue, texts: ItemText | None = None) -> None:
        """texts: looks up what descriptions say."""
        self._texts = texts
        self._catalogue = catalogue
        self._pack = catalogue.pack

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
        items = self._referred(understanding) or [item]
        if asked.held:
            return wording.say("sentences").join([wording.say("held"), self._sheet(items[0], language, wording)])
        if asked.unlisted:
            if len(items) > 1:
                return wording.say("about_unknown_all")
            return wording.say("about_unknown", title=items[0].named(wording.code))
        if several := self.of_several(understanding, asked, wording):
            return several
        levels = [d.facet for d in asked.degrees if self._scale(d.facet) is not None and item.values(d.facet)]
        if asked.whether and levels and len(items) == 1:  # "is it too violent for kids?" asks for the violence
            facets = dict.fromkeys(
                [*levels, *(e.facet for value in asked.values for e in value if item.values(e.facet))]
            )
            return " ".join(self._measured(item, n, self._pack.facets[n], asked, language, wording) for n in facets)
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

    def of_several(self, understanding: Understanding, asked: Asked, wording: Wording) -> str:
        """Whether items are alike in the facet asked for, what they come to, or what each has; "" for neither."""
        items, language, text = self._referred(understanding), understanding.language, understanding.text
        facets = facets_asked(self._pack, text, language)
        labelled = [n for n, f in facets if key_of(f.name(language, n)) in key_of(text)]
        names = tuple(dict.fromkeys(labelled or [*asked.facets, *(name for name, _ in facets)]))
        known = [name for name in names if any(item.values(name) for item in items)]
        if asked.times > 1 and len(items) == 1:
            summed = labelled or asked.facets
            sums = together(items * asked.times, summed, self._pack, language, wording)
            return wording.say("sentences").join(sums)
        if len(items) < 2 or not names:
            return ""
        if asked.together and (sums := together(items, known, self._pack, language, wording)):
            return wording.say("sentences").join(sums)
        if asked.alike and known:
            return wording.say("sentences").join(alike(items, known, self._pack, language, wording))
        if asked.values or asked.degrees or Intent.COMPARE in understanding.intents:
            return ""
        all_told = each(items, known, self._pack, language, wording) if known else [wording.say("about_unknown_all")]
        return wording.say("sentences").join(all_told)

    def _referred(self, understanding: Understanding) -> list[Item]:
        return [i for i in map(self._catalogue.item, understanding.references[:_TOLD]) if i is not None]

    def numbered(self, degrees: Sequence[Degree], understanding: Understanding) -> tuple[Degree, ...]:
        """Those that speak of a number which the item meant has ("biggest" of a screen, or of a tank)."""
        meant = [item for item in map(self._catalogue.item, understanding.references) if item is not None]
        return tuple(d for d in degrees if any(item.values(d.facet) for item in meant))

    def not_shown(self, understanding: Understanding, state: SessionState, wording: Wording) -> str:
        """Answers "the ninth one" of five."""
        count = len(state.on_screen)
        if understanding.beyond == UNKNOWN:
            unread = is_unread(understanding.wish, self._catalogue.items)
            return wording.say("not_known_unread" if unread else "not_known_such", words=understanding.wish)
        if understanding.beyond == UNTITLED:
            return wording.say("not_known_title", words=understanding.wish)
        if understanding.beyond == UNSOLD:
            if self._pack.main is None:
                noun = self._pack.nouns(understanding.language)
                return wording.say("not_here", words=understanding.wish, noun=noun)
            kinds = self._kinds(understanding.wish, understanding.language, wording)
            return wording.say("not_sold" if understanding.wish else "sold", words=understanding.wish, kinds=kinds)
        if understanding.beyond == UNLINKED:
            items = self._referred(understanding)
            return wording.say("unlinked", title=items[0].named(wording.code) if items else "")
        if understanding.beyond == UNCLEAR:
            return wording.say("not_said_which", count=count)
        if understanding.beyond == UNSEEN:
            return wording.say("not_shown_such")
        return wording.say("not_shown" if count > 1 else "not_shown_one", place=understanding.beyond, count=count)

    def _kinds(self, asked: str, language: str, wording: Wording) -> str:
        """The kinds of things that there are, those with the most items first; beside what was asked for a few, those
        first that are kindred to it."""
        main = str(self._pack.main)
        counts = self._catalogue.table.values(main)
        kinds = sorted(counts, key=lambda kind: -counts[kind])
        kindred = self._texts.nearest(asked, kinds)[:_KINDRED] if asked and self._texts is not None else []
        if kindred:
            kinds = [*kindred, *(kind for kind in kinds if kind not in kindred)][: 2 * _KINDRED]
        return wording.say("comma").join(self._pack.facets[main].written(kind, language) for kind in kinds[:_KINDS])

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
        graded = self._pack.prior.quality
        labelled = any(key_of(f.name(language, n)) in key_of(text) for n, f in facets)  # 续航怎么样 asks for no grade
        if asked.quality and not (asked.facets or labelled) and graded and item.values(graded):  # "is it any good?"
            about = wording.say("about", title=item.named(wording.code), summary=item.summary) if item.summary else ""
            rated = told_of(item, graded, self._pack, language, wording)
            return wording.say("sentences").join(filter(None, [rated, about]))
        known = [(n, f) for n, f in facets if item.values(n)]
        if known:
            return " ".join(self._measured(item, n, f, asked, language, wording) for n, f in known)
        if asked.question and (partly := self._partly(item, asked.words)):
            told = " ".join(told_of(item, name, self._pack, language, wording) for name in partly)
            return wording.say("level_yes", told=told) if asked.whether else told
        if asked.question and (said := self._said(item, understanding.text, asked.words, wording)):
            return said
        if facets:
            return wording.say("about_unknown", title=item.named(wording.code))
        if (asked.whether or asked.question) and asked.words and not asked.whole:
            known_of = wording.say("about_known", summary=item.summary) if item.summary else ""
            unknown = wording.say("about_unknown", title=item.named(wording.code))
            return wording.say("sentences").join(filter(None, [unknown, known_of]))
        return self._sheet(item, language, wording)

    def _measured(self, item: Item, name: str, facet: Facet, asked: Asked, language: str, wording: Wording) -> str:
        """What it has of a facet; of a short scale whether that is much, where it is asked ("is it very gory?")."""
        if facet.members:
            return self._members(item, name, language, wording)
        told = told_of(item, name, self._pack, language, wording, self._on_scale(name, wording))
        scale = self._scale(name)
        degree = next((d for d in asked.degrees if d.facet == name), None)
        if scale is None or degree is None or not asked.whether:
            return told
        value = float(item.values(name)[0])
        much, little = value > scale.much, value <= scale.none
        if degree.sort in ("less", LOW):
            much, little = little, much
        return wording.say("level_yes" if much else "level_no" if little else "level_some", told=told)

    def _members(self, item: Item, name: str, language: str, wording: Wording) -> str:
        """All that has the same value, in the order of their years."""
        year = next((n for n, f in self._pack.facets.items() if f.unit == "year"), name)
        owners = [i for i in self._catalogue.items if {*i.values(name)} & {*item.values(name)}]
        owners.sort(key=lambda i: [float(v) for v in i.values(year)] if year != name else [])
        titles = wording.say("comma").join(i.named(wording.code) for i in owners)
        value = values_phrase(item, name, self._pack, language, wording)
        return wording.say("about_members", value=value, count=len(owners), titles=titles)

    def _on_scale(self, name: str, wording: Wording) -> str:
        """Where a short scale ends: "violence 1" by itself tells nothing."""
        scale = self._scale(name)
        return wording.say("on_scale", low=number(scale.low), high=number(scale.high)) if scale is not None else ""

    def _scale(self, name: str) -> Scale | None:
        """The short scale of a facet, None for any other; what is counted (years) needs none."""
        facet = self._pack.facets[name]
        return None if facet.unit or facet.units else short_scale(facet, name, self._catalogue.table)

    def _partly(self, item: Item, words: Sequence[str]) -> list[str]:
        """The facets of which a value has one of the words in it ("hdmi", of "hdmi arc")."""
        asked = {key_of(word) for word in words}
        return [
            name
            for name, facet in self._pack.facets.items()
            if facet.kind == "category" and any(asked & set(key_of(str(v)).split()) for v in item.values(name))
        ]

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

    def _meant(self, understanding: Understanding, state: SessionState) -> Item | None:
        ids = understanding.references or state.focus[:1] or state.on_screen[:1]
        return self._catalogue.item(ids[0]) if ids else None
