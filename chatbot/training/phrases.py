"""The phrase bank: frames of sentences by what they do, `prompts/training/<language>.yaml`, filled with pieces."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import yaml

from chatbot.errors import PromptError
from chatbot.training.sample import Piece

IMPLIED = "training/implied.yaml"
_SLOT = re.compile(r"\{([a-z_]+\d?)\}")
Filling = Mapping[str, "str | Piece | Sequence[Piece]"]


class PhraseBank:
    """The phrases of one language; sections by dotted name ("value.avoid")."""

    def __init__(self, folder: Path, language: str) -> None:
        """Raises PromptError when the bank is missing or cannot be read."""
        self.language = language
        self._sections: Mapping[str, Any] = _loaded(folder / "training" / f"{language}.yaml")
        self._implied: Sequence[Mapping[str, Any]] = _loaded(folder / IMPLIED) or ()

    def pick(self, section: str, rng: Random, having: Sequence[str] = (), lacking: Sequence[str] = ()) -> str:
        """A phrase of a section that has all of some slots and none of others."""
        fitting = [p for p in self.all(section) if all(f"{{{s}}}" in p for s in having)]
        fitting = [p for p in fitting if not any(f"{{{s}}}" in p for s in lacking)]
        if not fitting:
            raise PromptError(
                f"training/{self.language}.yaml has no phrase in {section!r} with {having} without {lacking}."
            )
        return rng.choice(fitting)

    def all(self, section: str) -> Sequence[str]:
        found: Any = self._sections
        for key in section.split("."):
            if not isinstance(found, Mapping) or (key not in found and not key.lstrip("-").isdigit()):
                raise PromptError(f"training/{self.language}.yaml has no section {section!r}. Add it.")
            found = found[key] if key in found else found[int(key)]
        return [str(phrase) for phrase in found]

    @cached_property
    def implied(self) -> Sequence[Mapping[str, Any]]:
        """Entries of phrases that imply a value or a number, with what they imply. Raises PromptError."""
        found = [entry for entry in self._implied if entry.get(self.language)]
        for phrase in (str(phrase) for entry in found for phrase in entry[self.language]):
            if phrase.count("{") != 1 or phrase.count("}") != 1:
                raise PromptError(f"{IMPLIED}: {phrase!r} must have one stretch in braces, that which implies.")
        return found

    @cached_property
    def hedges(self) -> Sequence[str]:
        """Phrases of `value.nice` that may also stand around a number ("ideally {v}")."""
        return [p for p in self.all("value.nice") if len(p) <= 22]


def _loaded(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise PromptError(f"Cannot read the phrase bank {path}: {error}. Restore it from the project.") from error


def slots(phrase: str) -> list[str]:
    return _SLOT.findall(phrase)


def fill(phrase: str, filling: Filling) -> list[Piece]:
    """The phrase in pieces. Raises PromptError for a slot that nothing fills."""
    pieces: list[Piece] = []
    for n, part in enumerate(_SLOT.split(phrase)):
        if n % 2 == 0:
            pieces += [Piece(part)] if part else []
            continue
        if part not in filling:
            raise PromptError(f"The training phrase {phrase!r} has an unknown slot {part!r}.")
        put = filling[part]
        pieces += [Piece(put)] if isinstance(put, str) else [put] if isinstance(put, Piece) else list(put)
    return pieces
