"""What a question asks of a help page beside naming it: something special, or just about the whole."""

import re
from collections.abc import Iterable, Sequence

from chatbot.prompts import Wording

_WORD = re.compile(r"[a-z0-9]+")
_SPLIT = re.compile(r"[\W_]+|[与和及]")
_PUNCTUATION = re.compile(r"\W+")
_MARKS = r"[.?!;,\n](?:\s|$)|[。？！；，、]"
_STEM = 3
_PLURAL = re.compile(r"(?<=[a-z]{3})(?<!s)s\b")


def beside_titles(question: str, titles: Iterable[str]) -> str:
    """The question without the words that the titles of the pages say: they tell no part of a page from another."""
    text = question.casefold()
    named = [word for title in titles for word in _SPLIT.split(title.casefold()) if word]
    for word in named:
        if not word.isascii():
            text = text.replace(word, " ")
    known = [word for word in named if word.isascii()]
    return _WORD.sub(lambda m: " " if any(_akin(m.group(), word) for word in known) else m.group(), text)


def asks_in_general(special: str, wording: Wording) -> bool:
    """Whether nothing is left of a question when it has named its page, but for the words that ask."""
    bare = _without(_without(special, wording.words("help_how")), wording.words("help_general"))
    return not bare.strip()


def telling_of(question: str, wording: Wording) -> str:
    """The question without the words that are in any question: "for her" is no gift."""
    return _without(_without(question.casefold(), wording.words("help_how")), wording.words("help_general"))


def opening(headings: Sequence[str], special: str, wording: Wording) -> int:
    """Which part of a page answers the general question: how it is done, where that is asked, else the first."""
    if _without(special, wording.words("help_how")) == _without(special, ()):
        return 0
    done = tuple(wording.words("help_how_heading"))
    return next((n for n, heading in enumerate(headings) if heading.casefold().startswith(done)), 0)


def parts_of(message: str, wording: Wording) -> list[str]:
    """The sentences of a message, and what is joined to them ("what's the warranty, and may I return it?")."""
    joints = [
        re.escape(word) if not word.isascii() else rf"\b{re.escape(word)}\b" for word in wording.words("help_joints")
    ]
    return [
        part.strip() for part in re.split("|".join([_MARKS, *joints]), message, flags=re.IGNORECASE) if part.strip()
    ]


def singular(text: str) -> str:
    """The text with plurals and third persons as the plain word ("costs"): questions say it either way."""
    return _PLURAL.sub("", text.casefold())


def _akin(one: str, other: str) -> bool:
    """Whether two words have one stem ("paying", "payment"), roughly."""
    least = min(len(one), len(other))
    same = max(_STEM, least - _STEM)
    return least >= _STEM and one[:same] == other[:same]


def _without(text: str, phrases: Sequence[str]) -> str:
    """The text without some phrases, the longest first, and without punctuation."""
    bare = f" {_PUNCTUATION.sub(' ', text)} "
    for phrase in sorted(phrases, key=len, reverse=True):
        bare = bare.replace(f" {phrase} " if phrase.isascii() else phrase, " ")
    return " ".join(bare.split())
