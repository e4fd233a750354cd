"""The words around a list of items: what they are, what was relaxed. Said by code, so they are true."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from chatbot.catalogue.catalogue import Catalogue
from chatbot.catalogue.forms import number_forms
from chatbot.dialogue.fact_words import as_written
from chatbot.dialogue.item_text import is_unread
from chatbot.dialogue.text import CJK, key_of
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import amount, condition, conditions, level_phrase
from chatbot.recommend.retrieve import Retrieval
from chatbot.recommend.view import is_old_taste
from chatbot.records import ITEM, KNOWN_STRENGTH, WISH, Constraint, Fact, Item, Polarity, Recommendation, Scope, Value

_TELLING = 3
"""Letters from which on a word tells something."""
_JOINTS = frozenset({"and", "from", "than", "the", "with", "your"})
_KINDRED = 0.7
"""Cosine of the texts of two kinds of things from which one may do for the other (MiniLM on the store)."""
_NAMED = 7
"""Conditions named in the lead; more would be a list, and the panel shows them all."""


def lead(
    catalogue: Catalogue,
    chosen: tuple[Recommendation, ...],
    retrieval: Retrieval,
    heeded: Sequence[Fact],
    new: Sequence[Fact],
    language: str,
    wording: Wording,
) -> str:
    """One sentence on what was found and under which conditions, one more for each condition that was loosened.

    new: what the message added to the profile; what is nowhere is said of it once.
    """
    if not chosen:
        return wording.say("nothing")
    count = {
        "count": len(chosen),
        "measure": catalogue.pack.measure.get(language) or wording.say("measure"),
        "noun": catalogue.pack.nouns(language, len(chosen)),
    }
    heeded = [fact for fact in heeded if not _is_far(fact, catalogue, chosen, language)]
    nowhere = [str(fact.value) for fact in heeded if _is_nowhere(fact, catalogue)]
    heeded = [fact for fact in heeded if fact.facet != WISH or str(fact.value) not in nowhere]
    conditions = _conditions(catalogue, chosen, retrieval, heeded, language, wording)
    suffix = "" if len(chosen) > 1 else "_one"
    if conditions:
        said = wording.say(
            f"lead{suffix}_conditions", conditions=wording.say("comma").join(conditions[:_NAMED]), **count
        )
    elif not (heeded or nowhere) and len(chosen) > 1:
        said = wording.say("lead_start", **count)
    else:
        said = wording.say(f"lead{suffix}", **count)
    notes = relaxations(catalogue, retrieval, language, wording)
    notes += _not_together(catalogue, retrieval, heeded, new, language, wording)
    notes += [wording.say("repeated")] if retrieval.repeats else []
    notes += _elsewhere(catalogue, retrieval, new, language, wording)
    told_now = [as_written(fact) for wish in nowhere for fact in new if fact.value == wish]
    if told_now:
        wishes = wording.say("or").join(wording.say("quoted", text=wish) for wish in told_now)
        notes.append(wording.say("nowhere", wishes=wishes))
    more = retrieval.hidden if len(retrieval.candidates) == len(chosen) else 0
    again = wording.say("shown_before_one" if more == 1 else "shown_before", **count | {"count": more}) if more else ""
    return wording.say("sentences").join(filter(None, [*notes, said, again]))


def _not_together(
    catalogue: Catalogue,
    retrieval: Retrieval,
    heeded: Sequence[Fact],
    new: Sequence[Fact],
    language: str,
    wording: Wording,
) -> list[str]:
    """Of values that were wanted in one item, and that no item has together: that it is so."""
    said = []
    for constraint in retrieval.filters:
        both = [f for f in heeded if f.id in constraint.fact_ids and not f.alternative]
        facet = catalogue.pack.facets.get(constraint.facet)
        if facet is not None and facet.kind == "entity" and len(both) > 1 and any(f in new for f in both):
            values = wording.say("and").join(facet.written(str(f.value), language) for f in both)
            said.append(wording.say("not_together", values=values))
    return said


def _elsewhere(
    catalogue: Catalogue, retrieval: Retrieval, new: Sequence[Fact], language: str, wording: Wording
) -> list[str]:
    """Of each value that nothing of the kind wanted has under the conditions, of which other kind most things have it
    ("sport", of headphones, which earbuds are for)."""
    main, table = catalogue.pack.main, catalogue.table
    wanted = [f for f in new if f.polarity is Polarity.LIKE and isinstance(f.value, str)]
    kinds = [str(f.value) for f in wanted if f.facet == main]
    if main is None or len(kinds) != 1:
        return []
    fits = table.mask(retrieval.searched)
    otherwise = table.mask([c for c in retrieval.searched if c.facet != main])
    said, named = [], catalogue.pack.facets[main]
    for fact in wanted:
        facet = catalogue.pack.facets.get(fact.facet)
        if facet is None or facet.kind != "category" or fact.facet == main:
            continue
        owners = [int(row) for row in table.rows_with(fact.facet, str(fact.value)) if otherwise[row]]
        others = Counter(str(kind) for row in owners for kind in catalogue.items[row].values(main))
        kindred = {k: catalogue.likeness(main, kinds[0], k) for k in others}
        kind = max(kindred, key=lambda k: kindred[k], default="")
        if kind and kindred[kind] >= _KINDRED and not fits[owners].any():
            count = others[kind]
            written, other = named.written(kinds[0], language), named.written(kind, language)
            value = facet.written(str(fact.value), language)
            said.append(wording.say("elsewhere", kind=written, value=value, other=other, count=count))
    return said


def relaxations(catalogue: Catalogue, retrieval: Retrieval, language: str, wording: Wording) -> list[str]:
    """What was set aside, in one sentence, and how far each bound was widened."""
    dropped, said = [], []
    for relaxed in retrieval.relaxed:
        words = condition(catalogue.pack, relaxed.constraint, language, wording)
        if relaxed.now is None:
            dropped.append(wording.say("quoted", text=words))
        else:
            value = amount(catalogue.pack.facets[relaxed.constraint.facet], relaxed.now, language)
            said.append(wording.say("relaxed_bound", condition=words, value=value))
    conditions = wording.say("comma").join(dict.fromkeys(dropped))
    return [wording.say("relaxed_dropped", conditions=conditions), *said] if dropped else said


def _conditions(
    catalogue: Catalogue,
    chosen: tuple[Recommendation, ...],
    retrieval: Retrieval,
    heeded: Sequence[Fact],
    language: str,
    wording: Wording,
) -> list[str]:
    """What all of the chosen meet, what they were chosen by, and of how many of them that is true."""
    values = _values(catalogue, heeded, language)
    items = [item for r in chosen if (item := catalogue.item(r.item_id)) is not None]
    relaxed = [r.constraint for r in retrieval.relaxed]
    levels = {fact.id for fact in heeded if fact.value in ("low", "high")}  # "old" is told as it was said
    met = [c for c in retrieval.filters if c not in relaxed and levels.isdisjoint(c.fact_ids)]
    hard = conditions(catalogue.pack, [c for c in met if not any(_tighter(o, c) for o in met)], language, wording)
    soft: list[str] = []
    unmet: defaultdict[str, list[str]] = defaultdict(list)
    for fact in heeded:
        facet = catalogue.pack.facets.get(fact.facet)
        if is_old_taste(fact, heeded):
            continue  # a taste beside what is wanted now is a reason, and was not asked for
        if fact.hard or fact.polarity is Polarity.DISLIKE or not fact.strength:
            continue  # a condition is named already, and what is let pass was not asked for
        if fact.facet == ITEM and fact.strength <= KNOWN_STRENGTH:
            continue  # "seen it" says nothing of liking it
        if fact.facet == ITEM and (item := catalogue.item(str(fact.value))) is not None:
            soft.append(wording.say("like_item", title=item.named(wording.code)))
        elif fact.facet == WISH:
            _tell_wish(fact, items, soft, unmet, wording)
        elif facet is not None and fact.value in ("low", "high"):
            soft.append(level_phrase(facet, fact, language, wording))
        elif facet is not None and isinstance(fact.value, str):
            written = facet.written(fact.value, language)
            told = catalogue.telling(fact.value) if facet.in_text else frozenset()
            having = [item for item in items if catalogue.row(item.id) in told]
            soft.append(_of_some(written, values[written], items, having, wording))
    soft += (wording.say(key, value=wording.say("and").join(dict.fromkeys(told))) for key, told in unmet.items())
    return list(dict.fromkeys([*hard, *soft]))


def _is_far(fact: Fact, catalogue: Catalogue, chosen: Sequence[Recommendation], language: str) -> bool:
    """Whether it is a lasting liking for an item that none of these is like: a kettle is not like headphones."""
    item = catalogue.item(str(fact.value)) if fact.facet == ITEM and fact.scope is Scope.LASTING else None
    return item is not None and not any(item.named(language) in reason for each in chosen for reason in each.reasons)


def _values(catalogue: Catalogue, heeded: Sequence[Fact], language: str) -> dict[str, set[tuple[str, Value]]]:
    """The facet values that are told by one word: "photography" is a use of cameras and a kind of backpack."""
    told: defaultdict[str, set[tuple[str, Value]]] = defaultdict(set)
    for fact in heeded:
        facet = catalogue.pack.facets.get(fact.facet)
        if facet is not None and isinstance(fact.value, str) and fact.polarity is Polarity.LIKE:
            told[facet.written(fact.value, language)].add((fact.facet, fact.value))
    return told


def _of_some(
    written: str, values: Iterable[tuple[str, Value]], items: Sequence[Item], told: Sequence[Item], wording: Wording
) -> str:
    """What was asked for, and how many of the items have it, listed or told of, where that is not all."""
    count = sum(item in told or any(value in item.values(facet) for facet, value in values) for item in items)
    if count == len(items):
        return written
    return wording.say("lead_some" if count else "lead_none_of", value=written, count=count)


def _tell_wish(
    fact: Fact, items: Sequence[Item], said: list[str], unmet: defaultdict[str, list[str]], wording: Wording
) -> None:
    """A free wish, and of how many of the items their text says it where that is not all: they may come near it.

    Those that none is known to meet are told together.
    """
    wish = str(fact.value)
    count = sum(tells_of(item, wish) for item in items)
    told = f"“{as_written(fact)}”"
    if count:
        said.append(told if count == len(items) else wording.say("lead_told_some", value=told, count=count))
    else:
        unmet["lead_unread" if is_unread(wish, items) else "lead_told_none"].append(told)


def _is_nowhere(fact: Fact, catalogue: Catalogue) -> bool:
    """Whether it is a free wish of which no word is in any item ("microwave", where none is sold)."""
    if fact.facet != WISH or fact.polarity is Polarity.DISLIKE or is_unread(str(fact.value), catalogue.items):
        return False
    forms = [form for word in key_of(str(fact.value)).split() for form in (word, *number_forms(word))]
    return bool(forms) and not catalogue.sparse.search(" ".join(forms), 1)


def tells_of(item: Item, wish: str) -> bool:
    """Whether what is told of an item has the words of a wish, in whatever number ("jump scares")."""
    told = f" {key_of(' '.join((item.text, item.title, *item.aliases)))} "
    words = [
        word for word in key_of(wish).split() if word not in _JOINTS and (len(word) >= _TELLING or CJK.search(word))
    ]
    forms = [
        (f" {word} ", *(f" {form} " for form in number_forms(word))) if word.isascii() else (word,) for word in words
    ]
    return bool(words) and all(any(form in told for form in each) for each in forms)


def _tighter(one: Constraint, other: Constraint) -> bool:
    """Whether a bound makes another one superfluous ("at most 45" beside "at most 100")."""
    if one.facet != other.facet or one.op != other.op or one.op not in ("gte", "lte"):
        return False
    if not isinstance(one.value, float | int) or not isinstance(other.value, float | int):
        return False
    return one.value < other.value if one.op == "lte" else one.value > other.value
