"""Which of a few items suits this user, why, and what speaks for the next: all of it from the scorer's own sums."""

from collections.abc import Sequence

from chatbot.catalogue.pack import Facet, Pack
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import says, values_phrase
from chatbot.records import Item, Recommendation

_REASONS = 3
_STATED, _REGARD = "stated", "popularity"
"""The signal of what the user said, and the one that knows nothing of that."""


def verdict(
    judged: Sequence[Recommendation], items: Sequence[Item], pack: Pack, language: str, wording: Wording, key: str = ""
) -> str:
    """ "" where nothing is judged. key: of the sentence that names the best one, where it is no comparison."""
    ranked = sorted(judged, key=lambda r: -r.score)
    if not ranked:
        return ""
    by_id, comma = {item.id: item for item in items}, wording.say("comma")
    best, others = ranked[0], ranked[1:]
    first = by_id[best.item_id]
    named = first.named(wording.code)
    other = by_id[others[0].item_id] if others else None
    own = [r for r in best.reasons if other is None or r not in others[0].reasons]
    if other is not None:
        own = [r for r in own if r not in _numbers(first, other, pack, language, wording)]
    known = any(value for r in ranked for signal, value in r.contributions.items() if signal != _REGARD)
    key = key or ("compare_verdict" if known else "verdict_unasked")
    told = [wording.say(key, title=named, reasons=comma.join((own or best.reasons)[:_REASONS]))]
    if other is None:
        return told[0]
    if not own:
        lead = {name: value - others[0].contributions.get(name, 0.0) for name, value in best.contributions.items()}
        most = max(lead, key=lambda name: lead[name])
        ahead = "verdict_closer" if most == _STATED else "verdict_ahead"
        told.append(wording.say(ahead, other=other.named(wording.code), part=wording.say(f"signal_{most}")))
    beyond = [r for r in others[0].reasons if r not in best.reasons and r not in others[0].avoided]
    beyond = [r for r in beyond if r not in _numbers(other, first, pack, language, wording)]
    points = dict.fromkeys([*_better(other, first, pack, language, wording), *beyond])
    if points:
        told.append(
            wording.say("verdict_other", other=other.named(wording.code), points=comma.join([*points][:_REASONS]))
        )
    return wording.say("sentences").join(told)


def _numbers(item: Item, other: Item, pack: Pack, language: str, wording: Wording) -> set[str]:
    """What reasons say of numbers in which an item is no better than the other."""
    return {
        says(facet, name, values_phrase(item, name, pack, language, wording), language, wording)
        for name, facet in pack.facets.items()
        if facet.kind == "number" and item.values(name) and other.values(name) and not _leads(item, other, name, pack)
    }


def _better(item: Item, other: Item, pack: Pack, language: str, wording: Wording) -> list[str]:
    """What an item has on its card that the other has not: the better number, and flags."""
    told = []
    for name, facet in pack.facets.items():
        if facet.kind == "flag":
            if item.values(name) == (True,) and other.values(name) == (False,):
                told.append(facet.name(language, name))
        elif facet.card and _leads(item, other, name, pack):
            told.append(says(facet, name, values_phrase(item, name, pack, language, wording), language, wording))
    return told


def _leads(item: Item, other: Item, name: str, pack: Pack) -> bool:
    side = _side(name, pack.facets[name], pack)
    if not side or not item.values(name) or not other.values(name):
        return False
    return side * float(item.values(name)[0]) > side * float(other.values(name)[0])


def _side(name: str, facet: Facet, pack: Pack) -> int:
    """Whether more of a number is better (1), or less (-1), as what a bare number bounds tells; 0: neither."""
    if facet.kind != "number":
        return 0
    return 1 if name == pack.prior.quality or facet.default_bound == "min" else -(facet.default_bound == "max")
