"""What is told of the speaker and is no wish: numbers of own things ("my bag weighs 2 kg, so …"), what happened."""

from collections.abc import Mapping, Sequence

from chatbot.catalogue.pack import Facet
from chatbot.dialogue.language import Language
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.numbers import Bound
from chatbot.dialogue.text import blanked, key_of


def without_circumstances(text: str, language: Language, linker: Linker) -> str:
    """The text with such clauses blanked, as long as it was; of those beside which no kind of thing is named, but the
    number: "my tv is 55 inch, I want a bigger one". What happened to the speaker ("we just broke up") asks for nothing.
    """
    for told in language.life_event.finditer(text):
        rest = blanked(text, [told.span()])
        text = rest if any(c.isalnum() for c in rest) else text
    for told in list(language.circumstance.finditer(text)):
        rest = blanked(text, [told.span()])
        if any(c.isalnum() for c in rest):
            start = told.start("verb" if told.groupdict().get("verb") else "number")
            names_kind = any(linker.names_kind(m) for m in linker.mentions(rest))
            text = rest if names_kind else blanked(text, [(start, told.end("number"))])
    return text


def without_loads(bounds: Sequence[Bound], text: str, language: Language, facets: Mapping[str, Facet]) -> list[Bound]:
    """The bounds but for what a thing is to carry, which is none of its own weight ("weight capacity of 150 kg")."""
    told = list(language.load.finditer(text))

    def is_load(bound: Bound) -> bool:
        names = (bound.facet.replace("_", " "), *facets[bound.facet].label.values())
        meant = {word for name in names for word in key_of(name).split()}
        return any(s < m.end() and m.start() < e and m["what"] not in meant for m in told for s, e in bound.spans)

    return [b for b in bounds if not is_load(b)]
