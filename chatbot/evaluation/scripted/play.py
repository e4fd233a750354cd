"""Plays a scripted dialogue against a chatbot: the real turn, with a store of its own and a clock that is told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from time import perf_counter
from typing import NamedTuple
from uuid import uuid4

from chatbot.assembly import Chatbot
from chatbot.dialogue import frame
from chatbot.dialogue.reading import FrameAnswer
from chatbot.errors import ChatbotError
from chatbot.evaluation.scripted.matching import Check, Matcher
from chatbot.evaluation.scripted.reading import Loaded
from chatbot.evaluation.scripted.script import FactPattern, Mode, Script, Step
from chatbot.llm.models import ChatModel
from chatbot.llm.recorded import RecordedChat
from chatbot.profile.store import SqlStore
from chatbot.records import ITEM, Fact, Polarity, ProfileChange, Scope, SessionState, TurnTrace

_SETUP = "before"


class PlayedStep(NamedTuple):
    """What one step came to. `line`: in the script; `note`: what happened where nobody spoke."""

    line: int
    user: str = ""
    reply: str = ""
    note: str = ""
    trace: TurnTrace | None = None
    checks: tuple[Check, ...] = ()

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.passed and not check.soft)


class Played(NamedTuple):
    """A dialogue that was played. `checks`: those of the whole conversation."""

    script: Script
    mode: Mode
    steps: tuple[PlayedStep, ...]
    checks: tuple[Check, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        return not self.failed and not any(step.failed for step in self.steps)

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.passed and not check.soft)


class Clock:
    """Says the time it was told."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by


class ScriptedReader:
    """Reads a message as its script says the model would; leaves all others to the parser."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._frames = {s.user.strip(): frame.read(s.understood) for s in steps if s.user and s.understood}

    def __call__(
        self, text: str, state: SessionState, facts: Sequence[Fact] = (), names: str = ""
    ) -> FrameAnswer | None:
        found = self._frames.get(text.strip())
        return FrameAnswer(frame=found, model="script") if found is not None else None


def play(
    loaded: Loaded, bot: Chatbot, matcher: Matcher, database: str, mode: Mode, model: ChatModel | None = None
) -> Played:
    """Play one dialogue. `bot`, `matcher`: of its catalogue; `database`: where this dialogue's user is kept.

    model: in the place of the chatbot's. Raises StoreError when the database cannot be used at all.
    """
    script = loaded.script
    started = perf_counter()
    performance = _Performance(loaded, bot, matcher, database, mode, model)
    try:
        steps: list[PlayedStep] = []
        for n, step in enumerate(script.turns):
            steps.append(performance.step(n, step))
            if script.stop_on_failure and steps[-1].failed:
                break
        traces = [step.trace for step in steps if step.trace is not None]
        whole = matcher.conversation(script.expect, traces) if script.expect else []
    finally:
        performance.close()
    return Played(script, mode, tuple(steps), tuple(whole), perf_counter() - started)


class _Performance:
    """One dialogue in progress: who speaks in which session, at what time, and what was shown."""

    def __init__(
        self, loaded: Loaded, bot: Chatbot, matcher: Matcher, database: str, mode: Mode, model: ChatModel | None
    ) -> None:
        script = loaded.script
        self._loaded, self._opened, self._database, self._mode, self._model = loaded, bot, database, mode, model
        self._matcher = matcher
        self._clock = Clock(script.clock)
        run = uuid4().hex  # users and sessions of other dialogues share the database
        self._user, self._session = f"{script.user}-{run}", run
        self._shown: list[str] = []
        self._open()
        if script.profile:
            self._remember([_fact(pattern, self._matcher, script.clock) for pattern in script.profile])

    def close(self) -> None:
        self._store.close()

    def step(self, n: int, step: Step) -> PlayedStep:
        line = self._loaded.line(("turns", n))
        if step.wait is not None:
            self._clock.advance(step.wait)
            return PlayedStep(line, note=f"{step.wait} later")
        if step.event is not None:
            item_id = self._matcher.item_id(step.event.item) or step.event.item
            self._bot.observe(step.event.of(item_id), self._user)
            return PlayedStep(line, note=f"{step.event.kind}: {step.event.item}")
        if step.restart:
            self._store.close()
            self._open()
            return PlayedStep(line, note="restarted")
        if step.new_session:
            self._session = uuid4().hex
            self._shown = []
            return PlayedStep(line, note="a new session")
        return self._turn(line, step)

    def _turn(self, line: int, step: Step) -> PlayedStep:
        message = step.user or ""
        wanted = step.expect.error if step.expect else None
        try:
            reply = self._bot.respond(message, self._user, self._session, self._loaded.script.limit)
        except ChatbotError as error:
            told = str(error)
            right = wanted is not None and wanted.casefold() in told.casefold()
            check = Check("error", right, wanted or "an answer", told)
            return PlayedStep(line, message, told, checks=(check,))
        checks = self._matcher.turn(step.expect, reply.trace, self._shown) if step.expect else []
        checks += self._unrecorded()
        if wanted is not None:
            checks.append(Check("error", False, wanted, "an answer"))
        self._shown += [r.item_id for r in reply.recommendations]
        return PlayedStep(line, message, reply.text, trace=reply.trace, checks=tuple(checks))

    def _unrecorded(self) -> list[Check]:
        """What the recorded model was asked in this turn and could not answer."""
        if not isinstance(self._model, RecordedChat):
            return []
        asked, self._model.unrecorded = self._model.unrecorded, []
        return [Check("recorded", False, "an answer recorded with --record", f"none to {each!r}") for each in asked]

    def _open(self) -> None:
        self._store = SqlStore(self._database)
        reader = ScriptedReader(self._loaded.script.turns) if self._mode == "fake" else None
        seed = self._loaded.script.seed
        self._bot = self._opened.elsewhere(self._store, self._clock, model=self._model, reader=reader, seed=seed)

    def _remember(self, facts: Sequence[Fact]) -> None:
        """Store what is known before, as if said in an earlier session."""
        state = SessionState(session_id=f"{_SETUP}-{self._session}", user_id=self._user, turn=1)
        change = ProfileChange(added=tuple(f.model_copy(update={"session_id": state.session_id}) for f in facts))
        self._store.commit_turn(state, self._bot.pack.name, "", "", "{}", change)


def _fact(pattern: FactPattern, matcher: Matcher, now: datetime) -> Fact:
    value = matcher.item_id(pattern.value) if pattern.facet == ITEM and pattern.value else pattern.value
    facet = matcher.catalogue.pack.facets.get(pattern.facet)
    strength = pattern.strength.gte if pattern.strength and pattern.strength.gte is not None else 0.9
    return Fact(
        id=uuid4().hex,
        facet=pattern.facet,
        value=value == "true" if facet is not None and facet.kind == "flag" else value,
        min=pattern.min,
        max=pattern.max,
        polarity=pattern.polarity or Polarity.LIKE,
        strength=strength,
        hard=bool(pattern.hard),
        scope=pattern.scope or Scope.LASTING,
        turn=1,
        words=pattern.words or "",
        valid_from=now,
    )
