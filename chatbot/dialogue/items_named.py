"""Items named by title: which one is meant, and whether as a model, a favourite, or something to keep away from."""

import re
from collections.abc import Collection, Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.language import Language, phrases
from chatbot.dialogue.linking import Linker, Mention
from chatbot.dialogue.namesakes import likeliest
from chatbot.dialogue.recall import is_why_not
from chatbot.dialogue.script import simplified
from chatbot.dialogue.series_places import in_its_place
from chatbot.dialogue.stance import Stances
from chatbot.dialogue.text import CJK, key_of, overlaps
from chatbot.records import ITEM, KNOWN_STRENGTH, Intent, Polarity, Scope, SessionState, Statement

_QUOTED = re.compile(r"[\"“«《「『]([^\"”»》」』]{2,80})[\"”»》」』]")
_YEAR = re.compile(r"\s*[(（](\d{4})[)）]")
_CUED_TITLE = re.compile(r"\s*((?:(?:[A-Z0-9][\w'’.:&-]*|of|the|and|a|in|to)\s?){1,7})")
_JOINT = re.compile(r"\s*(?:[,，、]\s*(?:and\b)?|\band\b|&|和|还有)\s*", re.IGNORECASE)
_DESCRIBED = re.compile(r" \w+(?: \w+){0,2}\s*\?+")
"""The rest of a question about what was just named ("is jaws scary?")."""
_THE = re.compile(r"\bthe $", re.IGNORECASE)
_OF_KIND = re.compile(r"[片类题的式系]|电影|主题")
_SHORT = re.compile(r"(?:^|(?<=[，,。；、和 ]))(?=([\u4e00-\u9fff]{2,6}))")
"""Where a part of a title in Chinese may begin that stands for the whole of it."""
_PAIR = 2
"""Items that are a series at least."""
_BARE_STRENGTH = 0.7


def known_item(item_id: str, words: str) -> Statement:
    """That the user has or knows an item: it says little of what they like, and that it is no news."""
    return Statement(facet=ITEM, value=item_id, words=words, scope=Scope.LASTING, strength=KNOWN_STRENGTH)


class NamedItem(NamedTuple):
    """An item named in the message; `model`: as a pattern for the search; `lasting`: as a favourite."""

    start: int
    end: int
    item_id: str
    model: bool
    lasting: bool
    statement: Statement | None


def _begins_name(mention: Mention) -> bool:
    """Whether a title has its article with it ("how scary is the shining?")."""
    return key_of(mention.words).startswith("the ") and mention.words.count(" ") > 0


def _seen_list(text: str, language: Language) -> set[tuple[int, int]]:
    """Where the parts stand of a list of what was seen ("seen alien, heat and zodiac")."""
    found = language.seen_list.match(text)
    if found is None:
        return set()
    start, end = found.span("what")
    joints = [(start, start), *(m.span() for m in _JOINT.finditer(text, start, end)), (end, end)]
    parts = ((a[1], b[0]) for a, b in pairwise(joints))
    return {(s + len(text[s:e]) - len(text[s:e].lstrip()), s + len(text[s:e].rstrip())) for s, e in parts}


def _all_seen(mention: Mention, text: str, language: Language) -> bool:
    """Whether all that a name stands for was seen (玩具总动员都看过了)."""
    spans = (m.span(m.lastgroup or "what") for m in language.all_seen.finditer(text))
    return not language.all_but.search(text) and any(
        start <= mention.start and mention.end <= end for start, end in spans
    )


def _last_joined(mentions: Sequence[Mention], n: int, stances: Stances) -> Mention:
    """The last of the list that the mention at n stands in."""
    while n + 1 < len(mentions) and stances.joined(mentions[n], mentions[n + 1]):
        n += 1
    return mentions[n]


def _beside_title(mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a number is a title, as another title is named beside it ("1917 or Dunkirk")."""
    titles = (m for m in mentions if m is not mention and any(e.facet == ITEM and not e.weak for e in m.entries))
    return mention.words.isdigit() and any(titles)


class NamedItems:
    """Finds the items that a sentence names."""

    def __init__(self, catalogue: Shelf, linker: Linker) -> None:
        self._catalogue = catalogue
        self._linker = linker
        fame = catalogue.pack.prior.fame or catalogue.pack.prior.quality
        self._fame = catalogue.table.numbers(fame) if fame else None
        self._noun = phrases(w for words in catalogue.pack.noun.values() for w in words)
        self._year = next((n for n, f in catalogue.pack.facets.items() if f.unit == "year"), None)

    def read(
        self, text: str, mentions: Sequence[Mention], stances: Stances, language: Language, state: SessionState
    ) -> list[NamedItem]:
        """The named items in order of place. Of several of one name the one that was shown is meant."""
        shown = {item for showing in state.shown for item in showing}
        found: list[NamedItem] = []
        noun = rf"(?:(?:the|my|our)\s+(?:(?:{self._noun.pattern})\s+)?)?"
        similar = re.compile(rf"(?P<cue>{language.similar_to.pattern})\s*{noun}[\"“《]?$", re.IGNORECASE)
        cued_by = (language.similar_to, language.seen, language.lasting_like, language.settles, language.names_after)
        cues = "|".join(p.pattern for p in cued_by)
        cue = re.compile(rf"(?:{cues})\s*{noun}[\"“《]?$", re.IGNORECASE)
        over = re.compile(rf"(?:{language.seen.pattern}|{language.was_liked.pattern})\s*[\"“《]?$", re.IGNORECASE)
        anchor, before = 0, None
        listed = _seen_list(text, language)
        for n, mention in enumerate(mentions):
            # In "I like Alien, Heat and Fargo" what is said of the first is said of all.
            joined = before is not None and stances.joined(before, mention)
            anchor, before = (anchor if joined else mention.start), mention
            place = in_its_place(mention, text, language, self._catalogue)
            ids = [place] if place else [str(e.value) for e in mention.entries if e.facet == ITEM]
            if not ids or self._is_spoken_to(mention, text):
                continue
            least = _PAIR if _all_seen(mention, text, language) else 0
            least = least or self._kept_out(mention, ids, stances, language, shown)
            series = self._series(mention, ids, least) if least and place is None else None
            if series is not None:
                found.append(
                    NamedItem(mention.start, mention.end, ids[0], model=False, lasting=False, statement=series)
                )
                continue
            year = _YEAR.match(text, mention.end)
            cued = bool(cue.search(stances.text[:anchor])) or self._singled_out(mention, stances, language)
            # What is over was one item: "I loved Alien" speaks of no series and no theme.
            was = self._is_name(mention, text) and bool(over.search(stances.text[:anchor]))
            model = similar.search(stances.text[:anchor])
            several = model is not None and " " in model["cue"]  # "like" alone may compare with a kind of thing
            was = was or (several and self._is_name(mention, text))
            asked = self._is_asked_about(mention, mentions, text, cued, language)
            # In 《A》和《B》都看过了 what is said of the last is said of all.
            last = _last_joined(mentions, n, stances)
            pronoun = self._is_pronoun(mention) and not CJK.search(mention.words)
            said = (mention.start, mention.end) in listed and not pronoun
            after = None if pronoun else language.known_after.match(text, last.end)  # 不看了
            known = said or after is not None
            told = known or language.shrugged_off.match(text, mention.end) is not None
            ids = ids if place else likeliest(ids, mention.words, shown, self._catalogue)
            on_screen = " " in mention.words and not {*ids}.isdisjoint(state.on_screen)
            if self._is_meant(mention, text, cued, bool(year or place) or was or asked or on_screen or told):
                end, item_id = year.end() if year else mention.end, self._choose(ids, year)
                found.append(self._named(mention.start, end, item_id, similar, stances, language, anchor, known=known))
        taken = [(n.start, n.end) for n in found]
        found += [n for n in self._shortened(text, language, shown) if not overlaps(n, taken)]
        found += list(self._misspelt(text, stances, language, similar, taken, mentions))
        return sorted(found)

    def _shortened(self, text: str, language: Language, shown: Collection[str]) -> Iterator[NamedItem]:
        """The shown items said to be known by a part of a Chinese title that no other has (三傻, of 三傻大闹宝莱坞)."""
        items = [item for item in map(self._catalogue.item, shown) if item is not None]
        named = {item.id: [simplified(title) for title in (item.title, *item.titles.values())] for item in items}
        for m in _SHORT.finditer(text):
            ends = (n for n in range(m.end(1), m.start(1) + 1, -1) if language.known_after.match(text, n))
            words = next((text[m.start(1) : end] for end in ends), "")
            owners = [item for item, titles in named.items() if words and any(words in title for title in titles)]
            if len(owners) == 1 and self._linker.tells(words):
                end = m.start(1) + len(words)
                known = known_item(owners[0], words)
                yield NamedItem(m.start(1), end, owners[0], model=False, lasting=False, statement=known)

    def _is_asked_about(
        self, mention: Mention, mentions: Sequence[Mention], text: str, cued: bool, language: Language
    ) -> bool:
        """Whether a question is about the item of that name, whatever else the name may stand for."""
        name, other = self._is_name(mention, text), bool(self._kinds(mention))
        asks, compares = language.intends(Intent.ASK_ITEM, text), language.intends(Intent.COMPARE, text)
        goes_on = language.asks_on_before.fullmatch(text[: mention.start]) is not None
        # "龙猫吓不吓人？" is about the film, "英雄片有哪些" is not.
        leads = not mention.start and language.asks(text) and _OF_KIND.match(text, mention.end) is None
        chinese = CJK.search(mention.words) is not None
        return (
            (cued and name and asks and not self._noun.search(text))  # "a movie about Halloween" speaks of the theme
            or (_begins_name(mention) and (asks or language.asks(text)))
            or (name and goes_on)
            or (chinese and not other and (leads or compares))
            or (compares and _beside_title(mention, mentions))
            or (not other and is_why_not(text, language, mention.start, mention.end))
        )

    def _is_pronoun(self, mention: Mention) -> bool:
        """Whether "it" is but a word, and not the title."""
        return self._linker.is_stop(mention.words) and not mention.words[0].isupper()

    def _is_spoken_to(self, mention: Mention, text: str) -> bool:
        """Whether 我们 is but "we", and not the title."""
        quoted = text[: mention.start].endswith(("《", "“", '"'))
        return CJK.search(mention.words) is not None and self._is_pronoun(mention) and not quoted

    @staticmethod
    def _is_name(mention: Mention, text: str) -> bool:
        """Whether it is capitalised as names are."""
        return mention.words[0].isupper() and not text.isupper()

    def _singled_out(self, mention: Mention, stances: Stances, language: Language) -> bool:
        """Whether a question or a negation has a capitalised word inside it ("is Heat violent?", "not Signs")."""
        text = stances.text
        return (mention.start > 0 and self._is_name(mention, text)) and (
            language.asks(text)
            or language.intends(Intent.ASK_ITEM, text)
            or stances.negation(mention.start, mention.end) is not None
        )

    def _is_meant(self, mention: Mention, text: str, cued: bool, certain: bool) -> bool:
        quoted = any(m.start(1) <= mention.start and mention.end <= m.end(1) for m in _QUOTED.finditer(text))
        whole = any(m.span(1) == (mention.start, mention.end) for m in _QUOTED.finditer(text))
        if whole or certain:
            return True
        if any(kind != "entity" for kind in self._kinds(mention)):  # a facet value that is also a title ("Horror")
            return False
        weak = all(e.weak for e in mention.entries if e.facet == ITEM)
        written = " " in mention.words and mention.words.istitle() and re.search(r"\b[a-z]+\b", text) is not None
        if not weak or written:
            return True
        capital = mention.words[:1].isupper() or CJK.search(mention.words) is not None
        follows = text[mention.end :].lstrip(" ")[:1]
        several = mention.words.count(" ") >= 2
        article = self._is_name(mention, text) and bool(_THE.search(text[: mention.start]))  # "not the Colossus"
        alone = mention.start == 0 and mention.end >= len(text.rstrip(" ?!.")) and (capital or several)
        bounded = (
            not follows
            or follows in ",.;:!?，。；！？)一"
            or (cued and _DESCRIBED.fullmatch(text, mention.end) is not None)
            or re.match(r"\s*(?:and|or|but|with|except|from|then|instead|please|那|这)", text[mention.end :])
            is not None
        )
        return (
            alone
            or quoted
            or (article and bounded)
            or (cued and (capital or several or (bounded and not self._linker.is_stop(mention.words))))
        )

    def _kept_out(
        self, mention: Mention, ids: Sequence[str], stances: Stances, language: Language, shown: Set[str]
    ) -> int:
        """Of how many a series must be that a name rules out, without a word on one item of that name ("no Star Wars,
        please", "not Batman"): "not Ace Ventura" may be one of two. 0 where it rules out none.
        """
        zone = stances.negation(mention.start, mention.end)
        about_one = _YEAR.match(stances.text, mention.end) or language.seen_it.search(stances.text, mention.end)
        name = not self._linker.is_stop(mention.words) and (mention.words[0].isupper() or " " in mention.words)
        if not name or zone is None or zone.mild or zone.excess or not shown.isdisjoint(ids) or about_one is not None:
            return 0
        return _PAIR if zone.plain else _PAIR + 1

    def _series(self, mention: Mention, ids: Sequence[str], least: int) -> Statement | None:
        """What is called as one of these items is, and shared by so many, as not wanted again."""
        table = self._catalogue.table
        for name in (n for n, f in self._catalogue.pack.facets.items() if f.kind == "entity"):
            for item in filter(None, map(self._catalogue.item, ids)):
                for value in item.values(name):
                    if (
                        key_of(str(value)) in (key_of(item.title), key_of(mention.words))
                        and table.values(name).get(str(value), 0) >= least
                    ):
                        return Statement(
                            facet=name,
                            value=value,
                            polarity=Polarity.DISLIKE,
                            hard=True,
                            certain=True,
                            words=mention.words,
                        )
        return None

    def _kinds(self, mention: Mention) -> list[str]:
        facets = self._catalogue.pack.facets
        return [facets[e.facet].kind for e in mention.entries if e.facet in facets and not e.weak]

    def _choose(self, ids: Sequence[str], year: re.Match[str] | None) -> str:
        """The one of that year if a year is given, else the best known."""
        if year and self._year:
            for item_id in ids:
                item = self._catalogue.item(item_id)
                stated = item.values(self._year) if item else ()
                if stated and abs(float(stated[0]) - float(year.group(1))) <= 1:
                    return item_id
        if self._catalogue.pack.main is not None:  # of goods the plain one: "the Nova 8" is no Nova 8 Mini
            fewest = min(self._words_of(item) for item in ids)
            ids = [item for item in ids if self._words_of(item) == fewest]
        return max(ids, key=lambda i: (self._fame_of(i), -(self._catalogue.row(i) or 0)))

    def _words_of(self, item_id: str) -> int:
        item = self._catalogue.item(item_id)
        return item.title.count(" ") if item is not None else 0

    def _fame_of(self, item_id: str) -> float:
        row = self._catalogue.row(item_id)
        value = float(self._fame[row]) if self._fame is not None and row is not None else 0.0
        return value if value == value else 0.0

    def _named(
        self,
        start: int,
        end: int,
        item_id: str,
        similar: re.Pattern[str],
        stances: Stances,
        language: Language,
        anchor: int | None = None,
        *,
        known: bool = False,
    ) -> NamedItem:
        """anchor: where the list begins that the title stands in; what stands before it is said of all of it.
        known: whether it is said to be known already.
        """
        anchor = start if anchor is None else anchor
        title = stances.text[start:end].strip('"“”«»《》「」 ')
        lead = stances.text[:anchor]
        model = bool(similar.search(lead)) or bool(
            re.match(r"\s*(?:一样|那样|这样|那种|这种|之类|类似|式)", stances.text[end:])
        )
        zone = stances.negation(start, end)
        near = stances.lead(anchor, 60)
        taste = bool(language.lasting_like.search(near)) and not model
        if (
            model
            and re.search(
                r"\b(?:i|we|also|really|do|did)\s+(?:really\s+)?likes?\s*(?:(?:the|my|our)\s+)?[\"“]?$",
                lead,
                re.IGNORECASE,
            )
            and not language.request.search(near[-16:])
        ):
            model, taste = False, True  # "I like Alien": a favourite, not a comparison
        known = not model and (known or language.known_after.match(stances.text, end) is not None)
        seen = known or bool(language.seen.search(near))
        loved, hated = (p.match(stances.text, end) is not None for p in (language.loved_after, language.hated_after))
        if seen and hated:  # "seen it, hated it"
            statement = Statement(
                facet=ITEM, value=item_id, polarity=Polarity.DISLIKE, words=title, scope=Scope.LASTING, certain=True
            )
        elif seen and loved and zone is None:
            statement = Statement(
                facet=ITEM, value=item_id, words=title, scope=Scope.LASTING, strength=0.9, certain=True
            )
        elif known or (zone is not None and language.seen_it.search(stances.text, end)):
            statement = known_item(item_id, title)  # "not Alien, seen it"
        elif zone is not None or language.shrugged_off.match(stances.text, end):
            statement = Statement(
                facet=ITEM,
                value=item_id,
                polarity=Polarity.DISLIKE,
                words=title,
                scope=Scope.LASTING if zone is not None and zone.lasting else Scope.SESSION,
            )
        elif model:
            statement = Statement(facet=ITEM, value=item_id, words=title)
        elif taste:
            statement = Statement(facet=ITEM, value=item_id, words=title, scope=Scope.LASTING, strength=0.9)
        elif language.seen.search(near):
            statement = known_item(item_id, title)
        else:
            statement = Statement(facet=ITEM, value=item_id, words=title, strength=_BARE_STRENGTH)
        return NamedItem(start, end, item_id, model and zone is None, taste and zone is None, statement)

    def _misspelt(
        self,
        text: str,
        stances: Stances,
        language: Language,
        similar: re.Pattern[str],
        taken: Sequence[tuple[int, int]],
        mentions: Sequence[Mention],
    ) -> Iterator[NamedItem]:
        """Titles spelt wrongly: quoted ones, and capitalised ones right after "like"."""
        cued = [c for m in language.similar_to.finditer(text) if (c := _CUED_TITLE.match(text, m.end()))]
        spans = [m.span(1) for m in _QUOTED.finditer(text)]
        spans += [(c.start(1), c.start(1) + len(c.group(1).rstrip())) for c in cued]
        for start, end in spans:
            known = any(
                m.start < end and start < m.end and not m.is_noun and not all(e.weak for e in m.entries)
                for m in mentions
            )
            if known or any(s < end and start < e for s, e in taken):
                continue
            hit = self._linker.named(text[start:end], [ITEM])
            if hit is not None:
                year = _YEAR.match(text, end)
                item_id = self._choose([str(e.value) for e in hit.entries], year)
                yield self._named(start, year.end() if year else end, item_id, similar, stances, language)
