"""Numbers that limit no number of the item: of the speaker's own things ("my bag weighs 2 kg, so …"), of loads."""

from collections.abc import Mapping, Sequence

from chatbot.catalogue.pack import Facet
from chatbot.dialogue.language import Language
from chatbot.dialogue.numbers import Bound
from chatbot.dialogue.text import key_of


def without_circumstances(text: str, language: Language) -> str:
    """The text with such clauses blanked, as long as it was.

    Where the rest points back at what they are of ("my tv is 55 inch, I want a bigger one") only the number is; where
    there is no rest, nothing is.
    """
    for told in list(language.circumstance.finditer(text)):
        rest = _blank(text, *told.span())
        if not any(c.isalnum() for c in rest):
            continue
        back = language.goes_back.search(rest, told.end()) is not None
        text = _blank(text, *told.span("number")) if back else rest
    return text


def without_loads(bounds: Sequence[Bound], text: str, language: Language, facets: Mapping[str, Facet]) -> list[Bound]:
    """The bounds but for what a thing is to carry, which is none of its own weight ("weight capacity of 150 kg")."""
    told = list(language.load.finditer(text))

    def is_load(bound: Bound) -> bool:
        names = (bound.facet.replace("_", " "), *facets[bound.facet].label.values())
        meant = {word for name in names for word in key_of(name).split()}
        return any(s < m.end() and m.start() < e and m["what"] not in meant for m in told for s, e in bound.spans)

    return [b for b in bounds if not is_load(b)]


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
