"""Other forms of English words: plurals and singulars, comparatives and superlatives, numbers of sequels."""

import re
from collections.abc import Collection, Sequence

from chatbot.llm.words import english_words

_FEW = 2
"""Words that tell something, of a title called by a part of it."""
_PARTED = re.compile(r": | [–-] ")
_LONGEST = 7
"""Letters of a word that is compared by its ending."""

_NUMERALS = (("1", "i", "one"), ("2", "ii", "two"), ("3", "iii", "three"), ("4", "iv", "four"), ("5", "v", "five"))
_NO_NAMES = {"it", "us", "her", "him", "they", "you", "me", "the", "no"}
_PARTS = ("part", "volume", "vol", "chapter")
_SEQUEL = re.compile(
    rf"(?P<name>.*?\w) (?:(?P<word>{'|'.join(_PARTS)}) (?P<number>[1-5]|i{{1,3}}|iv|v|one|two|three|four|five)"
    r"|(?P<only>[2-5]|i{2,3}|iv))"
)


def number_forms(key: str) -> set[str]:
    """The phrase in the other number: "books" of "book", "berry" of "berries"; both where it may be either."""
    forms = set()
    if key.endswith("ies") and len(key) > 4:
        forms.add(key[:-3] + "y")
    elif key.endswith(("ses", "xes", "ches", "shes")):
        forms |= {key[:-2], key[:-1]}
    elif key.endswith("s") and not key.endswith("ss"):
        forms.add(key[:-1])
    elif key.endswith("y") and key[-2:-1] not in "aeiou":
        forms.add(key[:-1] + "ies")
    else:
        forms.add(key + ("es" if key.endswith(("x", "ch", "sh", "ss")) else "s"))
    return forms


def compared_forms(key: str) -> set[str]:
    """ "funnier" and "funniest" of "funny"; not "stranger" of "strange", which is a word of its own."""
    words = english_words()
    stem = key[:-1] + "i" if key.endswith("y") else key.removesuffix("e")
    another = stem + "er" in words and stem + "est" not in words
    if " " in key or not 4 <= len(key) <= _LONGEST or another:
        return set()
    return {stem + "er", stem + "est"}


def short_titles(title: str, stop: Collection[str]) -> set[str]:
    """What people call a long title by: what stands before its first joint, or much after a possessive ("Ferris
    Bueller", "Eternal Sunshine", "Life of Brian"), where two words of it tell something.
    """
    words = [] if _PARTED.search(title) else title.replace("’", "'").split()
    for at in range(1, len(words) - 1):
        before, owned = words[at - 1], words[at - 1].endswith("'s")
        if owned or before.endswith(",") or words[at].casefold() in {*stop, "&"}:
            forms = [" ".join((*words[: at - 1], before.removesuffix("'s").strip(",")))]
            forms += [" ".join(words[at:])] if owned and len(words) - at > _FEW else []
            return {form for form in forms if _tells_much(form.casefold().split(), stop)}
    return set()


def _tells_much(words: Sequence[str], stop: Collection[str]) -> bool:
    return words[-1] not in stop and sum(word not in stop and word.isalpha() for word in words) >= _FEW


def sequel_forms(key: str) -> set[str]:
    """ "dune 2", "dune ii" and "dune part 2" of "dune part two"; of "dune 2" all of them.

    Spelled out the number has "part" before it: "I saw three films" names no third part of Saw.
    """
    found = _SEQUEL.fullmatch(key)
    if found is None:
        return set()
    name, word, number = found["name"], found["word"], found["number"] or found["only"]
    if name in _NO_NAMES:
        return set()  # "rate it 2 stars" names no second part
    spellings = next(each for each in _NUMERALS if number in each)
    leads = {f"{word} "} if word else {"", "part "}
    if word in _PARTS and spellings != _NUMERALS[0]:  # a first part alone is called so
        leads |= {"", *(f"{part} " for part in _PARTS)}
    return {f"{name} {lead}{each}" for lead in leads for each in spellings if lead or each != spellings[-1]} - {key}
