"""What is asked of several items together: what each has, whether they are alike in it, what they come to."""

from collections.abc import Sequence

from chatbot.catalogue.pack import Facet, Pack
from chatbot.dialogue.item_facts import told_of
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import amount, written
from chatbot.records import Item


def each(items: Sequence[Item], facets: Sequence[str], pack: Pack, language: str, wording: Wording) -> list[str]:
    """What each item has of each facet, and of which it is not known."""
    told = []
    for item in items:
        known = [told_of(item, name, pack, language, wording) for name in facets if item.values(name)]
        told += known or [wording.say("about_unknown", title=item.named(wording.code))]
    return told


def alike(items: Sequence[Item], facets: Sequence[str], pack: Pack, language: str, wording: Wording) -> list[str]:
    """Of each facet, what all of the items have, else that they differ and what each has."""
    told = []
    for name in facets:
        shared = [value for value in items[0].values(name) if all(value in item.values(name) for item in items[1:])]
        label = pack.facets[name].name(language, name)
        if shared:
            said = [written(pack, name, v, language) or wording.say("yes" if v else "no") for v in shared]
            told.append(wording.say("alike", label=label, value=wording.say("comma").join(said)))
        elif all(item.values(name) for item in items):
            told.append(wording.say("unlike", told=" ".join(each(items, [name], pack, language, wording))))
        else:
            told += each(items, [name], pack, language, wording)
    return told


def together(items: Sequence[Item], facets: Sequence[str], pack: Pack, language: str, wording: Wording) -> list[str]:
    """What the items come to in each facet that can be added up, where that is known of all."""
    told = []
    for name in facets:
        facet = pack.facets[name]
        if not _adds_up(facet) or not all(item.values(name) for item in items):
            continue
        parts = [float(item.values(name)[0]) for item in items]
        sums = wording.say("plus").join(amount(facet, part, language) for part in parts)
        label, value = facet.name(language, name), amount(facet, sum(parts), language)
        told.append(wording.say("together", label=label, value=value, parts=sums))
    return told


def _adds_up(facet: Facet) -> bool:
    """Whether a sum makes sense: of prices, lengths and weights, not of years or grades."""
    return facet.kind == "number" and bool(facet.unit) and facet.unit not in ("year", "%") and facet.unit[0] != "/"
