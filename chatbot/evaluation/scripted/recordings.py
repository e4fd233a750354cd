"""A real model's answers, kept beside the scripts: `shop.replay.jsonl` has those of `shop.dialogue.yaml`."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from chatbot.errors import InputError
from chatbot.llm.recorded import RecordedCall
from chatbot.records import Record

_SUFFIX = ".replay.jsonl"


class RecordedLine(Record):
    """One line of a file: a call, the dialogue it belongs to, and what CHATBOT_LLM was.

    A dialogue in which the model was asked nothing has one line without a call.
    """

    dialogue: str
    llm: str
    call: RecordedCall | None = None


class Recordings:
    """What is recorded for the dialogues of one script file. Raises InputError for a file that cannot be read."""

    def __init__(self, script: Path) -> None:
        self.file = script.with_name(script.name.removesuffix(".yaml").removesuffix(".dialogue") + _SUFFIX)
        self._lines: dict[str, list[RecordedLine]] = {}
        for line in self._read():
            self._lines.setdefault(line.dialogue, []).append(line)

    def of(self, dialogue: str) -> tuple[RecordedCall, ...]:
        """The calls of a dialogue, oldest first; none when it was not recorded."""
        return tuple(line.call for line in self._lines.get(dialogue, ()) if line.call is not None)

    def llm(self, dialogue: str) -> str | None:
        """The model that was recorded, as CHATBOT_LLM named it."""
        return next((line.llm for line in self._lines.get(dialogue, ())), None)

    def replace(self, recorded: Mapping[str, Sequence[RecordedCall]], llm: str) -> None:
        """Put new recordings of some dialogues in the place of the old ones, and keep those of all others."""
        for dialogue, calls in recorded.items():
            self._lines[dialogue] = [RecordedLine(dialogue=dialogue, llm=llm, call=call) for call in calls or (None,)]
        lines = [line.model_dump_json() for name in sorted(self._lines) for line in self._lines[name]]
        unfinished = self.file.with_suffix(".new")
        try:
            unfinished.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            unfinished.replace(self.file)
        except OSError as error:
            raise InputError(f"{self.file} cannot be written: {error.strerror}. Make room, or allow it.") from error

    def _read(self) -> Iterator[RecordedLine]:
        try:
            text = self.file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{self.file} cannot be read: {error}. Record again with --record.") from error
        for n, line in enumerate(text.splitlines(), 1):
            try:
                yield RecordedLine.model_validate_json(line)
            except ValidationError as error:
                said = f"{self.file}:{n}: is no recorded call. Delete the file and record again with --record."
                raise InputError(said) from error
