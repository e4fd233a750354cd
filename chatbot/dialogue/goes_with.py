"""Kinds of things that what is looked for goes with: of "a charger for my phone" and "laptop bag" one is wanted."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.language import Language
from chatbot.dialogue.linking import Mention
from chatbot.dialogue.text import masked
from chatbot.records import Polarity, Statement


def goes_with(text: str, kinds: Sequence[Mention], language: Language, before: bool = False) -> list[tuple[int, int]]:
    """Where kinds stand that are not wanted themselves, with the words that join them to the one that is.

    kinds: the mentions of kinds of things, in order of place; before: whether one was named before the sentence.
    """
    served: dict[Mention, tuple[int, int]] = {}
    if before and kinds and language.pronoun.match(text):  # "It has to fit my laptop"
        link = language.goes_with.fullmatch(f" {text}", 0, kinds[0].start + 1)
        if link is not None:
            served[kinds[0]] = (link.start("link"), kinds[0].end)
    if len(kinds) == 1 and (only := language.for_kind.fullmatch(masked(text, kinds[0].start, kinds[0].end))):
        return [(only.start("link"), kinds[0].end)]  # "a stand for my tablet", of which nothing else is known
    for one, other in pairwise(kinds):
        if one in served and language.goes_with_too.fullmatch(text, one.end, other.start):
            served[other] = (one.end, other.end)
        link = language.goes_with.fullmatch(text, one.end, other.start)
        if link is not None and not language.exchanges.search(text, 0, one.start):
            served[other] = (link.start("link"), other.end)
    for one, other in reversed(list(pairwise(kinds))):  # "a phone or tablet charger"
        told = other in served and served[other][0] == other.start
        joined = told and language.compound_too.fullmatch(text, one.end, other.start)
        compound = language.compound.fullmatch(text, one.end, other.start)
        both = language.no_compound.match(text, other.end) is not None  # "keyboard mouse combo"
        if compound and compound.groupdict().get("given"):  # 给平板配个键盘, and not 买个平板配个键盘
            both = both or language.given.search(text, 0, one.start) is None
        if one not in served and (joined or (compound and not both)):
            served[one] = (one.start, other.start)
    return sorted(served.values())


def other_kinds(said: Sequence[Statement], about: Sequence[str], catalogue: Shelf) -> list[Statement]:
    """The kinds of things wanted that the items spoken of are not of ("a case for the first one")."""
    main = catalogue.pack.main
    items = [item for item in map(catalogue.item, about) if item is not None]
    own = {value for item in items for value in (item.values(main) if main else ())}
    wanted = [s for s in said if s.facet == main and s.polarity is Polarity.LIKE]
    return [s for s in wanted if items and s.value not in own]


def linked_kinds(items: Sequence[str], main: str, catalogue: Shelf) -> list[str]:
    """The kinds of what the knowledge graph links to some items, the most frequent first."""
    links = [link for row in sorted(catalogue.rows(items)) for link in catalogue.graph.towards(row)]
    kinds = Counter(str(kind) for link in links for kind in catalogue.items[link.subject].values(main))
    return [kind for kind, _ in kinds.most_common()]
