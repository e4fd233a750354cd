"""Items named by their place in a series: "the first Godfather", "the second Terminator", 教父第一部."""

import re

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.language import Language
from chatbot.dialogue.linking import Mention
from chatbot.dialogue.text import CJK
from chatbot.records import ITEM


def in_its_place(mention: Mention, text: str, language: Language, catalogue: Shelf) -> str | None:
    """The id of the item that a name with a place before or after it stands for, None where it has none."""
    words = sorted(language.series_places, key=len, reverse=True)
    said = "|".join(map(re.escape, words)) or r"(?!)"
    found = re.search(rf"(?<!\w)(?P<n>{said}) ?[《“\"]?$", text[: mention.start], re.IGNORECASE)
    if found is None and CJK.search(mention.words):
        found = re.compile(rf"[》”\"]?的?(?P<n>{said})").match(text, mention.end)
    if found is None:
        return None
    ids = [str(e.value) for e in mention.entries if e.facet == ITEM]
    ids += [item for e in mention.entries for item in catalogue.series.of.get((e.facet, str(e.value)), ())[:1]]
    return catalogue.series.nth(ids, language.series_places[found["n"].casefold()])
