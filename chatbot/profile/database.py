"""Opens a database and brings its tables up to date; whatever goes wrong becomes one clear StoreError."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from chatbot.errors import StoreError

BUSY_SECONDS = 10
"""How long a write waits for another process that is writing to the same file."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_KEY = 7_203_115
"""Names the PostgreSQL lock under which one replica migrates while the others wait."""
_migrating = Lock()

_MOVE_AWAY = "Move it away (for example to {path}.damaged) and start again: a new one is made"
_ELSEWHERE = "or set CHATBOT_DATA_DIR to another folder"
_SQLITE_REMEDIES = {
    "SQLITE_NOTADB": f"is damaged, or is no database. {_MOVE_AWAY}",
    "SQLITE_CORRUPT": f"is damaged. {_MOVE_AWAY}",
    "SQLITE_FULL": f"cannot grow: the disk is full. Free some space, {_ELSEWHERE}",
    "SQLITE_READONLY": f"cannot be written. Allow writing to it and to its folder, {_ELSEWHERE}",
    "SQLITE_CANTOPEN": f"cannot be opened. Allow writing to its folder, {_ELSEWHERE}",
    "SQLITE_IOERR": f"cannot be read or written. Check the disk, {_ELSEWHERE}",
    "SQLITE_BUSY": f"has been locked by another program for {BUSY_SECONDS} s. Close that program and try again",
}
"""What to tell about the errors of a database file, by the beginning of SQLite's name for them."""

_CONFLICTS = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505", "40001", "40P01")
"""Names of what two turns at once can run into: a row that is there already, a failed serialisation, a deadlock."""


class ConflictError(StoreError):
    """Two writes at once that the database server could not put in order; the same may go well when tried again."""


def open_database(database: str) -> Engine:
    """An engine on an up-to-date database, made if it is not there. Raises StoreError."""
    url = _checked_url(database)
    with explained(url):
        engine = _sqlite_engine(url) if is_sqlite(url) else create_engine(url, pool_pre_ping=True)
        try:
            _migrate(engine)
        except (SQLAlchemyError, CommandError):
            engine.dispose()
            raise
    return engine


def writing(engine: Engine) -> Engine:
    """The engine for transactions that write: in SQLite they wait for their turn at the beginning, not half-way."""
    return engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def shed_deleted(engine: Engine) -> None:
    """Empty SQLite's log, which still holds what was deleted or replaced."""
    if is_sqlite(engine.url):
        with explained(engine.url), engine.execution_options(sqlite_begin="").connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn what the database raises into a StoreError that names the database and the remedy."""
    try:
        yield
    except CommandError as error:
        raise StoreError(
            f"The database {url.render_as_string()} was made by another version of this program ({error}). "
            "Use that version, or set CHATBOT_DATA_DIR or CHATBOT_DATABASE_URL to a new place."
        ) from error
    except ImportError as error:
        raise StoreError(
            f"The database {url.render_as_string()} needs a driver that is not installed ({error}). "
            'Install it with: pip install "psycopg[binary]"'
        ) from error
    except SQLAlchemyError as error:
        raise _explain(error, url) from error


def _explain(error: SQLAlchemyError, url: URL) -> StoreError:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    reason = (str(cause).strip().splitlines() or [type(cause).__name__])[0]
    name = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    if name in _CONFLICTS:
        return ConflictError(f"Two messages were stored at the same moment ({reason}). Send this one again.")
    for beginning, remedy in _SQLITE_REMEDIES.items():
        if name.startswith(beginning):
            return StoreError(f"The database file {url.database} {remedy.format(path=url.database)} ({reason}).")
    return StoreError(
        f"The database {url.render_as_string()} cannot be used: {reason}. "
        "Check that it is there, that its server runs, and that CHATBOT_DATABASE_URL is right."
    )


def _checked_url(database: str) -> URL:
    """Read a database URL; only the two kinds of database that are tested are let through."""
    scheme = database.partition(":")[0]
    try:
        url = make_url(database)
    except ArgumentError as error:
        raise StoreError(
            f"CHATBOT_DATABASE_URL ({scheme[:20]}…) is not a database URL. "
            "Write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME."
        ) from error
    if url.drivername == "postgres":
        url = url.set(drivername="postgresql")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(
            f"CHATBOT_DATABASE_URL begins with '{scheme[:20]}:', which is not supported. "
            "Write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME."
        )
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _sqlite_engine(url: URL) -> Engine:
    """Readers never wait for the writer (WAL), writers wait for each other, and what is deleted is overwritten."""
    options: dict[str, Any] = {"connect_args": {"check_same_thread": False, "timeout": BUSY_SECONDS}}
    if url.database in (None, "", ":memory:"):
        options |= {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
    else:
        _make_folder(url)
    engine = create_engine(url, **options)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        statement = connection.get_execution_options().get("sqlite_begin", "BEGIN")
        if statement:
            connection.exec_driver_sql(statement)

    return engine


def _make_folder(url: URL) -> None:
    folder = Path(url.database or "").parent
    if url.query.get("uri"):
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be made ({error.strerror}). Allow it, {_ELSEWHERE}.") from error


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with _migrating, writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_KEY})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
