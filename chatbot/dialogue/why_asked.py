"""What a question for reasons is about: what was chosen, what was not, and what no item on the list has."""

from collections.abc import Sequence
from typing import NamedTuple

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.items_named import NamedItem
from chatbot.dialogue.language import Language
from chatbot.dialogue.linking import Entry, Mention
from chatbot.dialogue.recall import asks_why_none, is_why_not
from chatbot.dialogue.references import Pointer
from chatbot.dialogue.sightings import Sightings
from chatbot.dialogue.text import spans_of
from chatbot.records import Intent, Item, Polarity, SessionState


class WhyAsked(NamedTuple):
    """Ids of the items of which it is asked why they were chosen, and why not."""

    chosen: tuple[str, ...]
    not_chosen: tuple[str, ...]


def why_asked(
    seen: Sightings, ruled_out: Sequence[str], language: Language, catalogue: Shelf, state: SessionState
) -> WhyAsked | None:
    """What is asked by the words alone; None where it is not said outright. ruled_out: items under a negation."""
    text, pointers = seen.text, seen.pointed.pointers
    named: list[Pointer | NamedItem] = [*pointers, *seen.items]
    if any(is_why_not(text, language, *span) for span in spans_of(named)):
        return WhyAsked((), tuple(dict.fromkeys(each.item_id for each in named)))
    denied = [i.item_id for i in seen.items if i.statement and i.statement.polarity is Polarity.DISLIKE]
    denied = list(dict.fromkeys([*ruled_out, *denied]))
    chosen = [each.item_id for each in named if each.item_id not in denied]
    if chosen and denied and language.intends(Intent.WHY, text):  # "why the second and not the first?"
        return WhyAsked(tuple(dict.fromkeys(chosen)), tuple(denied))
    having = [_having(m.entries[0], catalogue, state) for m in seen.mentions if _asks_for(m, text, language, catalogue)]
    return WhyAsked((), having[0]) if state.on_screen and having and having[0] else None


def _asks_for(mention: Mention, text: str, language: Language, catalogue: Shelf) -> bool:
    """Whether it is asked why nothing has what is named; "why not a comedy?" asks for one."""
    facet = catalogue.pack.facets.get(mention.facet)
    place = mention.start, mention.end
    named = facet is not None and facet.kind == "entity" and is_why_not(text, language, *place)
    return facet is not None and (named or asks_why_none(text, language, *place))


def _having(entry: Entry, catalogue: Shelf, state: SessionState) -> tuple[str, ...]:
    """The shown items that have a value, else the first of their kind that has it."""
    shown = [item for item in map(catalogue.item, state.on_screen) if item is not None]
    if having := tuple(item.id for item in shown if _has(item, entry)):
        return having
    kinds = {kind for item in shown for kind in item.values(catalogue.pack.main)} if catalogue.pack.main else set()
    others = [item for item in catalogue.items if _has(item, entry)]
    alike = [item for item in others if catalogue.pack.main and kinds & {*item.values(catalogue.pack.main)}]
    return tuple(item.id for item in (alike if catalogue.pack.main else others)[:1])


def _has(item: Item, entry: Entry) -> bool:
    return entry.value in item.values(entry.facet)
