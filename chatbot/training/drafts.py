"""The drafts that training messages come with: what code makes of them, as it will be when the model is in use."""

from random import Random

from chatbot.catalogue.catalogue import Shelf
from chatbot.catalogue.items import LoadedItems
from chatbot.catalogue.pack import Pack
from chatbot.catalogue.table import FacetTable
from chatbot.dialogue.draft import drafted, linked
from chatbot.dialogue.parser import Parser
from chatbot.prompts import Prompts
from chatbot.records import SessionState
from chatbot.training.sample import Sample

_SHARES = {"parsed": 62, "linked": 30, "none": 8}
"""How much of the draft a message comes with: the model must do with the names alone, and without any."""


class DraftWriter:
    """Writes drafts of messages about one pack."""

    def __init__(self, pack: Pack, items: LoadedItems, prompts: Prompts, rng: Random) -> None:
        self._parser = Parser(Shelf(pack, items, FacetTable(items.items, pack.facets)), prompts)
        self._ids = {item.title: item.id for item in reversed(items.items)}
        self._rng = rng

    def __call__(self, sample: Sample) -> str:
        kind = self._rng.choices(list(_SHARES), list(_SHARES.values()))[0]
        if kind == "none":
            return ""
        mentions = self._parser.linker.mentions(sample.text)
        if kind == "linked":
            return linked(sample.text, mentions)
        shown = tuple(self._ids[title] for title in sample.titles)
        state = SessionState(session_id="", user_id="", shown=(shown,) if shown else (), open_question=sample.asked)
        return drafted(self._parser.parse(sample.text, state), mentions, state)
