"""The only place that chooses implementations: settings in, a working chatbot out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TypeVar
from uuid import uuid4

import structlog

from chatbot.catalogue.catalogue import Catalogue, open_catalogue
from chatbot.catalogue.pack import Pack, find_pack
from chatbot.dialogue.classifiers import FOLDER, Classifiers, load_classifiers
from chatbot.dialogue.manager import Clock, DialogueManager, utc_now
from chatbot.dialogue.nearest import NearestValue
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.reading import CompactReader, JsonReader, Reader
from chatbot.dialogue.resolve import Resolver
from chatbot.dialogue.responder import Responder
from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.dialogue.text import clean
from chatbot.dialogue.understand import Engine, Understander
from chatbot.errors import InputError
from chatbot.llm.base import Encoder
from chatbot.llm.encoders import load_encoder
from chatbot.llm.models import ChatModel, load_model
from chatbot.profile.decay import decayed
from chatbot.profile.editing import FactEdit, edited, reworded
from chatbot.profile.evidence import MIDDLE, REACH, EvidenceContext, observed
from chatbot.profile.facts import UpdateContext, update
from chatbot.profile.resolution import in_force
from chatbot.profile.store import SqlStore
from chatbot.prompts import Prompts, Wording
from chatbot.recommend.explain import Explainer
from chatbot.recommend.recommender import Recommender
from chatbot.records import BehaviourEvent, Event, Prices, Profile, ProfileChange, Reply, SessionState, Statement
from chatbot.settings import Settings
from chatbot.support.help_desk import HelpDesk

log = structlog.get_logger(__name__)

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Told (done, total) while items are embedded."""


@dataclass(frozen=True)
class Parts:
    """What answers messages about one catalogue, without the model that reads them and the store that remembers."""

    settings: Settings
    prompts: Prompts
    encoder: Encoder
    catalogue: Catalogue
    parser: Parser
    recommender: Recommender
    help_desk: HelpDesk
    wording: Callable[[str], Wording]
    """The assistant's sentences in a language, in the tone of the pack."""


class Chatbot:
    """A conversational recommender over one catalogue. Safe to share between threads; holds no user's state."""

    def __init__(
        self,
        parts: Parts,
        model: ChatModel | None,
        store: SqlStore,
        clock: Clock = utc_now,
        reader: Reader | None = None,
        seed: int | None = None,
    ) -> None:
        """reader: reads messages in the place of the model; seed: of what is left to chance."""
        self.catalogue = parts.catalogue
        self.model = model
        self.store = store
        self._clock = clock
        self._parts = parts
        self._parser, self._recommender = parts.parser, parts.recommender
        self._explainer = Explainer(parts.catalogue.pack, parts.prompts, model, tuned(parts.settings))
        self._understander = build_understander(
            parts.settings, parts.catalogue, parts.parser, parts.prompts, model, parts.encoder, reader=reader
        )
        responder = Responder(parts.recommender, self._explainer, parts.help_desk, parts.parser, parts.wording, seed)
        prices = Prices(read=parts.settings.llm_price_read, written=parts.settings.llm_price_written)
        self._manager = DialogueManager(
            parts.catalogue,
            self._understander,
            responder,
            store,
            parts.settings.llm,
            prices,
            clock,
            timedelta(hours=parts.settings.session_hours),
        )

    @classmethod
    def open(
        cls,
        domain: str | None = None,
        *,
        items: str | Path | None = None,
        config: str | Path | None = None,
        settings: Settings | None = None,
        progress: Progress | None = None,
    ) -> Chatbot:
        """Open a domain pack, or any catalogue file; settings come from the environment unless given.

        items: a CSV, JSONL or Parquet file; config: a `domain.yaml` for it, inferred when None.
        Raises ConfigurationError, CatalogueError, ModelError or StoreError, each saying what to do.
        """
        settings = settings or Settings()
        return build_chatbot(settings, open_pack(settings, domain, items, config), progress)

    @property
    def pack(self) -> Pack:
        return self.catalogue.pack

    def elsewhere(
        self,
        store: SqlStore,
        clock: Clock = utc_now,
        *,
        model: ChatModel | None = None,
        reader: Reader | None = None,
        seed: int | None = None,
    ) -> Chatbot:
        """The same catalogue with another store and clock, for tests; with another model when one is given.

        seed: of what is left to chance, the example that a reply gives; None: another one in each session.
        """
        return Chatbot(self._parts, model or self.model, store, clock, reader, seed)

    def warm(self) -> None:
        """Lets the model read its prompts once: the first message is then answered a second sooner."""
        self._recommender.warm()
        self._understander.warm()
        self._explainer.warm()

    def respond(
        self, message: str, user: str = "anonymous", session: str | None = None, limit: int | None = None
    ) -> Reply:
        """Answer one message. `limit`: how many items at most, 1-50. Without a session, a new one is begun."""
        return self._manager.respond(message, user, session or uuid4().hex, self._list_size(limit))

    def stream(
        self, message: str, user: str = "anonymous", session: str | None = None, limit: int | None = None
    ) -> Iterator[Event]:
        """The same turn as it happens: Understood, Items, Token…, Done."""
        return self._manager.stream(message, user, session or uuid4().hex, self._list_size(limit))

    def observe(self, event: BehaviourEvent, user: str) -> ProfileChange:
        """Learn from what a user did. Returns what that changed; a review is read like a message.

        Raises InputError for an item that the catalogue does not have, StoreError when nothing can be kept.
        """
        if self.catalogue.item(event.item_id) is None:
            raise InputError(f"There is no item {event.item_id[:60]!r} in {self.pack.name}. Give the id of an item.")
        read: tuple[Statement, ...] = ()
        if event.text.strip():
            reviewer = SessionState(session_id="", user_id=user)
            read = self._understander(clean(event.text), reviewer, Stopwatch()).understanding.statements
            if event.stars is None:
                event = event.model_copy(update={"stars": MIDDLE + REACH * self._parser.sentiment(event.text)})
        profile = self.store.load_profile(user, "", self.pack.name)
        context = EvidenceContext(now=self._clock(), new_id=lambda: uuid4().hex)
        change = observed(profile, event, read, context)
        if change.added or change.retired:
            self.store.commit_change(user, self.pack.name, change)
        return change

    def edit(self, fact_id: str, edit: FactEdit, user: str, session: str | None = None) -> ProfileChange:
        """Change one fact by hand, or forget it.

        Raises InputError for a fact that the user does not have here, and for new words that do not speak of its facet.
        """
        session = session or self.store.latest_session(user, self.pack.name) or ""
        held = self.store.load_profile(user, session, self.pack.name)
        fact = next((fact for fact in held.facts if fact.id == fact_id), None)
        if fact is None:
            raise InputError(f"There is no fact {fact_id[:60]!r} any more. Look at the profile again.")
        if edit.said:
            read = self._answer(edit.said, fact.facet)
            context = self._context(fact.turn, fact.session_id)
            change = reworded(fact, read, clean(edit.said), held, context)
        else:
            change = edited(fact, edit, self._clock(), lambda: uuid4().hex)
        self.store.commit_change(user, self.pack.name, change, session)
        return change

    def rank(
        self, messages: Sequence[Mapping[str, str]], top: int = 50, seen: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """(item id, score) over the whole catalogue after a conversation; stores nothing.

        messages: {"role": "user" or "assistant", "content"} in order. Read by the parser, not by the language model:
        milliseconds a turn, and the same answer every time. Only what the user said becomes a fact.
        """
        profile, language, wish = self._read(messages)
        return self._recommender.rank_all(self._recommender.look(profile, language, wish), top, seen)

    def profile(self, user: str, session: str | None = None) -> Profile:
        """What is known about a user: lasting facts, and those of one session (the latest when None)."""
        return known(self.store, user, self.pack.name, session)

    def _answer(self, text: str, facet: str) -> Statement:
        """What a text says of one facet, read as the answer to its question. Raises InputError if it says nothing."""
        state = SessionState(session_id="", user_id="", open_question=facet)
        read = self._parser.parse(clean(text), state)
        said = next((s for s in read.statements if s.facet == facet), None)
        if said is None:
            label = self.pack.facets[facet].name(read.language, facet) if facet in self.pack.facets else facet
            raise InputError(
                f"“{text.strip()[:60]}” says nothing that is known here of: {label}. Say it in other words."
            )
        return said

    def _list_size(self, limit: int | None) -> int:
        return self.pack.list_size if limit is None else max(1, min(50, limit))

    def _read(self, messages: Sequence[Mapping[str, str]]) -> tuple[Profile, str, str]:
        profile, state = Profile(user_id=""), SessionState(session_id="", user_id="")
        wish = ""
        for turn, message in enumerate(messages):
            content = message.get("content", "")
            if message.get("role") != "user" or not content.strip():
                continue
            understanding = self._parser.parse(clean(content), state)
            profile, _ = update(profile, understanding, self._context(turn))
            state = state.model_copy(update={"language": understanding.language})
            wish = understanding.wish or wish
        return profile, state.language, wish

    def _context(self, turn: int, session: str = "") -> UpdateContext:
        return UpdateContext(
            session_id=session,
            turn=turn,
            now=self._clock(),
            facets=self.pack.facets,
            main=self.pack.main,
            new_id=lambda: uuid4().hex,
        )


def known(store: SqlStore, user: str, domain: str, session: str | None = None) -> Profile:
    """The facts in force for a user now: the lasting ones, faded with time, and those of one session."""
    stored = store.load_profile(user, session or store.latest_session(user, domain) or "", domain)
    now = datetime.now(UTC)
    return stored.with_facts(decayed(in_force(stored.facts), now))


def domain_folders(settings: Settings) -> tuple[Path, Path]:
    """Where packs are looked for: imported catalogues first, then those that ship."""
    return settings.data_dir / "domains", settings.knowledge_dir


def open_pack(
    settings: Settings, domain: str | None = None, items: str | Path | None = None, config: str | Path | None = None
) -> Pack:
    """The pack to open: an installed domain, or any catalogue file (with its own domain.yaml, or facets inferred)."""
    if items is not None:
        from chatbot.catalogue.importer import pack_from_file  # pandas and pyarrow, only where a file is read

        return pack_from_file(Path(items), Path(config) if config else None, settings)
    return find_pack(domain or settings.domain, *domain_folders(settings))


def build_chatbot(
    settings: Settings,
    pack: Pack,
    progress: Progress | None = None,
    rebuild: bool = False,
    model: ChatModel | None = None,
) -> Chatbot:
    """Everything wired for one pack. The encoder, the model and the database are shared by all packs of a process.

    model: in the place of the one that the settings name.
    """
    prompts = Prompts(settings.prompts_dir)
    encoder = shared_encoder(settings)
    catalogue = open_catalogue(pack, settings, encoder, progress=progress, rebuild=rebuild)

    @lru_cache(maxsize=8)
    def wording(language: str) -> Wording:
        return prompts.wording(language).in_tone(pack.manner.sentences.get(language, {}))

    for language in pack.manner.sentences:
        wording(language)  # a sentence that does not exist is better found now
    parts = Parts(
        settings=settings,
        prompts=prompts,
        encoder=encoder,
        catalogue=catalogue,
        parser=Parser(catalogue, prompts),
        recommender=Recommender(catalogue, encoder, wording),
        help_desk=HelpDesk(pack, encoder, settings),
        wording=wording,
    )
    store = _shared(("store", settings.database), lambda: SqlStore(settings.database))
    return Chatbot(parts, model or shared_model(settings), store)


def build_understander(
    settings: Settings,
    catalogue: Catalogue,
    parser: Parser,
    prompts: Prompts,
    model: ChatModel | None,
    encoder: Encoder,
    engine: Engine | None = None,
    reader: Reader | None = None,
    classifiers: Classifiers | None = None,
) -> Understander:
    """How messages are read: compact frames by the tuned embedded model, JSON by any other, the parser beside it.

    engine: in the place of the one that the settings name; classifiers: in the place of the trained ones, which weigh
    what the tuned model says and no other.
    """
    weighed = reader is not None or model is None or tuned(settings)
    engine = engine or engine_of(settings)
    if reader is None and model is not None:
        compact = CompactReader(model, catalogue, purpose_only=engine == "both")
        reader = compact if weighed else JsonReader(model, catalogue, prompts)
    # Beside the parser only values named to the letter count, so that nothing is looked for by meaning.
    nearest = NearestValue(catalogue, encoder) if engine == "llm" else None
    resolver = Resolver(catalogue, parser.linker, parser.readers, nearest, small=weighed)
    if engine != "parser":
        classifiers = classifiers or shared_classifiers(settings)
    return Understander(parser, resolver, reader, engine, classifiers, weighed)


def engine_of(settings: Settings) -> Engine:
    """Which reading leads: the small embedded model does best beside the parser, a provider's large one alone."""
    if settings.engine != "auto":
        return settings.engine
    return "both" if settings.llm in ("local", "none") else "llm"


def tuned(settings: Settings) -> bool:
    """Whether the model is the embedded one with an adapter: it writes frames, and is held to grammars made for it."""
    return settings.llm == "local" and settings.adapter_file is not None


def shared_encoder(settings: Settings) -> Encoder:
    return _shared(("encoder", settings.embedder), lambda: load_encoder(settings.embedder))


def shared_classifiers(settings: Settings) -> Classifiers:
    """The trained classifiers of messages, with the encoder that they were trained with."""
    folder = Path(settings.classifiers).expanduser() if settings.classifiers else FOLDER
    return _shared(("classifiers", str(folder)), lambda: load_classifiers(folder))


def shared_model(settings: Settings) -> ChatModel | None:
    """The language model; `none` runs on the parser and plain sentences alone."""
    if settings.llm == "none":
        return None
    return _shared(
        ("model", settings.llm, settings.llm_fallback, settings.adapter), lambda: load_model(settings.llm, settings)
    )


_pool: dict[tuple[str, ...], object] = {}
_pool_lock = Lock()


def _shared(key: tuple[str, ...], make: Callable[[], T]) -> T:
    with _pool_lock:
        if key not in _pool:
            _pool[key] = make()
        return _pool[key]  # type: ignore[return-value]


__all__ = ["Chatbot", "Encoder", "build_chatbot", "domain_folders", "open_pack"]
