"""Plain phrases for facts and values, in the user's language; every word is the record's or the profile's."""

import string
from collections import defaultdict
from collections.abc import Sequence

from chatbot.catalogue.graph import Link
from chatbot.catalogue.pack import Facet, Pack, Relation, in_language
from chatbot.prompts import Wording
from chatbot.recommend.scales import short_scale
from chatbot.recommend.view import View
from chatbot.records import Constraint, Fact, Item, Statement, Value

_LISTED = 6
"""Values of one facet at most that are written out."""


def number(value: float) -> str:
    """A number without needless zeros: 12, 12.5, 1,299."""
    rounded = round(float(value), 2)
    return f"{rounded:,.0f}" if rounded.is_integer() else f"{rounded:,.2f}".rstrip("0")


def amount(facet: Facet, value: float, language: str) -> str:
    """A number with its unit: $80, 116 min, 116 分钟, 2014."""
    if facet.unit == "year":
        return f"{value:.0f}"
    if len(facet.unit) == 1 and not facet.unit.isalnum() and facet.unit not in "%°":
        shown = f"{abs(value):,.2f}" if not float(value).is_integer() else f"{abs(value):,.0f}"
        return f"{'-' if value < 0 else ''}{facet.unit}{shown}"
    return f"{number(value)} {facet.unit_names.get(language, facet.unit)}".strip()


def written(pack: Pack, facet: str, value: Value, language: str) -> str:
    """One value as a reader of that language expects it; '' for a flag that is not set."""
    declared = pack.facets[facet]
    if declared.kind == "number" and not isinstance(value, str):
        return amount(declared, float(value), language)
    if isinstance(value, bool):
        return declared.name(language, facet) if value else ""
    return declared.written(str(value), language)


def values_phrase(item: Item, facet: str, pack: Pack, language: str, wording: Wording, most: int = _LISTED) -> str:
    """All that an item has of a facet: "thriller, drama", "yes", "$80"; "" for nothing. most: values written out."""
    values = item.values(facet)
    if pack.facets[facet].kind == "flag":
        return wording.say("yes" if values == (True,) else "no") if values else ""
    return wording.say("comma").join(written(pack, facet, value, language) for value in values[:most])


def value_phrase(view: View, fact: Fact, wording: Wording, key: str, row: int | None = None) -> str:
    """ "genre: thriller" for what it has, "no horror" for what it avoids."""
    pack = view.catalogue.pack
    facet = pack.facets[fact.facet]
    label = facet.name(view.language, fact.facet)
    if facet.kind == "number":
        return "" if row is None else bound_phrase(view, fact, row, wording)
    if facet.kind == "flag":
        if bool(fact.value) and key == "has":
            return wording.say("reason_flag", label=label)
        return lacking(facet, label, view.language, wording, "reason_no_flag")
    shown = facet.written(str(fact.value), view.language)
    return (
        lacking(facet, shown, view.language, wording, "reason_avoids")
        if key == "avoids"
        else says(facet, fact.facet, shown, view.language, wording)
    )


def says(facet: Facet, name: str, value: str, language: str, wording: Wording) -> str:
    """A value as a reason says it: "about memory", "directed by Ana Ruiz", or "label: value"."""
    template = facet.phrase.get(language)
    if template:
        return string.Template(template).safe_substitute(value=value)
    return wording.say("reason_has", label=facet.name(language, name), value=value)


def lacking(facet: Facet, value: str, language: str, wording: Wording, key: str) -> str:
    """What something is without, as the pack says it ("not romantic", "wired"), else by the sentence of that key."""
    if template := facet.without.get(language):
        return string.Template(template).safe_substitute(value=value)
    return wording.say(key, value=value, label=value)


def bound_phrase(view: View, fact: Fact, row: int, wording: Wording) -> str:
    """What an item has of a number that was asked for: "price: $45", "not too violent"; "" where that is not known."""
    facet = view.catalogue.pack.facets[fact.facet]
    own = view.catalogue.items[row].values(fact.facet)
    if not own:
        return ""
    value = float(own[0])
    return _on_scale(view, fact, value) or says(
        facet, fact.facet, amount(facet, value, view.language), view.language, wording
    )


def _on_scale(view: View, fact: Fact, value: float) -> str:
    """ "not too violent" rather than "violence: 1", of a scale that nobody knows, but only where it is true."""
    facet, language = view.catalogue.pack.facets[fact.facet], view.language
    scale = None if facet.unit else short_scale(facet, fact.facet, view.catalogue.table)
    if scale is None:
        return ""
    if value <= scale.none:
        return facet.low_phrase.get(language, "")
    if value > scale.much:
        return facet.high_phrase.get(language, "")
    words = facet.less if fact.max is not None else facet.more
    return next((word for word in words.get(language, ()) if word.casefold() in fact.words.casefold()), "")


def level_phrase(facet: Facet, fact: Fact | Statement, language: str, wording: Wording) -> str:
    """ "cheap" or "newer" for a number that shall be low or high: as it was said where the pack has it so."""
    low = fact.value == "low"
    level, compared = (facet.low, facet.less) if low else (facet.high, facet.more)
    known = (*level.get(language, ()), *compared.get(language, ()))
    if (said := fact.words.casefold()) in map(str.casefold, known):
        return _bare(said, wording)
    # Of a comparison any word will do; words for a level often say "too much" or hold half a phrase.
    own = (facet.low_phrase if low else facet.high_phrase).get(language)
    words = (own,) if own else compared.get(language)
    return words[0] if words else wording.say(str(fact.value), label=facet.name(language, fact.facet))


def _bare(words: str, wording: Wording) -> str:
    """Words for a level without what stands before them in a sentence ("an old" film)."""
    before = set(wording.words("determiners"))
    kept = words.split()
    while len(kept) > 1 and kept[0] in before:
        kept = kept[1:]
    return " ".join(kept)


def shared_phrase(view: View, liked: int, row: int, wording: Wording) -> str:
    """What an item shares with one the user liked, at most three values, the rarest first."""
    catalogue = view.catalogue
    a, b = catalogue.items[liked], catalogue.items[row]
    shared: list[tuple[int, str]] = []
    for name, facet in catalogue.pack.facets.items():
        if facet.kind in ("category", "entity"):
            both = [value for value in a.values(name) if value in b.values(name)]
            both = [v for v in both if v != a.title]  # "like “The Godfather”: The Godfather" says nothing
            shared += [(len(catalogue.table.rows_with(name, v)), facet.written(str(v), view.language)) for v in both]
    if not shared:
        return wording.say("reason_close", title=a.named(view.language))
    best = list(dict.fromkeys(word for _, word in sorted(shared)))[:3]
    return wording.say("reason_like", title=a.named(view.language), shared=wording.say("comma").join(best))


def linked_phrase(view: View, link: Link, wording: Wording) -> str:
    """What an item is to another one: "made for “Nova 8”"."""
    title = view.catalogue.items[link.object].named(view.language)
    relation = view.catalogue.pack.relations.get(link.relation, Relation())
    phrase = in_language(relation.phrase, view.language)
    if not phrase:
        return wording.say("reason_linked", relation=link.relation.replace("_", " "), title=title)
    return phrase.replace("$value", title)


def standing_phrase(view: View, quality: str, row: int, wording: Wording) -> str:
    facet = view.catalogue.pack.facets[quality]
    own = view.catalogue.items[row].values(quality)
    return (
        wording.say(
            "reason_standing",
            label=facet.name(view.language, quality),
            value=amount(facet, float(own[0]), view.language),
        )
        if own
        else ""
    )


def conditions(pack: Pack, constraints: Sequence[Constraint], language: str, wording: Wording) -> list[str]:
    """Conditions in words; what bounds one number on both sides is said as one."""
    low = {c.facet: c for c in constraints if c.op == "gte"}
    high = {c.facet: c for c in constraints if c.op == "lte"}
    said = []
    out = _ruled_out_together(pack, constraints, language, wording)
    for each in constraints:
        if each.facet in out and each.op == "not_in":
            facet = pack.facets[each.facet]
            said.append(lacking(facet, out[each.facet], language, wording, "value_not_in"))
        elif each.facet in low and each.facet in high and each.op in ("gte", "lte"):
            facet = pack.facets[each.facet]
            least, most = (float(str(side[each.facet].value)) for side in (low, high))
            said.append(bounds_phrase(facet, facet.name(language, each.facet), least, most, wording))
        else:
            said.append(condition(pack, each, language, wording))
    return list(dict.fromkeys(said))


def _ruled_out_together(
    pack: Pack, constraints: Sequence[Constraint], language: str, wording: Wording
) -> dict[str, str]:
    """By facet, the one word for all of its values that are ruled out, or they in a list ("no Sonara or Baseline")."""
    out: defaultdict[str, list[str]] = defaultdict(list)
    for each in constraints:
        if each.op == "not_in":
            out[each.facet] += map(str, each.value if isinstance(each.value, tuple) else (each.value,))
    told = {}
    for name, values in out.items():
        facet, distinct = pack.facets[name], list(dict.fromkeys(values))
        if len(distinct) > 1:
            listed = wording.say("or").join(facet.written(value, language) for value in distinct)
            told[name] = facet.group(distinct, language) or listed
    return told


def bounds_phrase(facet: Facet, label: str, low: float | None, high: float | None, wording: Wording) -> str:
    """Bounds on a number, one of them at least: "price at most $80", "from the 1990s"."""
    years = facet.unit == "year"
    kind = "year" if years else "number"
    if low is None or high is None:
        side, value = ("lte", high) if low is None else ("gte", low)
        words = facet.low_phrase if side == "lte" else facet.high_phrase
        if not (facet.unit or facet.units) and wording.code in words:  # a degree on a scale that nobody knows
            return words[wording.code]
        return wording.say(f"{kind}_{side}", label=label, value=amount(facet, value or 0.0, wording.code))
    if low == high:
        return wording.say(f"{kind}_exact", label=label, value=amount(facet, low, wording.code))
    if years and low % 10 == 0 and high == low + 9:
        return wording.say("decade", value=amount(facet, low, wording.code))
    return wording.say(
        f"{kind}_range", label=label, low=amount(facet, low, wording.code), high=amount(facet, high, wording.code)
    )


def condition(pack: Pack, constraint: Constraint, language: str, wording: Wording) -> str:
    """A condition in words: "under $80", "no horror", "from 2011 on"."""
    facet = pack.facets[constraint.facet]
    label = facet.name(language, constraint.facet)
    if constraint.op in ("gte", "lte") and isinstance(constraint.value, int | float):
        low, high = (float(constraint.value) if constraint.op == op else None for op in ("gte", "lte"))
        return bounds_phrase(facet, label, low, high, wording)
    if constraint.op == "is":
        if constraint.value:
            return wording.say("flag_is", label=label)
        return lacking(facet, label, language, wording, "flag_is_not")
    values = constraint.value if isinstance(constraint.value, tuple) else (constraint.value,)
    joint = wording.say("or" if constraint.op == "in" else "comma")
    group = facet.group([str(v) for v in values], language) if len(values) > 1 else ""
    words = group or joint.join(facet.written(str(v), language) for v in values)
    if constraint.op == "not_in":
        return lacking(facet, words, language, wording, "value_not_in")
    return wording.say("value_in", label=label, value=words)
