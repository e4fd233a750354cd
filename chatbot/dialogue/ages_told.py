"""How old people are who are spoken of ("she's six", "my kids, 4 and 9"), as values of the catalogue for that age."""

import re
from collections.abc import Iterator, Sequence

from chatbot.dialogue.language import Language
from chatbot.dialogue.linking import Entry, Linker, Mention
from chatbot.dialogue.quantities import chinese_number
from chatbot.dialogue.text import CJK

_NAMES = ("{} year old", "{}岁")
"""How a catalogue names an age among the synonyms of a value."""


def with_ages(text: str, mentions: Sequence[Mention], language: Language, linker: Linker) -> list[Mention]:
    """The mentions, with those of ages; "my daughter" stands for the first age that is told of her."""
    things = {m.start for m in mentions if m.is_noun or linker.names_kind(m)}
    for m in sorted(mentions, reverse=True):
        if things & {m.end, m.end + 1}:
            things.add(m.start)  # "a 5 year old gaming laptop"
    ages = list(ages_told(text, language))
    old = [(start, end) for start, end, _ in ages if things & {end, end + 1}]  # "a ten year old piano"
    told = [
        Mention(start, end, text[start:end], meant)
        for start, end, years in ages
        if (meant := _entries(years, language, linker)) and (start, end) not in old
    ]
    entries = {mention.facet: mention.entries for mention in reversed(told)}
    others = [
        m._replace(entries=entries[m.facet]) if m.facet in entries and language.relation.search(m.words) else m
        for m in mentions
        if not _covered(m, told) and not any(start <= m.start and m.end <= end for start, end in old)
    ]
    return sorted([*others, *told, *_kin(text, [*others, *told], language, linker)])


def _kin(text: str, mentions: Sequence[Mention], language: Language, linker: Linker) -> Iterator[Mention]:
    """Words for people that tell their age ("nana", "our kindergartener"), where nothing else is made of them."""
    for stage, words in language.kin.items():
        entries = tuple(e for e in linker.lookup(stage) if not e.weak)
        for m in words.finditer(text) if entries else ():
            if not any(m.start() < other.end and other.start < m.end() for other in mentions):
                yield Mention(m.start(), m.end(), m.group(), entries)


def _covered(mention: Mention, told: Sequence[Mention]) -> bool:
    return any(mention.start < age.end and age.start < mention.end for age in told)


def ages_told(text: str, language: Language) -> Iterator[tuple[int, int, int]]:
    """Where ages are told, and how many years."""
    for pattern in language.aged:
        for m in pattern.finditer(text):
            for number in language.age.finditer(text, *m.span("n")):
                # The last of several ages takes what follows along: "4 and 6 years old".
                end = m.end() if number.end() == m.end("n") else number.end()
                yield number.start(), end, _years(number.group(), language)


def _entries(years: int, language: Language, linker: Linker) -> tuple[Entry, ...]:
    """The values that list the age, else those that are called by its stage of life ("child")."""
    listed = tuple(e for name in _NAMES for e in linker.lookup(name.format(years)))
    stages = (word for word, (first, last) in language.stages.items() if first <= years <= last)
    return listed or tuple(e for e in linker.lookup(next(stages, "")) if not e.weak)


def _years(words: str, language: Language) -> int:
    if words.isdigit():
        return int(words)
    if CJK.search(words):
        return int(chinese_number(words))
    return int(sum(language.numbers[word] for word in re.split(r"[ -]", words.casefold())))
