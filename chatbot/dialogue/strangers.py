"""Names of people who are not in the catalogue, though their surname is ("Dan Brown", of Rob Brown)."""

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from chatbot.dialogue.linking import Linker, Mention
from chatbot.dialogue.text import key_of

_BEFORE = re.compile(r"(?P<start>^|[.!?:]\s*)?\b(?P<first>[^\W\d_]{2,}) $")


def without_strangers(mentions: Sequence[Mention], text: str, linker: Linker) -> list[Mention]:
    """The mentions but for such surnames, and what a first name before one is a misspelling of ("Barry", of Berry)."""
    strange = [m for m in mentions if _is_stranger(m, text, linker)]
    begins = {m.start - 1 for m in strange}
    return [m for m in mentions if m not in strange and not (m.certainty < 1 and m.end in begins)]


def _is_stranger(mention: Mention, text: str, linker: Linker) -> bool:
    """Whether a surname follows a first name that none of its bearers has, not even spelt wrongly."""
    before = _BEFORE.search(text[: mention.start])
    names = [key_of(str(entry.value)).split() for entry in mention.entries]
    surname = key_of(mention.words)
    if before is None or not names or any(len(name) == 1 or name[-1] != surname for name in names):
        return False
    first = key_of(before["first"])
    named = linker.is_first_name(first) or (before["first"][0].isupper() and before["start"] is None)
    if not named or linker.knows(first):
        return False
    return all(OSA.distance(first, own) > 1 for name in names for own in name[:-1])
