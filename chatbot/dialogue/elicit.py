"""Which question to ask: the facet that best splits the remaining candidates."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log2

from chatbot.catalogue.pack import Facet, Pack
from chatbot.prompts import Wording
from chatbot.records import Candidate, Polarity, Profile, Question, SessionState, Statement, Value

_SUGGESTIONS = 4
_EQUAL = 10
"""Places among the candidates that count much the same: values of the best ones are suggested first."""
_WORTH_ASKING = 1.0
"""Bits."""


def question(
    pack: Pack, candidates: Sequence[Candidate], profile: Profile, state: SessionState, language: str, wording: Wording
) -> Question | None:
    """The most informative question that was neither answered nor asked before, or None when none is worth asking.

    Information gain is the entropy of the facet's values over the candidates (Quinlan 1986), weighted by how many
    candidates have one.
    """
    if len(candidates) < pack.manner.few:
        return None
    closed = {*profile.grouped.by_facet, *state.asked}
    open_facets = [
        (n, f) for n, f in pack.facets.items() if f.ask and n not in closed and f.kind in ("category", "entity", "flag")
    ]
    gains = [(_gain(name, candidates), name, facet) for name, facet in open_facets]
    worth = [gain for gain in gains if gain[0] >= _WORTH_ASKING]
    if not worth:
        return None
    _, name, facet = max(worth, key=lambda g: (g[1] == pack.main, g[0]))  # which kind of thing, before all else of it
    text = (facet.ask or {}).get(language) or wording.say("ask_default", label=facet.name(language, name))
    return Question(facet=name, text=text, suggestions=_suggestions(name, facet, candidates, language, wording))


def which(
    pack: Pack, statements: Sequence[Statement], candidates: Sequence[Candidate], language: str, wording: Wording
) -> Question | None:
    """Who is meant by a name that several share ("Anderson"); None unless candidates of more than one remain."""
    meant: dict[tuple[str, str], list[Value]] = defaultdict(list)
    for s in statements:
        named = s.facet in pack.facets and pack.facets[s.facet].kind == "entity"  # "European" means any of them
        if named and s.alternative and s.polarity is Polarity.LIKE and s.value is not None and s.words:
            meant[s.facet, s.words].append(s.value)
    for (name, words), values in meant.items():
        left = [v for v in values if any(v in c.item.values(name) for c in candidates)]
        if len(left) > 1:
            suggestions = tuple(pack.facets[name].written(str(v), language) for v in left)
            return Question(facet=name, text=wording.say("ask_which", words=words), suggestions=suggestions)
    return None


def _gain(facet: str, candidates: Sequence[Candidate]) -> float:
    counts: Counter[str] = Counter()
    having = 0
    for candidate in candidates:
        values = candidate.item.values(facet)
        having += bool(values)
        counts.update(str(v) for v in values[:1])
    total = sum(counts.values())
    if not total:
        return 0.0
    # Beyond some ten values a facet splits finely but nobody can answer it: cap at what a person chooses among.
    entropy = -sum(n / total * log2(n / total) for n in counts.values())
    return min(entropy, log2(10)) * having / len(candidates) * (total / max(total, 3 * len(counts)))


def _suggestions(
    name: str, facet: Facet, candidates: Sequence[Candidate], language: str, wording: Wording
) -> tuple[str, ...]:
    if facet.kind == "flag":
        return (wording.say("yes"), wording.say("no"))
    counts: Counter[str] = Counter()
    weights: defaultdict[str, float] = defaultdict(float)
    for place, candidate in enumerate(candidates):
        for value in map(str, candidate.item.values(name)):
            counts[value] += 1
            weights[value] += 1 / (_EQUAL + place)
    told = [value for value in sorted(weights, key=lambda v: -weights[v]) if counts[value] > 1]
    return tuple(facet.written(value, language) for value in told[:_SUGGESTIONS])
