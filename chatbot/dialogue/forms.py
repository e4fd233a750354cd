"""Other forms of English words: plurals and singulars, comparatives and superlatives."""

from chatbot.llm.words import english_words

_LONGEST = 7
"""Letters of a word that is compared by its ending."""


def number_forms(key: str) -> set[str]:
    """The phrase in the other number: "books" of "book", "berry" of "berries"; both where it may be either."""
    forms = set()
    if key.endswith("ies") and len(key) > 4:
        forms.add(key[:-3] + "y")
    elif key.endswith(("ses", "xes", "ches", "shes")):
        forms |= {key[:-2], key[:-1]}
    elif key.endswith("s") and not key.endswith("ss"):
        forms.add(key[:-1])
    elif key.endswith("y") and key[-2] not in "aeiou":
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
