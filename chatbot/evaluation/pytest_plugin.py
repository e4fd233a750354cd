"""Collects *.dialogue.yaml in anyone's repository: each dialogue is a test. Loaded by pytest through `pytest11`.

Everything of ours is imported where a script is met, so that a run without scripts costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from chatbot.evaluation.scripted.reading import Loaded
    from chatbot.evaluation.scripted.suite import Stage
    from chatbot.settings import Settings

_SUFFIX = ".dialogue.yaml"
_STAGE = pytest.StashKey["_Shared"]()


class DialogueHooks:
    """What a conftest.py may answer."""

    @pytest.hookspec(firstresult=True)
    def pytest_dialogue_settings(self, config: pytest.Config) -> Settings | None:
        """The settings that dialogues are played with; those of the environment (CHATBOT_…) by default."""


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(DialogueHooks)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("dialogues", "scripted dialogues")
    group.addoption(
        "--dialogue-mode",
        choices=("fake", "replay", "live"),
        default="fake",
        help="how *.dialogue.yaml are played: fake, without a language model; replay, with a real one's answers as "
        "recorded by `chatbot test --record`; live, with the configured one",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_STAGE] = _Shared(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    if (shared := config.stash.get(_STAGE, None)) is not None:
        shared.close()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    return DialogueFile.from_parent(parent, path=file_path) if file_path.name.endswith(_SUFFIX) else None


class DialogueError(Exception):
    """A dialogue that did not go as its script says; the message is the whole report."""


class DialogueFile(pytest.File):
    """One file of scripts."""

    def collect(self) -> Iterator[pytest.Item]:
        from chatbot.evaluation.scripted.reading import Problem, read_scripts

        problems: list[Problem] = []
        loaded = read_scripts(self.path, problems)
        for problem in problems:
            yield BrokenScript.from_parent(self, name=f"line {problem.line}", said=str(problem))
        for each in loaded:
            yield Dialogue.from_parent(self, name=each.script.dialogue, loaded=each)


class _Item(pytest.Item):
    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The report alone, without a stack trace through this plugin."""
        if isinstance(excinfo.value, DialogueError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class BrokenScript(_Item):
    """A script that cannot be read: fails by saying why."""

    def __init__(self, *, said: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._said = said

    def runtest(self) -> None:
        raise DialogueError(self._said)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"script {self.name}"


class Dialogue(_Item):
    """One dialogue as a test."""

    def __init__(self, *, loaded: Loaded, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._loaded = loaded

    def runtest(self) -> None:
        from chatbot.evaluation.scripted.report import failure, warnings

        stage = self.config.stash[_STAGE].stage()
        if not self._loaded.script.is_for(stage.mode):
            pytest.skip(f"is for mode {self._loaded.script.mode}")
        problems = stage.checked(self._loaded)
        if errors := [str(problem) for problem in problems if not problem.warning]:
            raise DialogueError("\n".join(errors))
        played = stage.play(self._loaded)
        for said in [*(str(problem) for problem in problems), *warnings(played)]:
            self.warn(pytest.PytestWarning(said))
        if not played.passed:
            raise DialogueError(failure(played))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self._loaded.script.line - 1, f"dialogue {self.name}"


class _Shared:
    """The stage of one pytest run, built when the first dialogue is played."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._folder: TemporaryDirectory[str] | None = None
        self._stage: Stage | None = None

    def stage(self) -> Stage:
        from chatbot.evaluation.scripted.suite import Stage
        from chatbot.settings import Settings

        if self._stage is None:
            self._folder = TemporaryDirectory(prefix="dialogues-")
            settings = self._config.hook.pytest_dialogue_settings(config=self._config) or Settings()
            mode = self._config.getoption("--dialogue-mode")
            self._stage = Stage(settings, mode, Path(self._folder.name))
        return self._stage

    def close(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
