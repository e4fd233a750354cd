"""What a message points at: "the second one", "it", "those two", a piece of a shown title."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from chatbot.dialogue.language import Language
from chatbot.dialogue.text import key_of, words_of


def references(
    text: str, language: Language, shown: Sequence[str], titles: Mapping[str, str], known: Set[str] = frozenset()
) -> tuple[str, ...]:
    """Ids of shown items that the text points at, in order; () when it points at none.

    shown: ids as last listed; titles: their titles by id; known: words that name something else ("laptop").
    """
    if not shown:
        return ()
    several = language.first_several.search(text)
    if several:
        return tuple(shown[: int(language.numbers.get(several["k"].casefold(), 0)) or _digit(several["k"])])
    found = [*_ordinals(text, language, shown), *_fragments(text, shown, titles, known)]
    if found:
        return tuple(dict.fromkeys(found))
    if language.plural_pronoun.search(text):
        return tuple(shown[:2])
    return (shown[0],) if language.pronoun.search(text) else ()


def _ordinals(text: str, language: Language, shown: Sequence[str]) -> list[str]:
    places = []
    for pattern in language.ordinal_patterns:
        for m in pattern.finditer(text):
            groups = m.groupdict()
            n = int(groups["n"]) if groups.get("n") else language.ordinals[groups["o"].casefold()]
            places.append((m.start(), n - 1 if n > 0 else n))
    return [shown[n] for _, n in sorted(places) if -len(shown) <= n < len(shown)]


def _fragments(text: str, shown: Sequence[str], titles: Mapping[str, str], known: Set[str]) -> list[str]:
    words = {w.key for w in words_of(text)} - known
    parts = {item: {w for w in key_of(titles.get(item, "")).split() if len(w) >= 4} for item in shown}
    owners = Counter(w for own in parts.values() for w in own)
    return [
        item
        for item in shown
        if any(owners[w] == 1 and w in words and not w.isdigit() for w in parts[item])
        and 2 * len(parts[item] & words) >= min(2, len(parts[item]))
    ]


def _digit(text: str) -> int:
    return int(text) if text.isdigit() else 0
