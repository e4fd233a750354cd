"""Short true answers about shown items: whether they have a value, and which leads by a number."""

from collections import Counter
from collections.abc import Mapping, Sequence

from rapidfuzz.distance import OSA

from chatbot.catalogue.forms import number_forms
from chatbot.catalogue.pack import Facet, Pack
from chatbot.dialogue.comparison import having, leader
from chatbot.dialogue.degrees import Degree
from chatbot.dialogue.language import phrases
from chatbot.dialogue.linking import Entry
from chatbot.dialogue.text import CJK, key_of, words_of
from chatbot.llm.words import english_words
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import lacking, values_phrase
from chatbot.records import Item

_SAME_STEM = 6
_SHORT = 3
"""Letters of a short word that names a number ("ram")."""
_LEADS = frozenset(
    {
        "about",
        "long",
        "short",
        "last",
        "lasts",
        "lasting",
        "high",
        "small",
        "large",
        "with",
        "from",
        "made",
        "like",
        "more",
        "less",
        "better",
        "best",
        "very",
        "enough",
        "number",
        "many",
        "much",
        "good",
        "great",
        "looks",
        "well",
        "goes",
        "just",
        "please",
    }
)
"""Words of cues that ask for no facet by themselves."""


def whether(
    items: Sequence[Item], values: Sequence[Sequence[Entry]], pack: Pack, language: str, wording: Wording
) -> list[str]:
    """For each value, yes or no and what the item has instead; of several items, which have it.

    Of "green or pink?" what it has is answer enough, as a yes would leave open to which.
    """
    named = {word for item in items for title in (item.title, *item.aliases) for word in key_of(title).split()}
    asked = [value for value in values if not set(key_of(str(value[0].value)).split()) <= named]
    if len(items) > 1:
        return [having(items, value, pack, language, wording, every=True) for value in asked]
    several = {value[0].facet for value in asked if sum(v[0].facet == value[0].facet for v in asked) > 1}
    told = [_yes_or_no(items[0], value, value[0].facet in several, pack, language, wording) for value in asked]
    return list(dict.fromkeys(told))


def _yes_or_no(item: Item, value: Sequence[Entry], bare: bool, pack: Pack, language: str, wording: Wording) -> str:
    owned = next((e for e in value if _is_good_for(item, e, pack)), None)
    entry = owned or next((e for e in value if item.values(e.facet)), None)
    if entry is None:
        return wording.say("about_unknown", title=item.named(wording.code))
    told, facet = told_of(item, entry.facet, pack, language, wording), pack.facets[entry.facet]
    if bare:
        return told
    listed = facet.multi and (facet.kind == "entity" or not facet.strict)  # some of the cast, of the moods
    return wording.say(  # the parts are for packs that say it in other words
        "about_yes" if owned else "about_no_listed" if listed else "about_no_value" if facet.multi else "about_no",
        told=told,
        title=item.named(wording.code),
        label=facet.name(language, entry.facet),
        value=values_phrase(item, entry.facet, pack, language, wording),
    )


def _is_good_for(item: Item, entry: Entry, pack: Pack) -> bool:
    """Whether an item has a value, or one that covers it: a film for the family is one for a twelve-year-old."""
    covers = pack.facets[entry.facet].covers
    return any(entry.value == value or entry.value in covers.get(str(value), ()) for value in item.values(entry.facet))


def told_of(item: Item, name: str, pack: Pack, language: str, wording: Wording, scale: str = "") -> str:
    """What an item has of a facet: "Heat: length 170 min.", "Lumo Echoa: not rechargeable.". scale: where it ends."""
    facet, title = pack.facets[name], item.named(wording.code)
    label = facet.name(language, name)
    if facet.kind == "flag":
        has = wording.say("flag_is", label=label)
        value = has if item.values(name) == (True,) else lacking(facet, label, language, wording, "flag_is_not")
        return wording.say("about_flag", title=title, value=value)
    value = values_phrase(item, name, pack, language, wording) + scale
    return wording.say("about_facet", title=title, label=label, value=value)


def leads(
    shown: Sequence[Item], degree: Degree, first: Item | None, pack: Pack, language: str, wording: Wording
) -> list[str]:
    """Which of those shown leads by a number, and which of everything that fits, where that is another one."""
    told = leader(shown, degree, pack, language, wording)
    numbers = [item.values(degree.facet)[0] for item in shown if item.values(degree.facet)]
    best = first.values(degree.facet) if first is not None else ()
    if first is None or not best or best[0] in numbers:
        return [told] if told else []
    value = values_phrase(first, degree.facet, pack, language, wording)
    further = wording.say("leads_all", title=first.named(wording.code), value=value)
    return [told, further] if told else [further]


def facets_asked(pack: Pack, text: str, language: str) -> Sequence[tuple[str, Facet]]:
    """Facets that the question asks for in words of their own, else whose label or cues share a word with it."""
    asked = [(n, f) for n, f in pack.facets.items() if phrases(f.asked.get(language, ())).search(text)]
    if asked:
        for _, facet in asked:
            text = phrases(facet.asked.get(language, ())).sub(" ", text)
        return [
            *asked,
            *((n, f) for n, f in pack.facets.items() if (n, f) not in asked and _named(f, n, text, language)),
        ]
    said = {w.key for w in words_of(text)}
    words = said | {form for word in said if word.endswith("s") for form in number_forms(word)}
    strange = [w for w in words if len(w) >= _SAME_STEM and w.isascii() and w not in english_words()]
    stems = {w[:_SAME_STEM] for w in words - _LEADS if len(w) >= _SAME_STEM}
    kinds = pack.facets[pack.main].values.values() if pack.main else ()
    groups = [*pack.noun.values(), *(names for synonyms in kinds for names in synonyms.values())]
    nouns = {key for group in groups for noun in group for key in key_of(noun).split()}
    found = []
    for name, facet in pack.facets.items():
        levels = [facet.less, facet.more, facet.low, facet.high]
        if name == pack.prior.fame:  # "haven't heard of" and "everyone knows" are of words that ask for anything
            asks = [word for words in levels for word in words.get(language, ()) if " " not in word]
        else:
            asks = _telling(levels, language, text)
        own = [name.replace("_", " "), facet.name(language, name), *facet.cues.get(language, ()), *asks]
        # "about" leads to a theme where it stands before one; alone it asks for everything.
        labelled = {*key_of(facet.name(language, name)).split()}  # the battery of a laptop is no power bank
        keys = {k for phrase in own for k in key_of(phrase).split() if len(k) >= 4} - _LEADS - (nouns - labelled)
        if facet.kind == "number":  # "how much ram": of others short words but lead to values
            keys |= {key for cue in facet.cues.get(language, ()) if len(key := key_of(cue)) == _SHORT}
        # 用 alone leads to what something is for, and 用什么胶囊 asks for no use.
        cjk = any(phrase in text for phrase in own if len(phrase) > 1 and ord(phrase[0]) > 0x2E80)
        spelt = any(OSA.distance(k, w) <= len(w) // _SAME_STEM for w in strange for k in keys)  # "warrenty"
        if cjk or spelt or keys & words or {k[:_SAME_STEM] for k in keys if len(k) >= _SAME_STEM} & stems:
            found.append((name, facet))
    return found[:3]


def _telling(degrees: Sequence[Mapping[str, Sequence[str]]], language: str, text: str) -> list[str]:
    """The words of degree that ask for a facet: of a phrase each only where others of its phrases have it too, as
    "easy to carry" asks nothing of what is easy.
    """
    said = [key_of(phrase) for words in degrees for phrase in words.get(language, ())]
    counts = Counter(word for phrase in said for word in {*phrase.split()})
    whole = [phrase for phrase in said if " " not in phrase or f" {phrase} " in f" {key_of(text)} "]
    return [*whole, *(word for phrase in said for word in phrase.split() if counts[word] > 1)]


def _named(facet: Facet, name: str, text: str, language: str) -> bool:
    """Whether a facet is named in Chinese (内存多少)."""
    names = (facet.name(language, name), *facet.cues.get(language, ()))
    return any(len(each) > 1 and CJK.search(each) and each in text for each in names)
