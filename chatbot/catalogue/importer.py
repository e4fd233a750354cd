"""Brings anyone's catalogue in: the file is read, described by a domain.yaml to edit, and written out as a pack."""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import structlog

from chatbot.catalogue.columns.notes import ColumnNote
from chatbot.catalogue.columns.vocabulary import vocabulary_file
from chatbot.catalogue.described import apply_pack
from chatbot.catalogue.infer import Proposal, propose_pack
from chatbot.catalogue.items import RowProblem
from chatbot.catalogue.pack import Pack, read_pack
from chatbot.catalogue.packfile import describe
from chatbot.catalogue.rows import Rows, read_rows
from chatbot.errors import CatalogueError, ConfigurationError
from chatbot.records import Record
from chatbot.settings import Settings

INFERENCE = 2
"""Goes up when the same file would be read differently, so that packs made before are made again."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_PACK, _ITEMS, _REPORT, _KEPT = "domain.yaml", "items.jsonl", "import.json", "domain.yaml.bak"
_LOGGED = 5
_log = structlog.get_logger(__name__)

Progress = Callable[[int, int], None]


class ImportReport(Record):
    """What came of a file: rows read, items kept, what became of each column, and what was wrong."""

    name: str
    folder: Path
    config: Path
    rows: int
    items: int
    notes: tuple[ColumnNote, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[str, ...] = ()


def import_catalogue(
    file: Path, name: str, settings: Settings, overwrite: bool = False, progress: Progress | None = None
) -> ImportReport:
    """Write the pack `name` for a catalogue file into the data folder; the index is not built here.

    Raises ConfigurationError for a bad or taken name, CatalogueError for an unusable file or a folder that cannot be
    written.
    """
    if not _NAME.fullmatch(name):
        suggestion = _slug(name) or "my-catalogue"
        raise ConfigurationError(
            f"{name[:80]!r} cannot be the name of a domain. Use lower-case letters, digits, - and _ (at most 63), "
            f"such as {suggestion!r}."
        )
    folder = settings.data_dir / "domains" / name
    if folder.exists() and not overwrite:
        raise ConfigurationError(
            f"There is a domain called {name!r} already, in {folder}. Choose another name, or add --overwrite."
        )
    rows = read_rows(file)
    proposal = propose_pack(name, rows, str(file), _subject(name, file), progress)
    return _write(folder, proposal, rows, settings, f"{file.name}, imported as {name}")


def pack_from_file(file: Path, config: Path | None, settings: Settings) -> Pack:
    """The pack for a catalogue file, made once for each content and kept in the data folder.

    With `config`, a domain.yaml, the file's columns are read as it says; without, facets are inferred.
    """
    described = read_pack(config) if config is not None else None
    rows_key = _key(file, config)
    name = f"{_slug(file.stem)[:40].strip('-_') or 'catalogue'}-{rows_key}"
    folder = settings.data_dir / "catalogues" / name
    if (folder / _PACK).is_file() and (folder / _ITEMS).is_file():
        return read_pack(folder / _PACK)
    rows = read_rows(file)
    if described is None:
        proposal = propose_pack(name, rows, str(file), file.stem)
    else:
        proposal = apply_pack(described.model_copy(update={"name": name}), rows, str(file))
    report = _write(folder, proposal, rows, settings, file.name)
    for problem in report.problems[:_LOGGED]:
        _log.warning("row_problem", problem=str(problem))
    for warning in report.warnings:
        _log.info("catalogue_read", file=str(file), warning=warning)
    return read_pack(folder / _PACK)


def _subject(name: str, file: Path) -> str:
    """The text that says best what the items are: the domain's name, then the file's."""
    return f"{file.stem} {name}"


def _key(file: Path, config: Path | None) -> str:
    """Twelve hex digits that change with the file, its name, the configuration and the way files are read."""
    digest = hashlib.sha256(f"{INFERENCE} {file.stem}".encode())
    try:
        for path in (file, config, vocabulary_file()):
            digest.update(b"\0" if path is None or path.is_dir() else path.read_bytes())
    except OSError as error:
        raise CatalogueError(f"Cannot read {error.filename}: {error.strerror}. Check the path.") from error
    return digest.hexdigest()[:12]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9_-]+", "-", text.lower()).strip("-_")[:63]


def _write(folder: Path, proposal: Proposal, rows: Rows, settings: Settings, source: str) -> ImportReport:
    """Write a pack's files beside their place, then move them there in one step."""
    report = ImportReport(
        name=proposal.pack.name,
        folder=folder,
        config=folder / _PACK,
        rows=len(rows) + _broken(rows),
        items=len(proposal.items),
        notes=proposal.notes,
        problems=proposal.problems,
        warnings=proposal.warnings,
    )
    if not proposal.items:
        first = f" The first problem: {proposal.problems[0]}" if proposal.problems else ""
        raise CatalogueError(f"No row of {rows.file} could be used.{first} Correct the file and start again.")
    try:
        waiting = settings.data_dir / "tmp"
        waiting.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=waiting) as temporary:
            made = Path(temporary) / folder.name
            _keep_extras(folder, made)
            (made / _PACK).write_text(describe(proposal.pack, proposal.notes, source), encoding="utf-8")
            _write_items(made / _ITEMS, proposal.items)
            (made / _REPORT).write_text(report.model_dump_json(indent=1), encoding="utf-8")
            _put(made, folder, Path(temporary) / "old")
    except OSError as error:
        raise CatalogueError(
            f"Cannot write the pack to {folder}: {error.strerror or error}. Free some space, or set CHATBOT_DATA_DIR "
            "to another folder."
        ) from error
    return report


def _broken(rows: Rows) -> int:
    """Lines that were no rows at all."""
    usable = {line for line, _ in rows}
    return len({problem.line for problem in rows.problems} - usable)


def _keep_extras(old: Path, made: Path) -> None:
    """Carry help pages and the like over to the new pack; an edited domain.yaml is kept as a copy."""
    if not old.is_dir():
        made.mkdir()
        return
    shutil.copytree(old, made, ignore=shutil.ignore_patterns(_ITEMS, _REPORT))
    if (made / _PACK).is_file():
        os.replace(made / _PACK, made / _KEPT)


def _write_items(path: Path, items: Iterable[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(item, ensure_ascii=False, separators=(",", ":")) + "\n" for item in items)
        file.flush()
        os.fsync(file.fileno())


def _put(made: Path, folder: Path, aside: Path) -> None:
    """Move a finished folder into place; what was there comes back if that fails."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    replaced = folder.exists()
    if replaced:
        os.replace(folder, aside)
    try:
        os.replace(made, folder)
    except OSError:
        if replaced:
            os.replace(aside, folder)
        elif (folder / _PACK).is_file():
            return  # another process has just put the same pack there
        raise
