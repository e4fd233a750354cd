"""Runs many scripted dialogues: each catalogue is opened once, dialogues are played side by side."""

import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import NamedTuple

from chatbot.assembly import Chatbot, build_chatbot, open_pack
from chatbot.errors import ChatbotError, InputError
from chatbot.evaluation.scripted.matching import Matcher
from chatbot.evaluation.scripted.play import Played, play
from chatbot.evaluation.scripted.reading import Loaded, Problem, check_against, find_scripts, read_scripts
from chatbot.evaluation.scripted.recordings import Recordings
from chatbot.evaluation.scripted.script import Mode, Script
from chatbot.llm.recorded import RecordedChat, RecordingChat
from chatbot.settings import Settings

Progress = Callable[[int, int], None]


class SuiteReport(NamedTuple):
    """All that was played, and what could not be; warnings are among the problems."""

    played: tuple[Played, ...]
    problems: tuple[Problem, ...]
    skipped: int = 0
    """Dialogues that are for another mode."""

    @property
    def failures(self) -> int:
        return sum(not each.passed for each in self.played)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.warning)

    @property
    def passed(self) -> bool:
        return not self.failures and not self.errors


class Stage:
    """The catalogues that scripts are about, each opened at most once, and a database that is thrown away."""

    def __init__(
        self, settings: Settings, mode: Mode, folder: Path, progress: Progress | None = None, record: bool = False
    ) -> None:
        """folder: for the database; the caller removes it. progress: told (done, total) while items are embedded.

        record: in mode live, keep the model's answers beside the scripts. Raises InputError where there is no model.
        """
        if mode != "fake" and settings.llm == "none":
            raise InputError(
                f"Mode {mode} needs a language model, and CHATBOT_LLM is none. Set it, or play in mode fake."
            )
        self.mode: Mode = mode
        self._record = record
        self._recordings: dict[Path, Recordings] = {}
        self.database = f"sqlite:///{folder / 'dialogues.db'}"
        self._settings = settings.model_copy(update={"llm": "none"}) if mode == "fake" else settings
        self._folder, self._progress = folder, progress
        self._opened: dict[str, tuple[Chatbot, Matcher] | ChatbotError] = {}
        self._lock = Lock()

    def open(self, script: Script) -> tuple[Chatbot, Matcher]:
        """The chatbot for a script's catalogue. Raises the ChatbotError that stands in the way, each time."""
        with self._lock:
            key = script.catalogue_key
            if key not in self._opened:
                self._opened[key] = self._really_open(script)
            found = self._opened[key]
        if isinstance(found, ChatbotError):
            raise found
        return found

    def checked(self, loaded: Loaded) -> list[Problem]:
        """What is wrong with a script in the light of its catalogue; an error that hinders opening it among them."""
        try:
            bot, matcher = self.open(loaded.script)
        except ChatbotError as error:
            line = loaded.line(("domain",) if loaded.script.items is None else ("items",))
            return [Problem(loaded.script.file, line, str(error))]
        return check_against(loaded, bot.pack, matcher) + self._not_recorded(loaded)

    def play(self, loaded: Loaded) -> Played:
        """Play one dialogue. Raises InputError when what is recorded cannot be written."""
        script = loaded.script
        bot, matcher = self.open(script)
        if self.mode == "replay":
            recorded = RecordedChat(self._recordings_of(script).of(script.dialogue))
            return play(loaded, bot, matcher, self.database, self.mode, recorded)
        if not self._record or bot.model is None:
            return play(loaded, bot, matcher, self.database, self.mode)
        recording = RecordingChat(bot.model)
        played = play(loaded, bot, matcher, self.database, self.mode, recording)
        with self._lock:
            self._recordings_of(script).replace({script.dialogue: recording.calls}, self._settings.llm)
        return played

    def _recordings_of(self, script: Script) -> Recordings:
        if script.file not in self._recordings:
            self._recordings[script.file] = Recordings(script.file)
        return self._recordings[script.file]

    def _not_recorded(self, loaded: Loaded) -> list[Problem]:
        """Why a dialogue cannot be replayed."""
        if self.mode != "replay":
            return []
        script, told = loaded.script, ""
        try:
            llm = self._recordings_of(script).llm(script.dialogue)
        except InputError as error:
            return [Problem(script.file, script.line, str(error))]
        if llm is None:
            told = "has no recorded answers; record them with `chatbot test --record`"
        elif llm != self._settings.llm:
            told = f"was recorded with CHATBOT_LLM={llm}, not {self._settings.llm}; set that, or record again"
        return [Problem(script.file, script.line, f"{script.dialogue!r} {told}.")] if told else []

    def _really_open(self, script: Script) -> tuple[Chatbot, Matcher] | ChatbotError:
        beside, items, config = script.file.parent, script.items, script.config
        path = beside / items if isinstance(items, str) else None
        if items is not None and path is None:
            path = self._folder / f"items-{len(self._opened)}.jsonl"
            path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in items), encoding="utf-8")
        try:
            pack = open_pack(self._settings, script.domain, path, beside / config if config else None)
            bot = build_chatbot(
                self._settings, pack, self._progress, model=RecordedChat(()) if self.mode == "replay" else None
            )
        except ChatbotError as error:
            return error
        return bot, Matcher(bot.catalogue)


def run_suite(
    paths: Iterable[Path],
    settings: Settings,
    mode: Mode = "fake",
    only: str = "",
    jobs: int = 2,
    opening: Progress | None = None,
    tick: Progress | None = None,
    record: bool = False,
) -> SuiteReport:
    """Play all dialogues under some paths whose name or file contains `only`; none stands in the way of another.

    record: play in mode live, and keep the model's answers for mode replay. Raises InputError as `Stage` does.
    """
    mode = "live" if record else mode
    problems: list[Problem] = []
    loaded = [each for file in find_scripts(paths) for each in read_scripts(file, problems)]
    loaded = [each for each in loaded if only.casefold() in f"{each.script.file} {each.script.dialogue}".casefold()]
    problems += _twins(loaded)
    chosen = [each for each in loaded if each.script.is_for(mode)]
    with TemporaryDirectory(prefix="dialogues-") as folder:
        stage = Stage(settings, mode, Path(folder), opening, record)
        playable: list[Loaded] = []
        for each in chosen:
            found = stage.checked(each)
            problems += found
            if all(problem.warning for problem in found):
                playable.append(each)
        played: list[Played] = []
        with ThreadPoolExecutor(max_workers=max(1, jobs), thread_name_prefix="dialogue") as pool:
            for done, result in enumerate(pool.map(stage.play, playable), 1):
                played.append(result)
                if tick is not None:
                    tick(done, len(playable))
    return SuiteReport(tuple(played), tuple(problems), len(loaded) - len(chosen))


def _twins(loaded: Sequence[Loaded]) -> list[Problem]:
    """Dialogues of one name in one file, which a report could not tell apart."""
    first: dict[tuple[Path, str], int] = {}
    problems: list[Problem] = []
    for each in loaded:
        script = each.script
        key = (script.file, script.dialogue)
        if key in first:
            said = f"{script.dialogue!r} is the name of the dialogue in line {first[key]} too; give it another."
            problems.append(Problem(script.file, script.line, said))
        else:
            first[key] = script.line
    return problems
