"""What the ranking of one turn looks at: the profile, its facts embedded, and the items named so far."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.catalogue import Catalogue
from chatbot.llm.base import Encoder
from chatbot.llm.encoders import reads
from chatbot.records import ITEM, WISH, Fact, Polarity, Profile, Scope

_PASSING, _LASTING = 64, 24
"""Facts of this session, and lasting ones, that the score heeds."""
_TASTE, _TASTE_TOLD, _TASTE_BESIDE = 2.5, 0.4, 0.12
"""What lasting likings count together at most, and lasting dislikes; and the likings beside what is wanted now: those
told in the session of the newest of them, and those of before, as well as all liked items, which but tip the balance.
"""


@dataclass(frozen=True)
class View:
    """A profile seen against a catalogue. Vectors are unit length; `prior` is (n,) in 0-1, how well regarded."""

    catalogue: Catalogue
    profile: Profile
    """All that is known: its hard facts are conditions, however many."""
    heeded: tuple[Fact, ...]
    """The facts that count in the score (`attended`)."""
    soft: tuple[Fact, ...]
    """Those of them that are about no item, as items have a signal of their own."""
    weights: Mapping[str, float]
    """What each of them counts, by id."""
    language: str
    search_text: str
    search_vectors: tuple[NDArray[np.float32], ...]
    text_vector: NDArray[np.float32] | None
    text_weight: float
    """What that counts, 0-1: little where it but tells of lasting tastes."""
    fact_vectors: dict[str, NDArray[np.float32]]
    """Of the free wishes that the encoder reads, by id of the fact."""
    liked: tuple[tuple[int, float], ...]
    """(row, strength) of items liked or named, those spoken of last at the end."""
    disliked: tuple[tuple[int, float], ...]
    prior: NDArray[np.float64]


def look(
    catalogue: Catalogue, encoder: Encoder, prior: NDArray[np.float64], profile: Profile, language: str, wish: str = ""
) -> View:
    """Embed what the profile wants. `wish`: words of the present message, beside the wishes remembered."""
    heeded = attended(profile)
    facts = [f for f in heeded if f.facet != ITEM]
    texts = {f.id: _fact_text(f) for f in facts if f.facet == WISH and reads(encoder, _fact_text(f))}
    search_text = _search_text(facts, wish)
    wants = wants_now(heeded)
    weights = _weights(facts, wants)
    wanted = {t: w for t, w in _wanted(catalogue, facts, weights, wish).items() if reads(encoder, t)}
    unique = list(dict.fromkeys([*texts.values(), *wanted]))
    vectors = dict(zip(unique, encoder.encode(unique), strict=True)) if unique else {}
    text_vector = _unit(sum(weight * vectors[text] for text, weight in wanted.items())) if wanted else None
    liked = _rows(catalogue, heeded, Polarity.LIKE)
    now = [f for f in heeded if f.scope is Scope.SESSION]
    centre = _centre(catalogue, _rows(catalogue, now, Polarity.LIKE) if wants else liked)
    searches = [v for v in (text_vector, centre) if v is not None]
    return View(
        catalogue=catalogue,
        profile=profile,
        heeded=heeded,
        soft=tuple(facts),
        weights=weights,
        language=language,
        search_text=search_text,
        search_vectors=tuple(searches),
        text_vector=text_vector,
        text_weight=min(1.0, max(wanted.values(), default=0.0)),
        fact_vectors={fact_id: vectors[text] for fact_id, text in texts.items()},
        liked=liked,
        disliked=_rows(catalogue, heeded, Polarity.DISLIKE),
        prior=prior,
    )


def attended(profile: Profile) -> tuple[Fact, ...]:
    """What the score heeds of a long memory: the latest of this session, and the strongest of what lasts, in order."""
    passing, lasting = profile.grouped.passing[-_PASSING:], profile.grouped.lasting
    if len(lasting) > _LASTING:
        lasting = sorted(lasting, key=attrgetter("strength"))[-_LASTING:]  # of equals, the newest
    kept = {f.id for f in (*passing, *lasting)}
    return tuple([f for f in profile.facts if f.id in kept]) if len(kept) < len(profile.facts) else profile.facts


def wants_now(facts: Iterable[Fact]) -> bool:
    """Whether something is wanted in this session, be it a condition or a wish."""
    return any(f.scope is Scope.SESSION and f.polarity is Polarity.LIKE and f.strength > 0 for f in facts)


def is_old_taste(fact: Fact, facts: Sequence[Fact]) -> bool:
    """Whether it is a liking of before, beside what is wanted now or was told of oneself since."""
    if fact.scope is not Scope.LASTING:
        return False
    latest = facts[-1].session_id
    told = any(f.scope is Scope.LASTING and f.polarity is Polarity.LIKE and f.session_id == latest for f in facts)
    return wants_now(facts) or (told and fact.session_id != latest)


def _weights(facts: Sequence[Fact], wants: bool) -> dict[str, float]:
    """Each fact's strength; what lasts counts no more than a few wishes, or it would drown those of now.

    wants: whether something is wanted now, be it no more than to be like an item.
    """
    latest = facts[-1].session_id if facts else ""
    groups: defaultdict[tuple[Polarity, bool], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.scope is Scope.LASTING:
            groups[fact.polarity, fact.session_id == latest and fact.facet != ITEM].append(fact)
    shares = {f.id: 1.0 for f in facts}
    told_now = wants or bool(groups[Polarity.LIKE, True])
    for (polarity, told), lasting in groups.items():
        most = _TASTE
        if polarity is Polarity.LIKE and (wants if told else told_now):
            most = _TASTE_TOLD if told else _TASTE_BESIDE
        share = min(1.0, most / (sum(f.strength for f in lasting) or 1.0))
        shares |= {f.id: share for f in lasting}
    return {f.id: f.strength * shares[f.id] for f in facts}


def _fact_text(fact: Fact) -> str:
    return str(fact.value) if fact.value is not None else fact.words


def _search_text(facts: Sequence[Fact], wish: str) -> str:
    """What the user wants, in words: wishes first, then the values liked."""
    words = [wish, *(str(f.value) for f in facts if f.polarity is Polarity.LIKE and isinstance(f.value, str))]
    return " ".join(dict.fromkeys(w for w in words if w))


def _wanted(catalogue: Catalogue, facts: Sequence[Fact], weights: Mapping[str, float], wish: str) -> dict[str, float]:
    """The texts whose vectors, weighed and added, say what the user wants: wishes and values, not names.

    A sum rather than one long text: what was said before is embedded already, and a turn embeds only what is new.
    """
    facets = catalogue.pack.facets
    wanted = {wish: 1.0} if wish else {}
    passing = [f for f in facts if f.scope is Scope.SESSION]
    for fact in passing if wants_now(facts) else facts:
        named = fact.facet in facets and facets[fact.facet].kind == "entity"
        if fact.polarity is Polarity.LIKE and isinstance(fact.value, str) and not named:
            wanted.setdefault(fact.value, weights[fact.id])
    return wanted


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32] | None:
    length = float(np.linalg.norm(vector))
    return (vector / length).astype(np.float32) if length > 0 else None


def _rows(catalogue: Catalogue, facts: Sequence[Fact], polarity: Polarity) -> tuple[tuple[int, float], ...]:
    items = [f for f in facts if f.facet == ITEM and f.polarity is polarity]
    weights = _weights(items, wants_now(facts))
    pairs = ((catalogue.row(str(f.value)), weights[f.id]) for f in items)
    return tuple((row, strength) for row, strength in pairs if row is not None)


def _centre(catalogue: Catalogue, liked: Sequence[tuple[int, float]]) -> NDArray[np.float32] | None:
    if not liked:
        return None
    return _unit(sum(strength * catalogue.dense.vectors[row] for row, strength in liked))
