"""Money that a message speaks of and the catalogue does not: another currency, or any price at all."""

from chatbot.catalogue.pack import Pack
from chatbot.dialogue.language import Language
from chatbot.dialogue.quantities import CURRENCIES, Quantity


def unpriced(text: str, language: Language, money: str | None) -> bool:
    """Whether it goes by prices where nothing has one. money: the facet of prices."""
    return money is None and language.pricing.search(text) is not None


def other_currency(quantities: list[Quantity], language: Language, pack: Pack, money: str | None) -> bool:
    """Whether an amount is in another currency than the prices; one without a unit is in that of the language."""
    own = pack.facets[money].unit if money is not None else ""
    if own not in CURRENCIES or not (own and quantities):
        return False
    signs = {sign for q in quantities if (sign := language.currencies.get(q.unit, q.unit)) in CURRENCIES and sign}
    return bool(signs - {own}) if signs else language.own_currency not in ("", own)
