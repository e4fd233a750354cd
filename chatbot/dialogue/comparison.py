"""Shown items side by side: who leads by what was asked, a table of what tells them apart, and who suits the user."""

from collections.abc import Sequence
from typing import NamedTuple

from chatbot.catalogue.pack import Pack
from chatbot.dialogue.degrees import LOW, Degree
from chatbot.dialogue.linking import Entry
from chatbot.dialogue.verdict import verdict
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import amount, lacking, values_phrase
from chatbot.records import Item, Recommendation

_ROWS = 8
"""Rows of a table, unless more than that is asked about: a longer one hides the answer."""


class Asked(NamedTuple):
    """By what items are to be compared: numbers ("which is lighter?"), values ("which is scarier?"), facets.

    facets: those that matter beside, the weightiest first: asked about, or under a condition of the user's.
    leads: numbers by which the item is chosen that is pointed at ("the cheapest one"); listed: of those shown only.
    question: whether the message asks; whether: if something is so.
    """

    degrees: tuple[Degree, ...] = ()
    values: tuple[tuple[Entry, ...], ...] = ()
    facets: tuple[str, ...] = ()
    leads: tuple[Degree, ...] = ()
    listed: bool = False
    question: bool = True
    whether: bool = False
    alike: bool = False
    """Whether it is asked if the items are the same in something ("by the same director?")."""
    together: bool = False
    """Whether it is asked what they come to ("how much are both?")."""
    quality: bool = False
    """Whether it is asked if an item is good at all."""
    held: bool = False
    """Whether it is but asked if an item is here."""
    unlisted: bool = False
    """Whether it is asked what no catalogue lists (awards, where to watch it)."""
    whole: bool = False
    """Whether all that is told of an item is asked for."""
    times: int = 1
    """How many of an item are spoken of ("three of the first, how much in total?")."""
    words: tuple[str, ...] = ()
    """Of the question, those that tell what is asked about."""


def comparison(
    items: Sequence[Item], asked: Asked, judged: Sequence[Recommendation], pack: Pack, language: str, wording: Wording
) -> str:
    """The answer to what was asked comes first. judged: the items as they are scored for this user, if they are."""
    leads = [lead for d in asked.degrees if (lead := leader(items, d, pack, language, wording))]
    values = _values(items, asked)
    told = [having(items, value, pack, language, wording) for value in values]
    if asked.degrees and not asked.values and not _known(items, asked.degrees):
        return wording.say("about_unknown_all")
    answers = [text for text in dict.fromkeys([*leads, *told]) if text]
    said = [wording.say("sentences").join(answers)] if answers else []
    judged = judged_of(items, asked, judged)
    if judged and not leads:  # the question had its answer, and another name would only blur it
        said.append(verdict(judged, items, pack, language, wording))
    return "\n\n".join([*said, _table(items, asked, pack, language, wording)])


def judged_of(items: Sequence[Item], asked: Asked, judged: Sequence[Recommendation]) -> Sequence[Recommendation]:
    """Those that the verdict is on: "which is scariest?" is asked of those that are scary."""
    values = _values(items, asked)
    owners = {i.id for i in items if any(e.value in i.values(e.facet) for value in values for e in value)}
    return [r for r in judged if r.item_id in owners] if values else judged


def _values(items: Sequence[Item], asked: Asked) -> list[tuple[Entry, ...]]:
    titles = {item.title for item in items}  # a series is named as its first film, and asked for by no one
    return [value for value in asked.values if value[0].value not in titles]


def _known(items: Sequence[Item], degrees: Sequence[Degree]) -> bool:
    return any(item.values(degree.facet) for item in items for degree in degrees)


def leader(items: Sequence[Item], degree: Degree, pack: Pack, language: str, wording: Wording) -> str:
    """ "Lowest weight: Kestrel (1.2 kg)", of those that have the number; nothing of fewer than two."""
    facet, ahead = pack.facets[degree.facet], leading(items, degree)
    if facet.kind != "number" or not ahead:
        return ""
    side = "lowest" if degree.sort in ("less", LOW) else "highest"
    return wording.say(
        f"compare_{side}_year" if facet.unit == "year" else f"compare_{side}",
        label=facet.name(language, degree.facet),
        title=wording.say("comma").join(item.named(wording.code) for item in ahead),
        value=amount(facet, float(ahead[0].values(degree.facet)[0]), language),
    )


def leading(items: Sequence[Item], degree: Degree) -> list[Item]:
    """Those that lead by a number, of two or more that have it."""
    having = [item for item in items if item.values(degree.facet)]
    if len(having) < 2:
        return []
    ahead = (min if degree.sort in ("less", LOW) else max)(item.values(degree.facet) for item in having)
    return [item for item in having if item.values(degree.facet) == ahead]


def having(
    items: Sequence[Item],
    value: Sequence[Entry],
    pack: Pack,
    language: str,
    wording: Wording,
    every: bool = False,
) -> str:
    """Which of them have a value; nothing where all do and `every` is not asked for: it tells none of them apart."""
    owners = [item.named(wording.code) for item in items if any(e.value in item.values(e.facet) for e in value)]
    if len(owners) == len(items) and not every:
        return ""
    facet = pack.facets[value[0].facet]
    name = facet.written(str(value[0].value), language)
    if facet.kind == "flag":
        label = facet.name(language, value[0].facet)
        name = label if value[0].value else lacking(facet, label, language, wording, "flag_is_not")
    if not owners:
        return wording.say("compare_none", value=name)
    return wording.say("compare_has", value=name, titles=wording.say("comma").join(owners))


def _table(items: Sequence[Item], asked: Asked, pack: Pack, language: str, wording: Wording) -> str:
    """What was asked about, then rows in which they differ: what matters to the user, what cards show, the rest."""
    known = [n for n in pack.facets if any(item.values(n) for item in items)]
    differing = [n for n in known if len({item.values(n) for item in items}) > 1]
    named = [*(d.facet for d in asked.degrees), *(value[0].facet for value in asked.values)]
    first = dict.fromkeys([*(n for n in named if n in known), *(n for n in asked.facets if n in differing)])
    cards = [n for n in differing or known if pack.facets[n].card]
    narrow = first and (asked.degrees or asked.values)
    rows_left = 0 if narrow else max(0, _ROWS - len(first))  # "which is lightest?" asks for no more
    chosen = {*first, *[n for n in dict.fromkeys([*cards, *differing]) if n not in first][:rows_left]}
    rows = [
        [
            pack.facets[n].name(language, n),
            *(values_phrase(item, n, pack, language, wording) or "–" for item in items),
        ]
        for n in [*first, *(n for n in pack.facets if n in chosen and n not in first)]
    ]
    table = [
        [wording.say("compare_label"), *(item.named(wording.code) for item in items)],
        ["---"] * (len(items) + 1),
        *rows,
    ]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in table)
