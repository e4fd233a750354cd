"""The items of one series that are compared by its name: "which of the two Paddington films is better?"."""

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.language import Language
from chatbot.dialogue.sightings import Sightings
from chatbot.records import ITEM, Intent


def compared_in_series(seen: Sightings, language: Language, catalogue: Shelf) -> tuple[str, ...]:
    """Their ids, the earliest first, where it is asked which of them; nothing where anything else is named."""
    series, text = catalogue.series.of, seen.text
    named = [m for m in seen.mentions if any((e.facet, str(e.value)) in series for e in m.entries)]
    others = [m for m in seen.mentions if m not in named and any(e.facet == ITEM for e in m.entries)]
    # "The two" of "the two Paddington films" are none on screen.
    pointed = [p for p in seen.pointed.pointers if len(named) != 1 or text[p.end : named[0].start].strip()]
    if (
        len(named) != 1
        or others
        or pointed
        or language.similar_to.search(text)
        or not language.which.search(text.rstrip(" ?？.!"))
    ):
        return ()
    words = [*named, *(m for m in seen.mentions if m.is_noun)]
    for word in sorted(words, key=lambda w: -w.start):
        text = f"{text[: word.start].rstrip()} {text[word.end :].lstrip()}".strip()
    compares = any(not degree.is_level for degree in seen.degrees)  # 哪部更好看
    if not compares and not language.intends(Intent.COMPARE, text):
        return ()
    members = (series.get((e.facet, str(e.value)), ()) for e in named[0].entries)
    return next((ids for ids in members if len(ids) > 1), ())
