"""Loads what is in prompts/: prompt templates, the wording of replies, and how each language says things."""

import re
import string
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from chatbot.errors import PromptError


class Prompts:
    """The prompt folder. Templates use `$name`; a missing or unknown variable is an error that names it."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise PromptError(
                f"There is no prompt folder at {folder}. Set CHATBOT_PROMPTS_DIR to a copy of `prompts/`."
            )
        self.folder = folder

    def render(self, name: str, **variables: str) -> str:
        """Fill the template `<name>.txt`. Raises PromptError for a variable too few or too many."""
        template = string.Template(_text(self.folder / f"{name}.txt"))
        if not template.is_valid():
            raise PromptError(f"Prompt {name}.txt has a stray `$`. Write `$$` for a dollar sign.")
        wanted = set(template.get_identifiers())
        if wanted != set(variables):
            missing, unknown = sorted(wanted - set(variables)), sorted(set(variables) - wanted)
            raise PromptError(f"Prompt {name}.txt: missing variables {missing}, unknown variables {unknown}.")
        return template.substitute(variables)

    def conversation(self, name: str, **variables: str) -> tuple[tuple[str, str], ...]:
        """A template with examples: (role, text) pairs, first the "system" one, then "user" and "assistant" in turn."""
        system, *blocks = re.split(r"^(user|assistant): ", self.render(name, **variables), flags=re.MULTILINE)
        pairs = zip(blocks[::2], blocks[1::2], strict=True)
        return (("system", system.strip()), *((role, text.strip()) for role, text in pairs))

    def languages(self) -> tuple[str, ...]:
        return tuple(sorted(path.stem for path in (self.folder / "language").glob("*.yaml")))

    def language(self, code: str) -> Mapping[str, Any]:
        """How a language says things (`language/<code>.yaml`)."""
        return _mapping(self.folder / "language" / f"{code}.yaml")

    def wording(self, code: str) -> "Wording":
        """The fixed sentences of a language (`wording/<code>.yaml`); English where a language has no file."""
        path = self.folder / "wording" / f"{code}.yaml"
        return Wording(code, _mapping(path if path.is_file() else path.with_name("en.yaml")))


class Wording:
    """Sentences with `$name` places, by key."""

    def __init__(self, code: str, sentences: Mapping[str, Any]) -> None:
        self.code = code
        self._sentences = sentences

    def say(self, key: str, **variables: object) -> str:
        """The sentence of that key, filled. Raises PromptError that names the key or the variable."""
        if key not in self._sentences:
            raise PromptError(f"wording/{self.code}.yaml has no sentence {key!r}. Add it.")
        try:
            return string.Template(str(self._sentences[key])).substitute({k: str(v) for k, v in variables.items()})
        except KeyError as error:
            raise PromptError(f"wording/{self.code}.yaml: sentence {key!r} needs a variable {error}.") from error

    def in_tone(self, sentences: Mapping[str, str]) -> "Wording":
        """With some sentences said in other words. Raises PromptError for one that does not exist."""
        for key in sentences:
            if key not in self._sentences:
                raise PromptError(f"wording/{self.code}.yaml has no sentence {key!r}; look there for what can be said.")
        return Wording(self.code, {**self._sentences, **sentences}) if sentences else self

    def templates(self, key: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Templates of that key by what they are for; none where the language has none."""
        return self._sentences.get(key) or {}

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words of that key."""
        return tuple(str(word) for word in self._sentences.get(key, ()))


@lru_cache(maxsize=64)
def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"Cannot read the prompt file {path}: {error}. Restore it from the project.") from error


@lru_cache(maxsize=64)
def _mapping(path: Path) -> Mapping[str, Any]:
    try:
        # BaseLoader: every scalar stays text, so that `no`, `off` and `1` are words and not values.
        loaded = yaml.load(_text(path), Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise PromptError(f"{path} is not valid YAML: {error}. Mend it.") from error
    if not isinstance(loaded, dict):
        raise PromptError(f"{path} must be a YAML mapping.")
    return loaded
