"""How one language says things: the cue lists of `prompts/language/<code>.yaml`, compiled once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from chatbot.dialogue.script import simplified
from chatbot.dialogue.text import CJK, key_of
from chatbot.errors import PromptError
from chatbot.prompts import Prompts
from chatbot.records import APART, UNNAMED, Extent, Intent

TAKES_BACK = {Intent.RESET, Intent.UNDO, Intent.FORGET}
"""What takes something back."""


class Shifts:
    """What says that a number moves a limit: words before or after it, or a factor in words."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        def pattern(name: str) -> re.Pattern[str]:
            return re.compile("|".join(raw[name]), re.IGNORECASE)

        self.more_before, self.more_after = pattern("more_before"), pattern("more_after")
        self.less_before, self.less_after = pattern("less_before"), pattern("less_after")
        self.factors = [(float(times), re.compile(words, re.IGNORECASE)) for times, words in raw["factors"].items()]


class Language:
    """Compiled cues. Every pattern ignores case; Latin phrases match whole words, CJK ones anywhere."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.code = str(raw["code"])
        spared = [*raw["not_negator_patterns"], phrases(raw["not_negators"]).pattern]
        self.not_negator = re.compile("|".join(spared), re.IGNORECASE)
        self.negator = re.compile("|".join([*raw["negator_patterns"], phrases(raw["negators"]).pattern]), re.IGNORECASE)
        self.mild = re.compile(
            rf"\s*(?:(?:{phrases(raw['before_mild']).pattern})\s*)*(?:{phrases(raw['mild']).pattern})", re.IGNORECASE
        )
        self.relative = re.compile(raw["relative"], re.IGNORECASE)
        self.plain_negator = re.compile(raw["plain_negator"], re.IGNORECASE)
        self.indifferent = re.compile(rf"(?:{phrases(raw['indifferent']).pattern})\s*$", re.IGNORECASE)
        self.indifferent_after = re.compile(rf"\s*(?:{phrases(raw['indifferent_after']).pattern})", re.IGNORECASE)
        self.matters_before, self.matters_after = str(raw["matters_before"]), str(raw["matters_after"])
        """What stands around the name of a number that is asked for by saying that it counts."""
        self.most, self.least = phrases(raw["most"]), phrases(raw["least"])
        self.more_number, self.less_number = phrases(raw["more_number"]), phrases(raw["less_number"])
        self.best, self.best_after = (re.compile(raw[k], re.IGNORECASE) for k in ("best", "best_after"))
        self.superlative_of: dict[str, str] = raw["superlative_of"]
        self.the_better = tuple(str(frame) for frame in raw["the_better"])
        """Frames around a comparing word; "{}" is the word."""
        self.excess = phrases(raw["excess"])
        self.complains, self.tolerates = (re.compile(raw[k], re.IGNORECASE) for k in ("complains", "tolerates"))
        self.looks, self.unpleasant, self.holds, self.opens_clause, self.in_it = (
            re.compile(raw[k], re.IGNORECASE) for k in ("looks", "unpleasant", "holds", "opens_clause", "in_it")
        )
        self.asides = [re.compile(p, re.IGNORECASE) for p in raw["asides"]]
        self.remark = re.compile(raw["remark"], re.IGNORECASE)
        self.further = re.compile(raw["further"], re.IGNORECASE)
        self.whiles, self.unbothered, self.drops = (
            re.compile(raw[k], re.IGNORECASE) for k in ("whiles", "unbothered", "drops")
        )
        self.body = re.compile(raw["body"], re.IGNORECASE)
        self.circumstance, self.load, self.opening, self.of_others, self.life_event = (
            re.compile(raw[k], re.IGNORECASE) for k in ("circumstance", "load", "opening", "of_others", "life_event")
        )
        self.of_own = [re.compile(p, re.IGNORECASE) for p in raw["of_own"]]
        self.must_not = re.compile(raw["must_not"], re.IGNORECASE)
        self.part_before, self.part_after, self.with_a = (
            re.compile(raw[k], re.IGNORECASE) for k in ("part_before", "part_after", "with_a")
        )
        self.goes_with, self.goes_with_too, self.exchanges = (
            re.compile(raw[k], re.IGNORECASE) for k in ("goes_with", "goes_with_too", "exchanges")
        )
        self.no_compound, self.given = (re.compile(raw[k], re.IGNORECASE) for k in ("no_compound", "given"))
        self.compound, self.compound_too = (re.compile(raw[k], re.IGNORECASE) for k in ("compound", "compound_too"))
        self.extents: dict[Extent, tuple[re.Pattern[str], re.Pattern[str]]] = {
            extent: (
                re.compile(rf"(?:{phrases(raw[extent]).pattern})\s*$", re.IGNORECASE),
                phrases(raw[f"{extent}_after"]),
            )
            for extent in ("little", "much")
        }
        self.of_number: dict[str, str] = raw["of_number"]
        self.degree_endings: dict[str, str] = raw["degree_endings"]
        self.attributive = phrases(raw["attributive"])
        self.attributive_end = phrases(raw["attributive_end"])
        self.governs = phrases(raw["governs"])
        self.replaced = re.compile(
            rf"(?:{phrases(raw['replaced']).pattern})\s*(?:an?\s+|the\s+)?(?P<was>[^,.;!?，。；！？]+)", re.IGNORECASE
        )
        self.correction = re.compile("|".join(raw["corrections"]) or r"(?!)", re.IGNORECASE)
        self.mistaken, self.denied = (re.compile(raw[k], re.IGNORECASE) for k in ("mistaken", "denied"))
        self.lasting_dislike = phrases(raw["lasting_dislike"])
        self.own_distaste, self.for_today = (re.compile(raw[k], re.IGNORECASE) for k in ("own_distaste", "for_today"))
        self.dismissed = phrases(raw["dismissed"])
        set_aside = [*raw["set_aside_patterns"], phrases(raw["set_aside"]).pattern]
        self.set_aside = re.compile("|".join(set_aside), re.IGNORECASE)
        self.conceded, self.unminded = phrases(raw["conceded"]), phrases(raw["unminded"])
        self.contrast = phrases(raw["contrast"])
        self.lasting_like = phrases(raw["lasting_like"])
        self.request = phrases(raw["request"])
        self.soft = phrases(raw["soft"])
        self.soft_after = re.compile(raw["soft_after"], re.IGNORECASE)
        self.firm = phrases(raw["firm"])
        self.similar_to = phrases(raw["similar_to"])
        self.gives_up, self.too_much = (re.compile(raw[k], re.IGNORECASE) for k in ("gives_up", "too_much"))
        self.known_after, self.shrugged_off = (
            re.compile(raw[k], re.IGNORECASE) for k in ("known_after", "shrugged_off")
        )
        self.all_seen, self.all_but, self.chance_names, self.as_verb, self.other_measures = (
            re.compile(raw[k], re.IGNORECASE)
            for k in ("all_seen", "all_but", "chance_names", "as_verb", "other_measures")
        )
        self.about_one, self.asks_held, self.sells = (
            re.compile(raw[k], re.IGNORECASE) for k in ("about_one", "asks_held", "sells")
        )
        self.says_no, self.seen_shown = (re.compile(raw[k], re.IGNORECASE) for k in ("says_no", "seen_shown"))
        self.seen = phrases(raw["seen"])
        self.seen_list, self.names_after = (re.compile(raw[k], re.IGNORECASE) for k in ("seen_list", "names_after"))
        self.seen_it, self.anaphora = (re.compile(raw[k], re.IGNORECASE) for k in ("seen_it", "anaphora"))
        self.was_liked = phrases(raw["was_liked"])
        self.joint = phrases(raw["or"])
        self.also = phrases(raw["also"])
        self.at_most, self.at_least = phrases(raw["at_most"]), phrases(raw["at_least"])
        self.at_most_loose = phrases(raw["at_most_loose"])
        self.at_most_strict, self.at_least_strict = phrases(raw["at_most_strict"]), phrases(raw["at_least_strict"])
        self.refuses_more, self.refuses_less = (  # "it can't cost more than", "must not last less than"
            re.compile(rf"(?:{raw['refused']})(?:{cues.pattern.replace('than', 'th[ae]n')})", re.IGNORECASE)
            for cues in (self.at_least_strict, self.at_most_strict)
        )
        self.measured_along: str = raw["measured_along"]
        self.after_at_most, self.after_at_least = phrases(raw["after_at_most"]), phrases(raw["after_at_least"])
        self.around = phrases(raw["around"])
        self.after_around = re.compile("|".join(map(re.escape, raw["after_around"])) or r"(?!)", re.IGNORECASE)
        self.between = phrases(raw["between"])
        self.range_joint = phrases(raw["range_joint"])
        self.this_year = phrases(raw["this_year"])
        self.last_years, self.this_century, self.last_century = (
            re.compile(raw[key], re.IGNORECASE) for key in ("last_years", "this_century", "last_century")
        )
        self.numbers = {str(k): float(v) for k, v in raw["numbers"].items()}
        # An age: figures, or number words below a hundred.
        words = {w: n for w, n in self.numbers.items() if len(w) > 2 and w != "couple" and " " not in w}
        small, tens, units = (
            "|".join(w for w, n in words.items() if n in among) or "(?!)"
            for among in (range(1, 20), range(20, 100, 10), range(1, 10))
        )
        # Not the end of a larger number: "107", 一百零五.
        latin = rf"(?<![\w-])(?:\d{{1,2}}(?!\d)|(?:(?:{tens})[ -](?:{units})|{tens}|{small})\b)"
        age = rf"(?:{latin}|(?<![百零十\d])(?:\d{{1,2}}(?!\d)|[一二三四五六七八九十]{{1,3}}))"
        self.age = re.compile(age, re.IGNORECASE)
        several = rf"{age}(?:(?:,|,? and|,? or| &|、|和) ?{age})*"
        self.aged = [re.compile(p.replace("{n}", f"(?P<n>{several})"), re.IGNORECASE) for p in raw["aged"]]
        self.possessed = re.compile("|".join(raw["possessed"]), re.IGNORECASE)
        self.stages = {str(word): (int(first), int(last)) for word, (first, last) in raw["stages"].items()}
        """Words for people by the first and last year of their age."""
        self.kin = {str(stage): phrases(words) for stage, words in raw["kin"].items()}
        """Further words for people of such an age, by the first one."""
        self.people = re.compile(raw["people"], re.IGNORECASE)
        self.free_of = re.compile(raw["free_of"], re.IGNORECASE)
        self.relation = phrases(raw["relations"])
        self.rate = re.compile(raw["rates"], re.IGNORECASE)
        self.ages, self.own_age = (re.compile(raw[key], re.IGNORECASE) for key in ("ages", "own_age"))
        self.multipliers = {str(k): float(v) for k, v in raw["multipliers"].items()}
        self.not_numbers = phrases(raw["not_numbers"])
        self.minus = str(raw["minus"])
        """A minus written as a word."""
        self.signed = re.compile(raw["signed"], re.IGNORECASE)
        self.short_names = {key_of(name): tuple(map(key_of, short)) for name, short in raw["short_names"].items()}
        self.articles = frozenset(str(w) for w in raw["articles"])
        self.currencies = {str(word): str(sign) for sign, words in raw["currencies"].items() for word in words}
        """The sign of each word for money."""
        self.home_currency = str(raw["home_currency"])
        self.calendar = frozenset(map(str, raw["calendar"]))
        self.pricing = re.compile(raw["pricing"], re.IGNORECASE)
        self.money = phrases(raw["money"])
        self.priced_before = re.compile(rf"(?:{phrases(raw['priced_before']).pattern})\s*$", re.IGNORECASE)
        self.priced_after = phrases(raw["priced_after"])
        self.people_units = tuple(str(w) for w in raw["people_units"])
        self.party = re.compile(raw["party"], re.IGNORECASE)
        self.people_before, self.people_after = (
            re.compile(raw[k], re.IGNORECASE) for k in ("people_before", "people_after")
        )
        self.half = phrases(raw["half"])
        self.decades = {str(k): int(v) for k, v in raw["decades"].items()}
        self.decade, self.of_age = phrases(self.decades), re.compile(raw["of_age"], re.IGNORECASE)
        self.ordinals = {str(k): int(v) for k, v in raw["ordinals"].items()}
        self.ordinal_patterns = [re.compile(p, re.IGNORECASE) for p in raw["ordinal_patterns"]]
        self.in_order, self.one_with = (re.compile(raw[k], re.IGNORECASE) for k in ("in_order", "one_with"))
        self.compares_with = re.compile(raw["compares_with"], re.IGNORECASE)
        self.asks_of = re.compile(raw["asks_of"], re.IGNORECASE)
        self.asks_facet = re.compile(raw["asks_facet"], re.IGNORECASE)
        self.asks_named, self.asks_title = (re.compile(raw[k], re.IGNORECASE) for k in ("asks_named", "asks_title"))
        self.asks_kind = re.compile(raw["asks_kind"], re.IGNORECASE)
        self.of_kind = re.compile(raw["of_kind"], re.IGNORECASE)
        self.first_several, self.last_several = (
            re.compile(raw[key], re.IGNORECASE) for key in ("first_several", "last_several")
        )
        self.ever_shown = re.compile("|".join(raw["ever_shown"]), re.IGNORECASE)
        self.list_before = re.compile("|".join(raw["list_before"]), re.IGNORECASE)
        self.series_places = {str(word): int(place) for word, place in raw["series_places"].items()}
        self.only_first = re.compile(raw["only_first"], re.IGNORECASE)
        self.goes_back = [re.compile(p, re.IGNORECASE) for p in raw["goes_back"]]
        self.described = [re.compile(p, re.IGNORECASE) for p in raw["described"]]
        self.before_one, self.after_one = (re.compile(raw[k], re.IGNORECASE) for k in ("before_one", "after_one"))
        """What may stand around words that describe a shown item where a message says nothing else."""
        self.before_taken, self.and_more, self.wants_more, self.included = (
            re.compile(raw[k], re.IGNORECASE) for k in ("before_taken", "and_more", "wants_more", "included")
        )
        self.recalls = [re.compile(p, re.IGNORECASE) for p in raw["recalls"]]
        self.asks_on_before, self.asks_on_after, self.the_other, self.laughs = (
            re.compile(raw[k], re.IGNORECASE) for k in ("asks_on_before", "asks_on_after", "the_other", "laughs")
        )
        self.anew = re.compile(raw["anew"], re.IGNORECASE)
        self.settles, self.settled = (re.compile(raw[k], re.IGNORECASE) for k in ("settles", "settled"))
        self.takes_one, self.hesitates = (re.compile(raw[k], re.IGNORECASE) for k in ("takes_one", "hesitates"))
        self.asks_series = re.compile(raw["asks_series"], re.IGNORECASE)
        self.chooses = re.compile("|".join(raw["chooses"]) or r"(?!)", re.IGNORECASE)
        self.exists = re.compile("|".join(raw["exists"]), re.IGNORECASE)
        self.whether, self.such, self.either = (
            re.compile(raw[k], re.IGNORECASE) for k in ("whether", "such", "either")
        )
        self.why_not, self.why_not_ends = (re.compile(raw[k], re.IGNORECASE) for k in ("why_not", "why_not_ends"))
        self.why_no, self.why_no_ends = (re.compile(raw[k], re.IGNORECASE) for k in ("why_no", "why_no_ends"))
        self.which = re.compile(rf"(?:{raw['which']})\s*$", re.IGNORECASE)
        """Before what is asked of items, rather than said to point at one ("which of these *is* the cheapest?")."""
        self.same = phrases(raw["same"])
        self.wants_thing = re.compile(raw["wants_thing"], re.IGNORECASE)
        self.things_asked = [re.compile(p, re.IGNORECASE) for p in raw["things_asked"]]
        self.thing_gone = re.compile(raw["thing_gone"], re.IGNORECASE)
        self.made_by = re.compile(raw["made_by"], re.IGNORECASE)
        self.same_person, self.did_make, self.has_in_it, self.in_one = (
            re.compile(raw[k], re.IGNORECASE) for k in ("same_person", "did_make", "has_in_it", "in_one")
        )
        self.asks_range, self.asks_values, self.orders = (
            re.compile(raw[k], re.IGNORECASE) for k in ("asks_range", "asks_values", "orders")
        )
        self.asks_trait = re.compile(raw["asks_trait"], re.IGNORECASE)
        self.fears = re.compile(raw["fears"], re.IGNORECASE)
        self.describes = re.compile(raw["describes"], re.IGNORECASE)
        self.about_story = re.compile(raw["about_story"], re.IGNORECASE)
        self.half_remembered, self.unlisted = (
            re.compile(raw[k], re.IGNORECASE) for k in ("half_remembered", "unlisted")
        )
        self.no_thing = frozenset(str(word) for word in raw["no_thing"])
        self.asks_quality = re.compile(raw["asks_quality"], re.IGNORECASE)
        self.either_of, self.disputes = (re.compile(raw[k], re.IGNORECASE) for k in ("either_of", "disputes"))
        self.loved_after, self.hated_after = (re.compile(raw[k], re.IGNORECASE) for k in ("loved_after", "hated_after"))
        self.whole_words = phrases(raw["whole_words"])
        self.size_alone = re.compile(raw["size_alone"], re.IGNORECASE)
        self.asks_alike, self.asks_together = (re.compile(raw[k], re.IGNORECASE) for k in ("alike", "together"))
        self.more_of, self.another_of = (re.compile(raw[k], re.IGNORECASE) for k in ("more_of", "another_of"))
        self.like_it = re.compile(raw["like_it"], re.IGNORECASE)
        self.someone_else, self.not_same_of = (
            re.compile(raw[k], re.IGNORECASE) for k in ("someone_else", "not_same_of")
        )
        self.more_by = {str(cue): re.compile(p, re.IGNORECASE) for cue, p in raw["more_by"].items()}
        self.wish_joint = re.compile(raw["wish_joint"], re.IGNORECASE)
        self.same_but = re.compile("|".join(raw["same_but"]), re.IGNORECASE)
        self.guest = [re.compile(p, re.IGNORECASE) for p in raw["guest"]]
        self.own = [re.compile(p, re.IGNORECASE) for p in raw["own"]]
        self.apart, self.usual = (re.compile("|".join(raw[k]), re.IGNORECASE) for k in ("apart", "usual"))
        self.their_taste = re.compile(raw["their_taste"], re.IGNORECASE)
        self.clause_end = re.compile(raw["clause_end"], re.IGNORECASE)
        self.own_denial, self.own_assent = (re.compile(raw[k], re.IGNORECASE) for k in ("own_denial", "own_assent"))
        self.pronoun = phrases(raw["pronouns"])
        self.empty_pronoun = re.compile("|".join(raw["empty_pronouns"]) or r"(?!)", re.IGNORECASE)
        self.plural_pronoun = phrases(raw["plural_pronouns"])
        self.beside = re.compile(raw["beside"], re.IGNORECASE)
        self.list_pronoun = phrases(raw["list_pronouns"])
        self.whole_list = re.compile(raw["whole_list"], re.IGNORECASE)
        self.definite, self.asks_of_the, self.asks_value = (
            re.compile(raw[k], re.IGNORECASE) for k in ("definite", "asks_of_the", "asks_value")
        )
        self.asks_beside = re.compile("|".join(raw["asks_beside"]), re.IGNORECASE)
        self.asks_part, self.asks_of_them, self.times = (
            re.compile(raw[k], re.IGNORECASE) for k in ("asks_part", "asks_of_them", "times")
        )
        self.singled_out = re.compile(raw["singled_out"], re.IGNORECASE)
        self.stop = frozenset(str(w).casefold() for w in raw["stop"])
        intents = {str(name): [re.compile(p, re.IGNORECASE) for p in ps] for name, ps in raw["intents"].items()}
        self.injection = intents.pop("injection")
        self.intents = {Intent(name): patterns for name, patterns in intents.items()}
        self.spending = tuple(str(w) for w in raw["spending"])
        self.shifts = Shifts(raw["shifts"])
        self.spends = re.compile(raw["spends"], re.IGNORECASE)
        self._keeps = re.compile(raw["keeps"], re.IGNORECASE)
        self.unlimited = [re.compile(p, re.IGNORECASE) for p in raw["unlimited"]]
        self.takes, self.appraises, self.grades, self.permitted, self.weighs = (
            re.compile(raw[key], re.IGNORECASE) for key in ("takes", "appraises", "grades", "permitted", "weighs")
        )
        self.everything = [re.compile(p, re.IGNORECASE) for p in raw["everything"]]
        self.go_ahead, self.leave_it = (re.compile(raw[k], re.IGNORECASE) for k in ("go_ahead", "leave_it"))
        self.supposing = [re.compile(p, re.IGNORECASE) for p in raw["supposing"]]
        self.supposed_away = re.compile("|".join(raw["supposed_away"]) or r"(?!)", re.IGNORECASE)
        self.no_preference = [re.compile(p, re.IGNORECASE) for p in raw["no_preference"]]
        self.yes, self.no = (re.compile(raw["answers"][k], re.IGNORECASE) for k in ("yes", "no"))
        self.must = re.compile(raw["answers"]["must"], re.IGNORECASE)
        self.little, self.much = (re.compile(raw["answers"][k], re.IGNORECASE) for k in ("little", "much"))
        self._asked_count = str(raw["asked_count"])
        self.afresh, self.instead, self.adds, self.own_turn = (
            re.compile(raw[key], re.IGNORECASE) for key in ("afresh", "instead", "adds", "own_turn")
        )
        self._leaves_choice, self._asks_choice = (
            re.compile(raw[key], re.IGNORECASE) for key in ("leaves_choice", "asks_choice")
        )
        self.others = [re.compile(p, re.IGNORECASE) for p in raw["others"]]
        self.impatient = [re.compile(p, re.IGNORECASE) for p in raw["impatient"]]
        self.follow = re.compile("|".join(raw["follows"]) or r"(?!)", re.IGNORECASE)
        self.telling = re.compile("|".join(raw["tells"]) or r"(?!)", re.IGNORECASE)
        self.for_kind = re.compile(raw["for_kind"], re.IGNORECASE)
        self.regrets, self.relishes, self.favours, self.doubts, self.disbelieves = (
            re.compile(raw[k], re.IGNORECASE) for k in ("regrets", "relishes", "favours", "doubts", "disbelieves")
        )
        self.next_question = re.compile(raw["next_question"], re.IGNORECASE)
        self.question = [re.compile(p, re.IGNORECASE) for p in raw["question"]]
        self.owned = [re.compile(p, re.IGNORECASE) for p in raw["owned"]]
        self.praise, self.blame = phrases(raw["praise"]), phrases(raw["blame"])
        self.acts = [re.compile(p, re.IGNORECASE) for p in raw["acts"]]
        self.service_before, self.service_after = (re.compile(p, re.IGNORECASE) for p in raw["service_wanted"])
        self.yours = [re.compile(p, re.IGNORECASE) for p in raw["yours"]]

    def intends(self, intent: Intent, text: str) -> bool:
        found = (m for p in self.intents.get(intent, ()) for m in p.finditer(text))
        return any(intent not in TAKES_BACK or self._kept(text, m) is None for m in found)

    def keeps(self, text: str) -> list[tuple[int, int]]:
        """Where it is said that something is not to be taken back ("don't start over"), up to what is, if anything."""
        found = [m for i in TAKES_BACK for p in self.intents.get(i, ()) for m in p.finditer(text)]
        taken = sorted(m.start() for m in found if self._kept(text, m) is None)
        spans = [(lead.start(), m.end()) for m in found if (lead := self._kept(text, m)) is not None]
        return [(start, next((t for t in taken if t >= end), len(text)) if taken else end) for start, end in spans]

    def _kept(self, text: str, taking_back: re.Match[str]) -> re.Match[str] | None:
        return self._keeps.search(text[: taking_back.start()])

    def asks(self, text: str) -> bool:
        return any(p.search(text) for p in self.question)

    def declines(self, text: str) -> bool:
        """Whether a question is answered by having no preference."""
        return any(p.search(text) for p in self.no_preference)

    def persons(self, text: str) -> list[tuple[int, int]]:
        """Where the text says whom it is for."""
        return [m.span() for p in (*self.guest, *self.own) for m in p.finditer(text)]

    def speaks_for(self, text: str) -> str | None:
        """For whom it is said to be: somebody else ("sister"), "" for oneself, APART; None: it is not said."""
        if self.apart.search(text):
            return APART
        if any(p.search(text) for p in (*self.own, self.usual)):
            return ""
        found = next((m for p in self.guest if (m := p.search(text))), None)
        return None if found is None else found["who"] or UNNAMED

    def without_tastes(self, text: str) -> str:
        """The text but for what leaves the user's own tastes out, or lets them count again."""
        for pattern in (self.apart, self.usual):
            text = pattern.sub(lambda m: " " * len(m.group()), text)
        return text

    def supposition(self, text: str) -> str:
        """What a question asks to be supposed ("I went up to 150"), "" where it supposes nothing."""
        return next((m["what"].strip() for p in self.supposing if (m := p.search(text))), "")

    def leaves_choice(self, text: str, shown: bool) -> bool:
        """Whether a message does nothing but leave it to the assistant to choose one ("you pick").

        shown: whether there are items of which it may be asked which one that would be.
        """
        return self._leaves_choice.fullmatch(text.strip()) is not None or (shown and self.asks_choice(text))

    def asks_choice(self, text: str) -> bool:
        """Whether it is asked which of the shown items the assistant would choose ("which would you take?")."""
        return self._asks_choice.fullmatch(text.strip()) is not None

    def count_asked(self, text: str, nouns: Sequence[str]) -> tuple[int, str]:
        """How many items are asked for ("give me three films"), 0 where that is not said; the text with that blanked.

        nouns: words for the items.
        """
        pattern = self._asked_count.replace("#", "|".join(map(re.escape, nouns)) or "(?!)")
        found = re.search(pattern, text, re.IGNORECASE)
        if found is None:
            return 0, text
        start, end = found.span("n" if found["n"] else "m")
        said = text[start:end].casefold()
        count = int(said) if said.isdecimal() else int(self.numbers.get(said, 0))
        return count, text[:start] + " " * (end - start) + text[end:]

    def wants_others(self, text: str) -> bool:
        return any(p.search(text) for p in self.others)


def phrases(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many phrases, longest first, in simplified characters. An empty list matches nothing."""
    ordered = sorted((simplified(str(w)) for w in words), key=len, reverse=True)
    return re.compile("|".join(_bounded(w) for w in ordered) or r"(?!)", re.IGNORECASE)


def _bounded(phrase: str) -> str:
    escaped = re.escape(phrase).replace("'", "['’]").replace(r"\ ", r"\s+")
    if CJK.search(phrase):
        return escaped
    before = r"(?<![\w'’])" if phrase[:1].isalnum() else ""
    after = r"(?![\w'’])" if phrase[-1:].isalnum() else ""
    return f"{before}{escaped}{after}"


@lru_cache(maxsize=8)
def _compiled(folder: str, code: str) -> Language:
    try:
        return Language(Prompts(Path(folder)).language(code))
    except KeyError as error:
        raise PromptError(f"language/{code}.yaml in {folder} has no list {error}. Add it, or an empty one.") from error


def load_language(prompts: Prompts, code: str) -> Language:
    """The language of that code, English when the project has no file for it."""
    return _compiled(str(prompts.folder), code if code in prompts.languages() else "en")
