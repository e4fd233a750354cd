"""How the page speaks about one catalogue in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from unicodedata import category

from chatbot.catalogue.pack import Facet, Pack, in_language
from chatbot.prompts import Prompts, Wording
from chatbot.recommend.phrasing import amount, written
from chatbot.records import Value

_FOLDER = Path(__file__).parent


def page_words(language: str) -> Wording:
    """What the page itself says in a language (`wording/<code>.yaml`), English where there is no such file."""
    return Prompts(_FOLDER).wording(language)


@dataclass(frozen=True)
class Voice:
    """The words for one pack in one language. Everything it returns is plain text unless a method says HTML."""

    pack: Pack
    language: str
    replies: Wording
    """The assistant's sentences, which also hold the separators of the language."""

    @cached_property
    def page(self) -> Wording:
        return page_words(self.language)

    @property
    def title(self) -> str:
        return in_language(self.pack.title, self.language, self.pack.name)

    def html(self, key: str, **variables: object) -> str:
        """A sentence of the page, escaped: HTML."""
        return escape(self.page.say(key, **variables))

    def label(self, facet: str) -> str:
        return self.pack.facets[facet].name(self.language, facet)

    def values(self, facet: str, values: tuple[Value, ...], most: int) -> str:
        """The first values of a facet, as a reader of the language expects them."""
        return self.replies.say("comma").join(
            written(self.pack, facet, value, self.language) for value in values[:most]
        )

    def headline(self, values: Mapping[str, tuple[Value, ...]]) -> tuple[str, str] | None:
        """(facet, text) of what a card shows biggest beside the title: what it costs, else the year."""
        numbers = [
            (name, facet) for name, facet in self.pack.facets.items() if facet.kind == "number" and values.get(name)
        ]
        for wanted in (_is_money, _is_year):
            for name, facet in numbers:
                own = values[name][0]
                if wanted(facet) and not isinstance(own, str):
                    return name, amount(facet, float(own), self.language)
        return None

    def is_year(self, facet: str) -> bool:
        return _is_year(self.pack.facets[facet])


def _is_money(facet: Facet) -> bool:
    return len(facet.unit) == 1 and category(facet.unit) == "Sc"


def _is_year(facet: Facet) -> bool:
    return facet.unit == "year"


def language_asked(accepted: str) -> str:
    """The first language of an Accept-Language header that the page has words for, else English."""
    known = {path.stem for path in (_FOLDER / "wording").glob("*.yaml")}
    asked = (part.split(";")[0].strip().split("-")[0].casefold() for part in accepted.split(","))
    return next((code for code in asked if code in known), "en")
