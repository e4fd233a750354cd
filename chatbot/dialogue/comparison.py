"""Shown items side by side: a table of what tells them apart, who leads by what was asked, and who suits the user."""

from collections.abc import Sequence

from chatbot.catalogue.pack import Pack
from chatbot.dialogue.degrees import LOW, Degree
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import amount, values_phrase
from chatbot.records import Item, Recommendation


def comparison(
    items: Sequence[Item],
    degrees: Sequence[Degree],
    last: Sequence[Recommendation],
    pack: Pack,
    language: str,
    wording: Wording,
) -> str:
    """degrees: by what they are to be compared ("which is lighter?"). last: how they were scored for this user."""
    said = [_table(items, pack, language, wording)]
    leads = dict.fromkeys(lead for d in degrees if (lead := _lead(items, d, pack, language, wording)))
    said += [wording.say("sentences").join(leads)] if leads else []
    scored = [r for r in last if r.item_id in {item.id for item in items}]
    if len(scored) == len(items):
        best = max(scored, key=lambda r: r.score)
        reasons = wording.say("comma").join(best.reasons[:3])
        said.append(wording.say("compare_verdict", title=best.title, reasons=reasons))
    return "\n\n".join(said)


def _table(items: Sequence[Item], pack: Pack, language: str, wording: Wording) -> str:
    """A row for each facet of the cards, and for each in which they differ."""
    rows = [
        [f.name(language, n), *(values_phrase(item, n, pack, language, wording) or "–" for item in items)]
        for n, f in pack.facets.items()
        if any(item.values(n) for item in items) and (f.card or len({item.values(n) for item in items}) > 1)
    ]
    table = [[wording.say("compare_label"), *(item.title for item in items)], ["---"] * (len(items) + 1), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in table)


def _lead(items: Sequence[Item], degree: Degree, pack: Pack, language: str, wording: Wording) -> str:
    """ "Lowest weight: Kestrel (1.2 kg)", of those that have the number; nothing of fewer than two."""
    facet = pack.facets[degree.facet]
    numbers = [(float(item.values(degree.facet)[0]), item.title) for item in items if item.values(degree.facet)]
    if facet.kind != "number" or len(numbers) < 2:
        return ""
    lowest = degree.sort in ("less", LOW)
    leading = (min if lowest else max)(n for n, _ in numbers)
    return wording.say(
        "compare_lowest" if lowest else "compare_highest",
        label=facet.name(language, degree.facet),
        title=wording.say("comma").join(title for n, title in numbers if n == leading),
        value=amount(facet, leading),
    )
