"""What a message points at: "the second one", "it", "those two", a piece of a shown title."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from chatbot.dialogue.language import Language
from chatbot.dialogue.text import key_of, words_of


class Pointer(NamedTuple):
    """A shown item that a stretch of the text points at."""

    start: int
    end: int
    item_id: str


def references(
    text: str, language: Language, shown: Sequence[str], titles: Mapping[str, str], known: Set[str] = frozenset()
) -> tuple[Pointer, ...]:
    """The shown items that the text points at, in order; () when it points at none.

    shown: ids as last listed; titles: their titles by id; known: words that name something else ("laptop").
    """
    if not shown:
        return ()
    several = language.first_several.search(text)
    if several:
        count = int(language.numbers.get(several["k"].casefold(), 0)) or _digit(several["k"])
        return tuple(Pointer(*several.span(), item) for item in shown[:count])
    found = [*_ordinals(text, language, shown), *_fragments(text, shown, titles, known)]
    if found:
        return tuple({pointer.item_id: pointer for pointer in reversed(found)}.values())[::-1]
    for pattern, count in ((language.plural_pronoun, 2), (language.pronoun, 1)):
        if m := pattern.search(text):
            return tuple(Pointer(*m.span(), item) for item in shown[:count])
    return ()


def _ordinals(text: str, language: Language, shown: Sequence[str]) -> list[Pointer]:
    places = []
    for pattern in language.ordinal_patterns:
        for m in pattern.finditer(text):
            groups = m.groupdict()
            n = int(groups["n"]) if groups.get("n") else language.ordinals[groups["o"].casefold()]
            places.append((*m.span(), n - 1 if n > 0 else n))
    return [Pointer(start, end, shown[n]) for start, end, n in sorted(places) if -len(shown) <= n < len(shown)]


def _fragments(text: str, shown: Sequence[str], titles: Mapping[str, str], known: Set[str]) -> list[Pointer]:
    words = {w.key: w for w in words_of(text) if w.key not in known}
    parts = {item: {w for w in key_of(titles.get(item, "")).split() if len(w) >= 4} for item in shown}
    owners = Counter(w for own in parts.values() for w in own)
    found = []
    for item in shown:
        said = parts[item] & words.keys()
        if any(owners[w] == 1 and not w.isdigit() for w in said) and 2 * len(said) >= min(2, len(parts[item])):
            places = [words[w] for w in said]
            found.append(Pointer(min(w.start for w in places), max(w.end for w in places), item))
    return found


def _digit(text: str) -> int:
    return int(text) if text.isdigit() else 0
