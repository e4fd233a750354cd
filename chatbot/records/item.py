"""What the catalogue holds, and what people do with it."""

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from chatbot.records.base import Behaviour, Record, Value


class BehaviourEvent(Record):
    """One thing done. A rating has `stars`, 1 to 5; a review has a `text`, and may have stars."""

    kind: Behaviour
    item_id: str
    stars: float | None = Field(None, ge=1, le=5)
    text: str = Field("", max_length=4000)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind is Behaviour.RATING and self.stars is None:
            raise ValueError("a rating needs stars, 1 to 5")
        if self.kind is Behaviour.REVIEW and not self.text.strip():
            raise ValueError("a review needs a text")
        if self.kind not in (Behaviour.RATING, Behaviour.REVIEW) and (self.stars is not None or self.text):
            raise ValueError(f"a {self.kind} has no stars and no text: that is a rating or a review")
        return self


class Item(Record):
    """One thing of the catalogue. `text` is what is embedded; `attributes` holds facet values only."""

    id: str
    title: str
    attributes: Mapping[str, Value | tuple[str, ...]] = Field(default_factory=dict)
    summary: str = ""
    text: str = ""
    titles: Mapping[str, str] = Field(default_factory=dict)
    """The title in other languages, by language."""
    aliases: tuple[str, ...] = ()
    """Other names that people may use; each of `titles` is one."""
    link: str | None = None

    def named(self, language: str) -> str:
        """The title in a language, where the catalogue has one in it."""
        return self.titles.get(language, self.title)

    def values(self, facet: str) -> tuple[Value, ...]:
        """The item's values of one facet, none if it has none."""
        found = self.attributes.get(facet)
        if found is None:
            return ()
        return found if isinstance(found, tuple) else (found,)
