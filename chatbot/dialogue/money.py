"""Money that a message speaks of and the catalogue does not: another currency, or any price at all."""

from chatbot.catalogue.pack import Pack
from chatbot.dialogue.language import Language
from chatbot.dialogue.quantities import CURRENCIES, Quantity

_PRICE = ("price", "cost")


def has_prices(pack: Pack, language: Language) -> bool:
    """Whether something in the catalogue says what things cost: by its unit, its name, or the words for it."""
    for name, facet in pack.facets.items():
        told = (facet.cues, facet.less, facet.more, facet.low, facet.high)
        words = [word for group in told for word in group.get(language.code, ())]
        if (facet.unit and facet.unit in CURRENCIES) or name in _PRICE or any(map(language.pricing.search, words)):
            return True
    return False


def assumed(quantities: list[Quantity], language: Language, unit: str) -> bool:
    """Whether an amount without a currency is taken to be in that of the prices (unit), in a language whose speakers
    may well mean another."""
    named = any(q.unit for q in quantities)
    return bool(quantities) and not named and unit in CURRENCIES and language.home_currency not in ("", unit)


def foreign(quantities: list[Quantity], language: Language, unit: str) -> bool:
    """Whether an amount is in another currency than the prices (unit)."""
    if not (quantities and unit) or unit not in CURRENCIES:
        return False
    signs = {sign for q in quantities if (sign := language.currencies.get(q.unit, q.unit)) and sign in CURRENCIES}
    return bool(signs - {unit})
