"""What a message points at: "the second one", "the red one", "it", "those two", a piece of a shown title."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from chatbot.dialogue.degrees import LOW, Degree
from chatbot.dialogue.language import Language
from chatbot.dialogue.linking import Entry, Mention
from chatbot.dialogue.numbers import Bound
from chatbot.dialogue.text import CJK, blanked, has_words, key_of, masked, words_of
from chatbot.records import Intent, SessionState, Understanding

UNSEEN = -100
"""No place at all."""
UNKNOWN = -101
"""The same of what nothing in the catalogue has."""
UNSOLD = -103
"""A kind of thing that is not in the catalogue."""
UNTITLED = -105
"""An item that is not in the catalogue, asked about by its name."""
UNLINKED = -104
"""What is made for an item that nothing is made for."""
UNCLEAR = -102
"""One of those shown, but it is not said which ("the other one" of five)."""
_TELLING_CJK = 4
"""Characters of a Chinese title that tell which one it is."""
_INDEFINITE = re.compile(r"\b(?:an?|any|some) (?:[a-z-]+ )?$")
"""Before what an item is to have, though one is called by it ("with a grinder")."""
_CJK_RUN = re.compile(f"{CJK.pattern}+")
_NUMBER = re.compile(r"[ -](\d+)\b(?![ -]?(?:inch|in\b|[gt]b\b|k\b|hours?\b|w\b|min|years?\b|[\"”%]))", re.IGNORECASE)
"""A number after a word that measures nothing, and so may be part of a name."""
_FIGURE = re.compile(r"[$£€¥]?(?P<n>\d+(?:,\d{3})*(?:\.\d+)?)(?:[\"”″]|[ -]?(?!s\b)[^\W\d]{1,8})?", re.IGNORECASE)
"""A number with or without a unit."""
_ABOUT_ONE = {Intent.ASK_ITEM, Intent.WHY, Intent.ACCEPT, Intent.REJECT, Intent.SIMILAR}
"""What is said of an item, named or not."""


class Pointer(NamedTuple):
    """A shown item that a stretch of the text points at."""

    start: int
    end: int
    item_id: str


class Pointing(NamedTuple):
    """All that a text points at, in order. `beyond`: the place of an item that was not shown ("the ninth" of five).

    It is UNSEEN for one that is asked about by what none of the shown ones has ("is the red one waterproof?").
    """

    pointers: tuple[Pointer, ...] = ()
    described: tuple[tuple[int, int], ...] = ()
    """Stretches that describe an item, whose values are no wishes ("the red one")."""
    beyond: int = 0
    beyond_span: tuple[int, int] = (0, 0)
    alone: bool = False
    """Whether the message does nothing but name the one that leads by a number ("the cheapest one please"), or
    describe one that is not there."""


class Screen(NamedTuple):
    """What there is to point at, and how to tell whether an item has a value, and which comes first by a number.

    names: whether a mention names things (a maker, a kind), rather than what they are like. figures: the numbers that
    an item has, or its title. titled: an item's titles in all languages. main: the facet of kinds.
    """

    state: SessionState
    titles: Mapping[str, str]
    has: Callable[[str, Entry], bool]
    number: Callable[[str, str], float | None]
    names: Callable[[Mention], bool]
    figures: Callable[[str], Collection[float]] = lambda _: ()
    titled: Callable[[str], str] = lambda _: ""
    main: str | None = None


def pointing(
    text: str,
    language: Language,
    screen: Screen,
    mentions: Sequence[Mention],
    degrees: Sequence[Degree],
    bounds: Sequence[Bound] = (),
    spoken_of: Sequence[tuple[int, int]] = (),
    items: Sequence[tuple[int, int]] = (),
) -> Pointing:
    """The shown items that the text points at. mentions, degrees, bounds: what of the catalogue it names.

    spoken_of: where things are named that a later "it" may stand for; items: where an item is, that it does stand for.
    """
    state = screen.state
    shown = _list_meant(text, language, state) or state.focus
    if not shown:
        return Pointing()
    for several, last in ((language.first_several, False), (language.last_several, True)):
        if (found := several.search(text)) is not None:
            count = int(language.numbers.get(found["k"].casefold(), 0)) or _digit(found["k"])
            return Pointing(tuple(Pointer(*found.span(), item) for item in (shown[-count:] if last else shown[:count])))
    described, stretches, tried = _described(text, language, screen, shown, mentions, degrees, bounds)
    ordinals, beyond, span = _ordinals(text, language, shown, mentions)
    of_kind = _of_kind(text, language, screen, mentions) or _the_kind(text, language, screen, mentions)
    placed = [*of_kind, *(o for o in ordinals if not any(o.start < k.end and k.start < o.end for k in of_kind))]
    alone = [s for s in tried if _is_all(text, s, language)]
    named = {w for m in mentions if not m.is_item for w in key_of(m.words).split()}
    before = list(dict.fromkeys(item for showing in state.shown for item in showing))
    singled = _singled_out(text, language, shown, before, screen, mentions)
    stretches += tuple((pointer.start, pointer.end) for pointer in (*singled, *of_kind))
    placed += _beside(text, language, state) if ordinals else ()
    parts = _short_names(text, language, shown, before, screen, named, items)
    parts += _in_characters(text, shown, screen, [*items, *((m.start, m.end) for m in mentions if not m.is_item)])
    if described or placed or singled:  # "does the petit make espresso?" asks of no "Espresso Machine"
        parts = parts if language.joint.search(text) or language.intends(Intent.COMPARE, text) else []
    pointers = [*described, *placed, *singled, *parts]
    stands_for = state.focus or language.asks_of_them.match(text)
    if parts and stands_for and len(pointers) == len(parts):  # "does it have a grinder?" asks of no grinder
        pointers = list(_by_pronoun(text, language, state, shown, tried)) or pointers
    if pointers:
        earliest = {pointer.item_id: pointer for pointer in sorted(pointers, reverse=True)}
        leads = any(s in stretches and any(s[0] <= d.start and d.end <= s[1] for d in degrees) for s in alone)
        return Pointing(tuple(sorted(earliest.values())), stretches, alone=leads)
    if beyond:
        return Pointing((), stretches, beyond, span)
    if language.asks(text) and _names_another(text, language, shown, screen, mentions):
        return Pointing((), (), UNSEEN)
    if alone and not any(m.facet == state.open_question for m in mentions):
        return Pointing((), (), UNSEEN, alone[0], alone=True)
    if tried and language.asks(text):
        return Pointing((), (), UNSEEN)
    whole = language.whole_list.search(text)
    if whole is not None and not any(m.end <= whole.start() and not m.is_noun for m in mentions):
        return Pointing(tuple(Pointer(*whole.span(), item) for item in shown), stretches)
    # "How long is Heat and who's in it?" goes on about Heat.
    taken = [*tried, *_anaphora(text, language, spoken_of), *((end, len(text)) for _, end in items)]
    return Pointing(_by_pronoun(text, language, state, shown, taken), stretches)


def _anaphora(text: str, language: Language, named: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where "it" stands for what was just named ("no horror, my wife hates it"), and for no shown item."""
    ends = [end for _, end in named]
    found = [m.span() for m in language.anaphora.finditer(text)]
    return [span for span in found if any(language.clause_end.search(text, end, span[0]) for end in ends)]


def _by_pronoun(
    text: str, language: Language, state: SessionState, shown: Sequence[str], tried: Sequence[tuple[int, int]]
) -> tuple[Pointer, ...]:
    """What "it", "both" or "them" stands for, but for those within a stretch that describes or names something."""
    them = language.asks_of_them.match(text)
    if them is not None and len(state.focus) != 1 and len(shown) > 1:
        return tuple(Pointer(*them.span("them"), item) for item in pair(state) or shown)
    taken = [*tried, *(m.span() for m in language.empty_pronoun.finditer(text))]
    spoken_of = sum(item in shown for item in state.focus)
    several = spoken_of if spoken_of > 1 else len(shown)
    for pattern, count in ((language.plural_pronoun, 2), (language.list_pronoun, several), (language.pronoun, 1)):
        for m in pattern.finditer(text):
            if not any(start <= m.start() < end for start, end in taken):
                return tuple(Pointer(*m.span(), item) for item in _spoken_of(state, shown, count))
    return ()


def _list_meant(text: str, language: Language, state: SessionState) -> Sequence[str]:
    """The items that places count in: those on screen, those of the list before, or all in the order of showing."""
    if language.ever_shown.search(text):
        return list(dict.fromkeys(item for showing in state.shown for item in showing))
    if len(state.shown) > 1 and language.list_before.search(text):
        return state.shown[-2]
    return state.on_screen


def unsaid(intents: Sequence[Intent], pointed: Sequence[str], state: SessionState) -> Sequence[str]:
    """The shown items that a message is about though it points at none: "why?", "how heavy?", "which is better?"."""
    if Intent.COMPARE in intents and len(pointed) < 2:
        pair = tuple(dict.fromkeys([*pointed, *state.focus]))[:2]
        return pair if len(pair) > 1 else state.on_screen or pointed
    if pointed or not _ABOUT_ONE & set(intents):
        return pointed
    if state.focus and Intent.REJECT not in intents:
        return state.focus[:1]
    return state.on_screen if len(state.on_screen) == 1 else ()


def passes_over(pointed: Sequence[str], state: SessionState) -> bool:
    """Whether turning these down, or none by name, turns down all that is on screen."""
    return not pointed or (bool(state.on_screen) and set(state.on_screen) <= set(pointed))


def turns_down_all(read: Understanding, state: SessionState) -> bool:
    """Whether a message turns down all that is on screen."""
    says_what = bool(read.statements) and not (read.references or read.others)
    return Intent.REJECT in read.intents and passes_over(read.references, state) and not says_what


def sets_limit(read: Understanding) -> bool:
    """Whether a number is limited: with what was shown and keeps to it nothing is wrong ("too dear, under 100")."""
    compared = {critique.words for critique in read.critiques}  # "cheaper" is cheaper than all that was shown
    return any(s.hard and s.is_bound and s.words not in compared for s in read.statements)


def pair(state: SessionState) -> tuple[str, ...]:
    """The two items on screen that were spoken of, where they were two of more."""
    spoken_of = tuple(item for item in state.on_screen if item in state.focus)
    return spoken_of if len(spoken_of) == 2 else ()


def the_other(state: SessionState) -> tuple[str, ...]:
    """Of two items shown or spoken of, the one that was not spoken of last; nothing where they are more or fewer."""
    spoken_of = [item for item in state.focus if item in state.on_screen]
    pair = spoken_of if len(spoken_of) == 2 else state.on_screen
    return tuple(i for i in pair if i != spoken_of[0]) if spoken_of and len(pair) == 2 else ()


def _spoken_of(state: SessionState, shown: Sequence[str], count: int) -> Sequence[str]:
    """The items that a pronoun stands for: those spoken of last, on screen or not, else the first on screen."""
    if count == 1 and state.focus:
        return state.focus[:1]
    focus = [item for item in state.focus if item in shown]
    if len(focus) >= count:
        return sorted(focus[:count], key=list(shown).index)
    return shown[:count]


def _described(
    text: str,
    language: Language,
    screen: Screen,
    shown: Sequence[str],
    mentions: Sequence[Mention],
    degrees: Sequence[Degree],
    bounds: Sequence[Bound],
) -> tuple[list[Pointer], tuple[tuple[int, int], ...], list[tuple[int, int]]]:
    """Items pointed at by what they have ("the red one", "the one from 2004", "the cheapest of them").

    What nothing on screen has may have been shown before; what nothing shown has points at nothing. Returns them, the
    stretches that found something, and all that describe something.
    """
    found: list[Pointer] = []
    stretches: list[tuple[int, int]] = []
    tried: list[tuple[int, int]] = []
    before = list(dict.fromkeys(item for showing in reversed(screen.state.shown) for item in showing))
    for pattern in language.described:
        for m in pattern.finditer(text):
            start, end = m.span("a")
            said = [each for each in mentions if start <= each.start and each.end <= end and not each.is_noun]
            values = [each for each in said if not each.is_item]
            extremes = [d for d in degrees if m.start() <= d.start and d.end <= m.end()]
            numbers = [b for b in bounds if m.start() <= b.start and start < b.end <= end]
            owner = None if values or extremes or numbers else _entitled(text[start:end], shown, screen)
            if owner is not None:
                stretches.append(m.span())
                tried.append(m.span())
                found.append(Pointer(*m.span(), owner))
                continue
            figure = _FIGURE.fullmatch(text[start:end].strip())
            if any(s <= m.start() < e for s, e in tried) or not (values or extremes or numbers or figure):
                continue
            if figure and not (numbers or _figures(figure, before, screen)):
                continue
            if not (numbers or figure) and language.which.search(text[: m.start()]) and _ends(text, m.end(), language):
                continue  # "which of these is the cheapest?" is asked of all of them
            tried.append(m.span())
            for items in (pair(screen.state) if extremes else (), shown, before):
                fitting = [i for i in items if all(any(screen.has(i, e) for e in v.entries) for v in values)]
                within = [i for i in fitting if all(_within(screen.number(i, b.facet), b) for b in numbers)]
                fitting = (_figures(figure, fitting, screen) if figure else []) or (within if numbers else fitting)
                fitting = _most(fitting, extremes, screen)
                if fitting:
                    stretches.append(m.span())
                    found.append(Pointer(*m.span(), fitting[0]))
                    break
    return found, tuple(stretches), tried


def _entitled(words: str, shown: Sequence[str], screen: Screen) -> str | None:
    """The one shown item of whose title in Chinese the words are a part (夹式那个)."""
    owners = [item for item in shown if words in screen.titled(item)] if CJK.search(words) and len(words) > 1 else []
    return owners[0] if len(owners) == 1 else None


def _figures(figure: re.Match[str], items: Sequence[str], screen: Screen) -> list[str]:
    """The items that have just that number ("the 55 one", "the $39.99 one")."""
    value = float(figure["n"].replace(",", ""))
    return [item for item in items if value in screen.figures(item)]


def _most(items: Sequence[str], degrees: Sequence[Degree], screen: Screen) -> list[str]:
    """The items in the order that words of degree give them ("the cheaper one"), those without the number left out.

    Of a word that speaks of several numbers ("biggest") the first counts that any of the items has.
    """
    ordered = list(items)
    for stretch in dict.fromkeys((d.start, d.end) for d in degrees):
        for degree in (d for d in degrees if (d.start, d.end) == stretch):
            numbers = {item: n for item in ordered if (n := screen.number(item, degree.facet)) is not None}
            if numbers:
                break
        ordered = sorted(numbers, key=lambda i: numbers[i], reverse=degree.sort not in ("less", LOW))
    return ordered


def _within(number: float | None, bound: Bound) -> bool:
    low, high = bound.min, bound.max
    return number is not None and (low is None or low <= number) and (high is None or number <= high)


def _is_all(text: str, span: tuple[int, int], language: Language) -> bool:
    """Whether a message says nothing beside a stretch that describes an item ("the red one, please")."""
    return language.before_one.fullmatch(text[: span[0]]) is not None and _ends(text, span[1], language)


def _ends(text: str, at: int, language: Language) -> bool:
    """Whether nothing but a courtesy follows."""
    return language.after_one.fullmatch(text[at:]) is not None


def _ordinals(
    text: str, language: Language, shown: Sequence[str], mentions: Sequence[Mention]
) -> tuple[list[Pointer], int, tuple[int, int]]:
    """(what is pointed at by its place, a place beyond the list, where that stands)"""
    nouns = {(m.start, m.end) for m in mentions if m.is_noun}
    found, beyond, span = [], 0, (0, 0)
    orders = [m.end() for m in language.in_order.finditer(text)]
    for pattern in language.ordinal_patterns:
        for m in pattern.finditer(text):
            groups = m.groupdict()
            if groups.get("noun") and m.span("noun") not in nouns:
                continue  # "the first film" is one of these, "the first season" none
            if m.end() in orders:
                continue
            n = int(groups["n"]) if groups.get("n") else language.ordinals[groups["o"].casefold()]
            at = n - 1 if n > 0 else n
            if -len(shown) <= at < len(shown):
                found.append(Pointer(*m.span(), shown[at]))
            else:
                beyond, span = n, m.span()
    return found, beyond, span


def _of_kind(text: str, language: Language, screen: Screen, mentions: Sequence[Mention]) -> list[Pointer]:
    """ "The second kettle": the second of those in the latest list that has any."""
    found = []
    for kind in (m for m in mentions if m.facet == screen.main):
        m = language.of_kind.search(masked(text, kind.start, kind.end))
        if m is None:
            continue
        lists = [[i for i in showing if _is_of(i, kind, screen)] for showing in reversed(screen.state.shown)]
        items = next((each for each in lists if each), [])
        n = language.ordinals[m["o"].casefold()]
        end = m.end() - 1 + kind.end - kind.start  # "#" stands for the kind
        found += [Pointer(m.start(), end, item) for item in (items[n - 1 : n] if n > 0 else items[-1:])]
    return found


def _the_kind(text: str, language: Language, screen: Screen, mentions: Sequence[Mention]) -> list[Pointer]:
    """ "How much was the tablet?", where not all on screen is of that kind: the one spoken of last, else the first of
    the latest list that has any. "The laptop and the mouse" are one of each.
    """
    state, found = screen.state, []
    asked: list[Mention] = []
    for kind in (m for m in mentions if m.facet == screen.main):
        between = text[asked[-1].end : kind.start] if asked else ""
        joined = {*key_of(language.joint.sub(" ", between)).split()} <= language.articles
        if language.asks_of_the.search(text[: kind.start]) or (joined and language.joint.search(between)):
            asked.append(kind)
    for kind in asked:
        lists = [[i for i in showing if _is_of(i, kind, screen)] for showing in (state.focus, *reversed(state.shown))]
        first = next((each[0] for each in lists if each), None)
        if first is not None and (len(asked) > 1 or not all(_is_of(item, kind, screen) for item in state.on_screen)):
            found.append(Pointer(kind.start, kind.end, first))
    return found


def _is_flag(mention: Mention) -> bool:
    return any(isinstance(entry.value, bool) for entry in mention.entries)


def _is_of(item: str, kind: Mention, screen: Screen) -> bool:
    return any(screen.has(item, entry) for entry in kind.entries)


def _beside(text: str, language: Language, state: SessionState) -> tuple[Pointer, ...]:
    """ "Those two" beside another item that is pointed at by its place ("compare those two with the first one")."""
    for pattern, count in ((language.plural_pronoun, 2), (language.list_pronoun, len(state.on_screen))):
        for m in pattern.finditer(text):
            if language.beside.match(text, m.end()):
                return tuple(Pointer(*m.span(), item) for item in _spoken_of(state, state.on_screen, count))
    return ()


def _short_names(
    text: str,
    language: Language,
    shown: Sequence[str],
    before: Sequence[str],
    screen: Screen,
    known: set[str],
    items: Sequence[tuple[int, int]],
) -> list[Pointer]:
    """Shown items by a part of the title: one of the list with the item spoken of last, of those on screen, or, where
    it is clear that something known is meant ("and the Vanguard?"), of an earlier list.
    """
    asked = language.sells.fullmatch(text.strip())  # "do you also have coffee beans?" asks of no coffee machine
    such = [m.span() for m in re.finditer(re.escape(asked["such"]), text)] if asked is not None else []
    bare, last = blanked(text, [*items, *such]), screen.state.focus[:1]
    spoken_of = next((each for each in reversed(screen.state.shown) if {*last} & {*each}), shown)
    both = screen.state.focus if len(screen.state.focus) > 1 else ()  # compared though not on screen
    for among in (both, spoken_of, shown):
        found = _fragments(bare, among, screen.titles, known, language.stop)
        if found := [pointer for pointer in found if not _INDEFINITE.search(text[: pointer.start])]:
            return found
    found = _fragments(bare, before, screen.titles, known, language.stop)
    return [pointer for pointer in found if language.definite.search(text[: pointer.start])]


def _fragments(
    text: str, shown: Sequence[str], titles: Mapping[str, str], known: set[str], stop: Collection[str]
) -> list[Pointer]:
    words = {w.key: w for w in words_of(text) if w.key not in known}
    # "What about the second?" does not speak of "About Time".
    parts = {item: {w for w in key_of(titles.get(item, "")).split() if len(w) >= 4} - {*stop} for item in shown}
    owners = Counter(w for own in parts.values() for w in own)
    found = []
    for item in shown:
        said = {w for w in parts[item] & words.keys() if not _other_number(text, words[w].end, titles.get(item, ""))}
        if any(owners[w] == 1 and not w.isdigit() for w in said) and 2 * len(said) >= min(2, len(parts[item])):
            places = [words[w] for w in said]
            start, end = min(w.start for w in places), max(w.end for w in places)
            found.append(Pointer(*entire(text, start, end, titles.get(item, "")), item))
    return found


def entire(text: str, start: int, end: int, title: str) -> tuple[int, int]:
    """The stretch with the words on either side that belong to the title as well ("no Rocky| Horror")."""
    before = [w for w in words_of(text) if w.end <= start]
    after = [w for w in words_of(text) if w.start >= end]
    while before and has_words(title, text[before[-1].start : end]):
        start = before.pop().start
    while after and has_words(title, text[start : after[0].end]):
        end = after.pop(0).end
    return start, end


def _in_characters(text: str, shown: Sequence[str], screen: Screen, taken: Sequence[tuple[int, int]]) -> list[Pointer]:
    """The shown items of whose Chinese title a part is said that no other has (大话西游, of 大话西游之大圣娶亲)."""
    bare, found = blanked(text, taken), []
    for run in _CJK_RUN.finditer(bare):
        for start in range(run.start(), run.end() - _TELLING_CJK + 1):
            piece = bare[start : start + _TELLING_CJK]
            owners = [item for item in shown if piece in screen.titled(item)]
            if len(owners) == 1:
                found.append(Pointer(start, start + len(piece), owners[0]))
    return list({pointer.item_id: pointer for pointer in reversed(found)}.values())


def _other_number(text: str, end: int, title: str) -> bool:
    """Whether a number follows that is not the title's ("fledge 14", of the Fledge 11)."""
    number = _NUMBER.match(text, end)
    return number is not None and number[1] not in re.findall(r"\d+", title)


def _singled_out(
    text: str,
    language: Language,
    shown: Sequence[str],
    before: Sequence[str],
    screen: Screen,
    mentions: Sequence[Mention],
) -> list[Pointer]:
    """ "The quill", "why Baseline": words that one shown title has, though the catalogue has them as values.

    What none on screen has may be one of those shown `before`.
    """
    found = []
    traits = [m for m in mentions if not (m.is_item or screen.names(m))]  # "not the dark" is no film of that name
    for m in language.singled_out.finditer(text):
        start, end = m.span(m.lastgroup or "a")
        words = set(key_of(text[start:end]).split())
        called = [item for item in before if words <= set(key_of(screen.titles.get(item, "")).split())]
        called = [item for item in called if not _other_number(text, end, screen.titles.get(item, ""))]
        owners = [item for item in called if item in shown] or called
        # "The kids camera" is one of that name, though some are for kids.
        phrase = any(f" {key_of(text[start:end])} " in f" {key_of(screen.titles.get(i, ''))} " for i in owners)
        titled = phrase and len(words) > 1
        trait = any(t.start < end and start < t.end and (_is_flag(t) or not language.asks(text)) for t in traits)
        if len(owners) == 1 and len(before) > 1 and (titled or not trait):
            found.append(Pointer(start, end, owners[0]))
    return found


def _names_another(
    text: str, language: Language, shown: Sequence[str], screen: Screen, mentions: Sequence[Mention]
) -> bool:
    """Whether it is asked about "the Kestrel" where nothing shown is by Kestrel."""
    for m in language.singled_out.finditer(text):
        start, end = m.span(m.lastgroup or "a")
        makers = [
            n for n in mentions if (n.start, n.end) == (start, end) and screen.names(n) and n.facet != screen.main
        ]
        if any(not any(_is_of(item, maker, screen) for item in shown) for maker in makers):
            return True
    return False


def _digit(text: str) -> int:
    return int(text) if text.isdigit() else 0
