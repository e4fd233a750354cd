"""Stores to test on: SQLite always, PostgreSQL where its programs and a driver are installed."""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

from chatbot.profile.store import SqlStore

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'chatbot.db'}"
        return
    server = request.getfixturevalue("postgresql_server")
    name = f"test_{uuid4().hex}"
    _psql(server, f"CREATE DATABASE {name}")
    yield f"postgresql://postgres@127.0.0.1:{server}/{name}"
    _psql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(database: str) -> Iterator[SqlStore]:
    opened = SqlStore(database)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[int]:
    """The port of a server of our own, which refuses to run as root."""
    if not (shutil.which("pg_ctl") and shutil.which("initdb")):
        pytest.skip("PostgreSQL is not installed (no pg_ctl and initdb)")
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip('the PostgreSQL driver is not installed (pip install "psycopg[binary]")')
    account = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if account:
        shutil.chown(folder, **account)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    where = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL, **account}
    data = str(folder / "data")
    subprocess.run(["initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], **where)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    subprocess.run(["pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start"], **where)
    yield port
    subprocess.run(["pg_ctl", "-D", data, "-m", "immediate", "stop"], **where)
    shutil.rmtree(folder)


def _psql(port: int, statement: str) -> None:
    import psycopg

    with psycopg.connect(f"postgresql://postgres@127.0.0.1:{port}/postgres", autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]
