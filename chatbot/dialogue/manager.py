"""One turn: understand, update, decide, retrieve, rerank, explain. The calls in order, with no logic of their own."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue.choices import with_choice
from chatbot.dialogue.contradictions import overruled
from chatbot.dialogue.corrections import conceded
from chatbot.dialogue.counterfactual import Trial
from chatbot.dialogue.critique import placed
from chatbot.dialogue.degrees import LOW
from chatbot.dialogue.exclusions import left_out, named_against
from chatbot.dialogue.fitting import (
    KindChange,
    fitting,
    is_met_by_none,
    kind_changed,
    left_without,
    met_by_nothing,
    unlikely,
)
from chatbot.dialogue.going_back import returned
from chatbot.dialogue.limits import Limits, opposed, overtaken, sensible
from chatbot.dialogue.noticed import Noticed
from chatbot.dialogue.occasion import Occasion, addressed, resumed, statement_of
from chatbot.dialogue.policy import decide
from chatbot.dialogue.references import passes_over, turns_down_all
from chatbot.dialogue.responder import Draft, Responder
from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.dialogue.text import MAX_CHARACTERS, clean, is_shortened
from chatbot.dialogue.understand import Understander
from chatbot.profile.decay import decayed
from chatbot.profile.facts import UpdateContext, given_up, unlimited, update
from chatbot.profile.store import SqlStore
from chatbot.records import (
    FREE,
    ITEM,
    KNOWN_STRENGTH,
    Act,
    Critique,
    Done,
    Event,
    Fact,
    FactsTrace,
    Intent,
    Items,
    Polarity,
    Prices,
    Profile,
    ProfileChange,
    Reply,
    Scope,
    SessionState,
    Token,
    TurnTrace,
    Understanding,
    Understood,
)

_SHOWINGS_KEPT = 12
_FOCUS_KEPT = 4
_LATEST = 8
"""Turns of which it is remembered whether they asked."""
_RETRIEVED_KEPT = 100
"""Ids of candidates that the trace lists, best first."""
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class DialogueManager:
    """Answers messages about one catalogue. Holds no state of any user: the store does."""

    def __init__(
        self,
        catalogue: Catalogue,
        understand: Understander,
        responder: Responder,
        store: SqlStore,
        model_name: str,
        prices: Prices = FREE,
        clock: Clock = utc_now,
        idle: timedelta = timedelta(days=1),
    ) -> None:
        """idle: after so long without a message, what was said for now has lapsed."""
        self._catalogue = catalogue
        self._understand = understand
        self._responder = responder
        self._store = store
        self._model_name = model_name
        self._prices = prices
        self._clock = clock
        self._idle = idle

    def respond(self, message: str, user: str, session: str, limit: int) -> Reply:
        """The whole turn. Raises InputError for a message that cannot be read, StoreError when nothing can be kept."""
        for event in self.stream(message, user, session, limit):
            if isinstance(event, Done):
                return event.reply
        raise AssertionError("a turn always ends with Done")

    def stream(self, message: str, user: str, session: str, limit: int) -> Iterator[Event]:
        """The same turn as it happens: Understood, Items when there are any, Tokens, Done once it is stored."""
        watch = Stopwatch()
        domain = self._catalogue.pack.name
        text = clean(message)
        with watch("load"):
            stored = self._store.load_profile(user, session, domain)
            occasion = resumed(self._store.load_session(session, user, domain), stored, self._clock(), self._idle)
        understood = self._understand(text, occasion.state, watch, occasion.facts)
        with watch("update"):
            before = occasion.state
            read = with_choice(understood.understanding, self._catalogue)
            occasion, understanding = addressed(occasion, read, stored, self._catalogue.pack.main)
            occasion, understanding = returned(occasion, understanding)
            state = occasion.state
            limits = self._fitted(understanding, occasion)
            understanding = understanding.model_copy(update={"statements": limits.statements})
            profile, change, noticed = self._updated(understanding, limits, occasion)
            trial = self._trial(understanding, occasion)
            facts = FactsTrace(added=change.added, retired=change.retired, active=profile.facts)
        yield Understood(understanding=understanding, facts=facts)

        with watch("decide"):
            decision = decide(understanding, state, self._catalogue.pack.manner, bool(profile.grouped.passing))
        draft = Draft(
            understanding=understanding,
            state=state,
            profile=profile,
            change=change,
            trial=trial,
            limit=1 if understanding.one else understanding.count or limit,
            shortened=is_shortened(message),
        )
        said = [*self._responder.notes(draft, before, noticed, decision.acts)]
        yield from (Token(text=note) for note in said)
        for act in decision.acts:
            for piece in self._responder.perform(act, draft, decision.may_ask, watch):
                if isinstance(piece, Items):
                    yield piece
                else:
                    said.append(piece)
                    yield Token(text=piece)
        reply_text = "".join(said).strip()
        notes = (f"message: shortened to {MAX_CHARACTERS} characters",) if draft.shortened else ()
        used = understood.usage + draft.usage
        trace = TurnTrace(
            session_id=session,
            user_id=user,
            turn=state.turn + 1,
            intent=understanding.intent,
            understanding=understanding,
            facts=facts,
            filters=draft.filters,
            relaxed=draft.relaxed,
            candidates=draft.candidates,
            retrieved=draft.retrieved[:_RETRIEVED_KEPT],
            recommendations=draft.recommendations,
            asked=draft.question.facet if draft.question else None,
            suggestions=draft.question.suggestions if draft.question else (),
            reply=reply_text,
            grounded=True,
            cites=draft.cites,
            model=self._model_name,
            tokens={
                "understand": understood.usage.total,
                "explain": draft.usage.total,
                "read": used.read,
                "written": used.written,
            },
            cost=self._prices.of(used),
            fallbacks=(*notes, *understood.fallbacks, *draft.fallbacks),
            milliseconds=watch.milliseconds(),
        )
        with watch("commit"):
            # The active facts are in the store already; they and the candidates would be most of the trace.
            kept = trace.model_dump_json(exclude={"facts": {"active"}, "retrieved": True})
            number = self._store.commit_turn(
                self._next_state(state, draft, decision.acts), domain, text, reply_text, kept, change
            )
        trace = trace.model_copy(update={"milliseconds": watch.milliseconds(), "turn": number})
        yield Done(reply=Reply(text=reply_text, recommendations=draft.recommendations, trace=trace))

    def _updated(
        self, understanding: Understanding, limits: Limits, occasion: Occasion
    ) -> tuple[Profile, ProfileChange, Noticed]:
        """The profile after the message, what changed, and what of that the user should be told."""
        updated, change = update(occasion.profile, understanding, self._context(occasion, understanding))
        undone = Intent.UNDO in understanding.intents
        of_kind = KindChange() if undone else kind_changed(updated, change, understanding.statements, self._catalogue)
        gone = (*of_kind.lost, *of_kind.former, *of_kind.relative, *overtaken(updated, limits.boundless))
        gone += () if undone else opposed(updated, change, self._catalogue)
        anew = Intent.REQUEST in understanding.intents and not understanding.adds and not undone
        wants = any(f.polarity is Polarity.LIKE for f in change.added)
        unmet = met_by_nothing(updated, change, self._catalogue) if anew and wants else ()
        unmet = tuple(fact for fact in unmet if fact not in gone)
        anew = anew and is_met_by_none(updated, change, self._catalogue)
        makes_way = (understanding.instead or understanding.displaces or anew) and not undone
        displaced = unlikely(updated, change, self._catalogue) if makes_way else ()
        updated, change = _without(updated, change, (*gone, *unmet, *displaced))
        idle = () if understanding.adds or undone else left_without(updated, change, self._catalogue)
        updated, change = _without(updated, change, idle)
        against = named_against(change.added)
        out = tuple(fact for fact in against if left_out((fact,), self._catalogue))
        noticed = Noticed(
            **of_kind._replace(lost=(*of_kind.lost, *unmet, *idle))._asdict(),
            overruled=() if Intent.FORGET in understanding.intents else overruled(understanding.statements),
            impossible=limits.impossible,
            boundless=limits.boundless,
            lifted=(
                *unlimited(change.retired, understanding.lifted),
                *given_up(change.retired, understanding, self._catalogue.pack.main),
                *displaced,
            ),
            unfiltered=() if Intent.REJECT in understanding.intents else tuple(f for f in against if f not in out),
            left_out=out,
        )
        return self._as_of_now(updated), change, noticed

    def _trial(self, understanding: Understanding, occasion: Occasion) -> Trial | None:
        """The profile as it would be if what the message supposes was said."""
        if understanding.supposed is None:
            return None
        limits = self._fitted(understanding.supposed, occasion)
        supposed = understanding.supposed.model_copy(update={"statements": limits.statements})
        profile, change, _ = self._updated(supposed, limits, occasion)
        return Trial(profile=profile, change=change)

    def _fitted(self, understanding: Understanding, occasion: Occasion) -> Limits:
        """The statements with critiques as conditions, and without levels and limits that make no sense."""
        bounded = {s.facet for s in understanding.statements if s.is_bound}
        critiques = [c for c in understanding.critiques if c.facet not in bounded]  # a number says it better
        # Where nothing limits it, "cheaper is fine" asks for it.
        lifted = () if understanding.statements else understanding.lifted
        free = [s for s in lifted if s.value and not unlimited(occasion.facts, [s])]
        critiques += [
            Critique(facet=s.facet, direction="less" if s.value == LOW else "more", words=s.words) for s in free
        ]
        extra = placed(critiques, occasion.state, occasion.facts, self._catalogue)
        said = conceded((*understanding.statements, *extra), (*occasion.facts, *occasion.own))
        return sensible(fitting(said, occasion.facts, self._catalogue), self._catalogue)

    def _context(self, occasion: Occasion, understanding: Understanding) -> UpdateContext:
        undoing = Intent.UNDO in understanding.intents and not occasion.over
        pack, state = self._catalogue.pack, occasion.state
        return UpdateContext(
            session_id=state.session_id,
            turn=state.turn + 1,
            now=self._clock(),
            facets=pack.facets,
            main=pack.main,
            new_id=lambda: uuid4().hex,
            last=self._store.last_change(state.session_id) if undoing else ProfileChange(),
            lapsed=occasion.over,
        )

    def _as_of_now(self, profile: Profile) -> Profile:
        return profile.with_facts(decayed(profile.facts, self._clock()))

    def _next_state(self, state: SessionState, draft: Draft, acts: tuple[Act, ...]) -> SessionState:
        shown = tuple(r.item_id for r in draft.recommendations)
        read = draft.understanding
        passed_over = read.others or turns_down_all(read, state)
        rejected = state.on_screen if passed_over else ()
        reset = Intent.RESET in draft.understanding.intents
        whole = bool(state.on_screen) and len(read.references) > 1 and passes_over(read.references, state)
        picked = (draft.picked,) if draft.picked else ()
        singled_out = (*picked, *(() if whole else read.references))
        if Act.ABOUT_ITEM in acts and not (singled_out or whole or state.focus or read.beyond or read.values_of):
            singled_out = state.on_screen[:1]  # "what is the battery like?" was answered of the first
        told = singled_out if Act.ABOUT_ITEM in acts else ()  # beside a new list it is still what was spoken of
        told = told or _loved(read)  # "we watched Heat, loved it", before "another one like that"
        spoken_of = told if shown else (*singled_out, *state.focus)
        wanted = tuple(map(statement_of, draft.profile.grouped.passing))
        asked = (draft.question.facet if draft.question else "",) if Act.RECOMMEND in acts else ()
        return state.model_copy(
            update={
                "turn": state.turn + 1,
                "last_at": self._clock(),
                "language": draft.understanding.language,
                "shown": () if reset else (*state.shown, shown)[-_SHOWINGS_KEPT:] if shown else state.shown,
                "searches": () if reset else (*state.searches, wanted)[-_SHOWINGS_KEPT:] if shown else state.searches,
                "last": draft.recommendations or state.last,
                "asked": () if reset else _asked(state.asked, asked),
                "question": _question(state, read, acts),
                "page": draft.cites[0] if draft.cites else "",
                "offered": read.supposed if draft.offers else None,
                "open_question": draft.question.facet if draft.question else None,
                "said_for": {} if reset else state.said_for,
                "impatient": not reset and (state.impatient or read.impatient),
                "person": None if reset else read.person or state.person,
                "focus": () if reset else tuple(dict.fromkeys(spoken_of))[:_FOCUS_KEPT],
                "set_aside": () if reset else tuple(dict.fromkeys([*state.set_aside, *rejected])),
            }
        )


def _loved(read: Understanding) -> tuple[str, ...]:
    """The items that are said to have been liked."""
    said = (s for s in read.statements if s.facet == ITEM and s.polarity is Polarity.LIKE and s.scope is Scope.LASTING)
    return tuple(str(s.value) for s in said if s.strength > KNOWN_STRENGTH)


def _question(state: SessionState, read: Understanding, acts: Sequence[Act]) -> Understanding | None:
    """The question about an item that may be asked of another one in the next turn."""
    if read.values_of or not {Act.ABOUT_ITEM, Act.WHY} & set(acts):
        return None
    return state.question if read.asks_on and state.question is not None else read


def _asked(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """All facets ever asked for, and which of the latest turns asked at all ("" for one that did not)."""
    older, latest = before[:-_LATEST], before[-_LATEST:]
    return (*dict.fromkeys(facet for facet in older if facet), *latest, *now)


def _without(profile: Profile, change: ProfileChange, lost: Sequence[Fact]) -> tuple[Profile, ProfileChange]:
    """The profile without some facts of it, and the change with their end."""
    if not lost:
        return profile, change
    gone = {fact.id for fact in lost}
    kept = profile.with_facts(fact for fact in profile.facts if fact.id not in gone)
    retired = (*change.retired, *lost)
    return kept, change.model_copy(update={"retired": retired})
