"""Opens Chroma, embedded or by URL, and turns its failures into errors that say what to do."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import chromadb
import httpx
import structlog
from chromadb.api import ClientAPI
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError, NotFoundError
from filelock import FileLock, Timeout

from chatbot.errors import CatalogueError, StaleIndexError
from chatbot.settings import Settings

log = structlog.get_logger(__name__)

LOCK_SECONDS = 1800.0
"""How long to wait for another process that is writing the index."""
SPARE_BYTES = 32 * 2**20
"""Disk space that indexing leaves free: Chroma cannot even be opened on a disk that is full."""
_DATABASE = "chroma.sqlite3"


def rebuild_command(domain: str) -> str:
    return f"chatbot index --domain {domain} --rebuild"


def open_chroma(settings: Settings, domain: str, repair: bool = False) -> ClientAPI:
    """The process's Chroma client. `repair`: a damaged database is put aside and an empty one begun.

    Raises StaleIndexError for a damaged database, CatalogueError when the folder or the server cannot be used.
    """
    if settings.chroma_url:
        return _connect(settings.chroma_url)
    folder = settings.data_dir.resolve() / "chroma"  # Chroma tells clients of one folder apart by how it is spelt
    with chroma_trouble(settings, domain):
        folder.mkdir(parents=True, exist_ok=True)
        damage = _damage(folder / _DATABASE)
        if damage and not repair:
            raise StaleIndexError(
                f"The index database {folder / _DATABASE} is damaged ({damage}). "
                f"Build it again: {rebuild_command(domain)}"
            )
        if damage:
            _put_aside(folder)
        try:
            return chromadb.PersistentClient(folder, settings=ChromaSettings(anonymized_telemetry=False))
        except ChromaError:
            # Chroma keeps a client that failed to start and would hand it out again.
            SharedSystemClient._identifier_to_system.pop(str(folder), None)
            raise


@contextmanager
def chroma_trouble(settings: Settings, domain: str) -> Iterator[None]:
    """Raises what goes wrong with Chroma inside as CatalogueError or, where only a rebuild helps, StaleIndexError."""
    try:
        yield
    except (ChromaError, OSError, httpx.HTTPError) as error:
        raise _explained(error, settings, domain) from error


@contextmanager
def writing(settings: Settings) -> Iterator[None]:
    """Held while Chroma's files are written: it does not itself keep two processes apart."""
    path = settings.data_dir / "index.lock"
    lock = FileLock(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        log.warning("another process is writing the index; waiting for it", lock=str(path))
        try:
            lock.acquire(timeout=LOCK_SECONDS)
        except Timeout as error:
            raise CatalogueError(
                f"Another process has been writing the index for {LOCK_SECONDS / 60:.0f} minutes ({path} is locked). "
                "Wait for it or end it, then start again."
            ) from error
    try:
        yield
    finally:
        lock.release()


def ensure_room(settings: Settings, rows: int, dimensions: int) -> None:
    """Raises CatalogueError when the disk has no room for so many more rows; nothing has been written then."""
    if settings.chroma_url or rows < 1:
        return
    # Measured: 2.3 kB a row of 384 dimensions, links, metadata and log included.
    needed = rows * (6 * dimensions + 1024) + SPARE_BYTES
    free = shutil.disk_usage(settings.data_dir).free
    if free < needed:
        raise CatalogueError(
            f"Not enough disk space to index {rows:,} items: {settings.data_dir} needs about {needed / 2**20:,.0f} MiB "
            f"and has {free / 2**20:,.0f} MiB free. The index as it was still works. "
            "Free some space or set CHATBOT_DATA_DIR, then start again."
        )


def _connect(url: str) -> ClientAPI:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    secure = parts.scheme == "https"
    try:
        return chromadb.HttpClient(
            host=parts.hostname or "",
            port=parts.port or (443 if secure else 8000),
            ssl=secure,
            settings=ChromaSettings(anonymized_telemetry=False),
        )
    except (ValueError, ChromaError, httpx.HTTPError) as error:
        raise CatalogueError(
            f"No Chroma server answers at {url} ({error}). Start it, or correct CHATBOT_CHROMA_URL (such as http://localhost:8000)."
        ) from error


def _damage(database: Path) -> str:
    """What SQLite finds wrong with a database file; '' when nothing. Chroma itself might not survive being asked."""
    if not database.exists() or database.stat().st_size == 0:
        return ""
    try:
        with closing(sqlite3.connect(database)) as connection:
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        return ""  # busy or not readable: no damage, and Chroma's own error says which
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if verdict == "ok" else str(verdict)


def _put_aside(folder: Path) -> None:
    aside = folder.with_name(f"{folder.name}.damaged")
    shutil.rmtree(aside, ignore_errors=True)
    folder.rename(aside)
    folder.mkdir()
    log.warning("the damaged index was put aside", moved_to=str(aside))


def _explained(error: Exception, settings: Settings, domain: str) -> CatalogueError:
    said = str(error).strip() or type(error).__name__
    where = settings.chroma_url or settings.data_dir / "chroma"
    if _is_full(said, settings):
        return CatalogueError(
            f"The disk is full: {where} cannot be written ({said}). The index as it was is kept. "
            "Free some space, then start again."
        )
    if "locked" in said:
        return CatalogueError(f"Another process is using {where} ({said}). Wait for it or end it, then start again.")
    if isinstance(error, OSError) or "readonly" in said or "unable to open" in said:
        return CatalogueError(
            f"Cannot use the index folder {where}: {said}. Make it a folder you may write, or set CHATBOT_DATA_DIR."
        )
    if isinstance(error, httpx.HTTPError):
        return CatalogueError(f"The Chroma server at {where} does not answer ({said}). Start it, then try again.")
    if isinstance(error, NotFoundError):
        return StaleIndexError(
            f"The index of '{domain}' was replaced by another process ({said}). Start again to open the new one."
        )
    return StaleIndexError(
        f"The index of '{domain}' in {where} is damaged ({said}). Build it again: {rebuild_command(domain)}"
    )


def _is_full(said: str, settings: Settings) -> bool:
    if "disk is full" in said or "No space left" in said:
        return True
    folder = settings.data_dir
    return not settings.chroma_url and folder.is_dir() and shutil.disk_usage(folder).free < 2**20
