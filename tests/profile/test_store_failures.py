"""Databases that cannot be used: one clear sentence, with the remedy and the path."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from profile_samples import Talk, always, like
from sqlalchemy import event

from chatbot.errors import StoreError
from chatbot.profile import database
from chatbot.profile.store import SqlStore


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def test_the_folder_is_made(tmp_path):
    SqlStore(url(tmp_path / "new" / "100% mine" / "chatbot.db")).close()
    assert (tmp_path / "new" / "100% mine" / "chatbot.db").is_file()


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path):
    path = tmp_path / "chatbot.db"
    path.write_bytes(b"not a database at all" * 500)
    with pytest.raises(StoreError, match=r"Move it away \(for example to .*chatbot\.db\.damaged\)") as caught:
        SqlStore(url(path))
    assert str(path) in str(caught.value)
    assert path.read_bytes().startswith(b"not a database")
    path.rename(tmp_path / "chatbot.db.damaged")
    SqlStore(url(path)).close()


def test_damage_inside_the_file_is_told_when_it_is_met(tmp_path):
    path = tmp_path / "chatbot.db"
    store = SqlStore(url(path))
    for n in range(30):
        Talk(store, session=f"s{n}").say(always("maker", f"m{n}"))
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreError, match="is damaged"):
        Talk(SqlStore(url(path))).say(like("colour", "red"))


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(StoreError, match=r"taken/data cannot be made .*set CHATBOT_DATA_DIR to another folder"):
        SqlStore(url(tmp_path / "taken" / "data" / "chatbot.db"))


def test_a_database_that_may_only_be_read(tmp_path):
    path = tmp_path / "chatbot.db"
    SqlStore(url(path)).close()
    store = SqlStore(f"sqlite:///file:{path}?mode=ro&uri=true")
    with pytest.raises(StoreError, match=r"cannot be written\. Allow writing"):
        Talk(store).say(like("colour", "red"))
    assert Talk(store).raw.facts == ()
    store.close()


def test_a_folder_that_may_not_be_written():
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o555)
    me = os.geteuid()
    try:
        if me == 0:
            os.seteuid(65534)
        with pytest.raises(StoreError, match=r"chatbot\.db cannot be opened\. Allow writing to its folder"):
            SqlStore(url(folder / "chatbot.db"))
    finally:
        os.seteuid(me)
        folder.rmdir()


def test_a_full_disk_loses_the_turn_only(tmp_path):
    store = SqlStore(url(tmp_path / "chatbot.db"))
    talk = Talk(store)
    talk.say(like("colour", "red"))
    state, change = talk.prepare(like("colour", "blue"))

    @event.listens_for(store._engine, "begin")
    def fill(connection):
        connection.exec_driver_sql("PRAGMA max_page_count = 1")

    with pytest.raises(StoreError, match=r"disk is full\. Free some space"):
        store.commit_turn(state, "things", "x" * 100_000, "reply", "{}", change)
    event.remove(store._engine, "begin", fill)
    assert [turn.number for turn in store.history("s1", 9)] == [1]
    assert [fact.value for fact in talk.raw.facts] == ["red"]


def test_a_file_another_program_keeps_locked(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    path = tmp_path / "chatbot.db"
    store = SqlStore(url(path))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked by another program"):
        Talk(store).say(like("colour", "red"))
    assert Talk(store).raw.facts == ()
    other.execute("ROLLBACK")
    assert Talk(store).say(like("colour", "red")) == 1


def test_a_database_of_a_newer_version(tmp_path):
    path = tmp_path / "chatbot.db"
    SqlStore(url(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="made by another version of this program"):
        SqlStore(url(path))


def test_a_record_of_a_newer_version(tmp_path):
    path = tmp_path / "chatbot.db"
    store = SqlStore(url(path))
    talk = Talk(store)
    talk.say(like("colour", "red"))
    with sqlite3.connect(path) as connection:
        connection.execute("""UPDATE facts SET fact = '{"id": "f1", "aura": "violet"}'""")
    for _ in range(2):  # nor is it taken for an empty memory the second time
        with pytest.raises(StoreError, match=r"chatbot\.db holds a record that cannot be read"):
            _ = talk.raw


@pytest.mark.parametrize("wrong", ["mysql://localhost/x", "mongodb://localhost", "chatbot.db", "", "oracle+nope://x"])
def test_a_url_of_an_unknown_kind(wrong):
    with pytest.raises(StoreError, match=r"Write sqlite:///PATH or postgresql://"):
        SqlStore(wrong)


def test_a_server_that_does_not_answer_is_named_without_its_password():
    pytest.importorskip("psycopg", reason="the PostgreSQL driver is not installed")
    with pytest.raises(StoreError, match="Check that it is there, that its server runs") as caught:
        SqlStore("postgres://ana:secret@127.0.0.1:1/chatbot")
    assert "secret" not in str(caught.value)


def test_a_missing_driver_is_named_with_its_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r'pip install "psycopg\[binary\]"'):
        SqlStore("postgresql://ana:secret@127.0.0.1:1/chatbot")


def test_erased_words_are_not_left_in_the_file(tmp_path):
    store = SqlStore(url(tmp_path / "chatbot.db"))
    talk = Talk(store)
    for n in range(20):
        talk.say(like("maker", f"unmistakable-{n}"))
    talk.say(intent="reset")
    store.erase("ana")
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"unmistakable" not in kept
    store.close()


def test_a_database_in_memory_serves_many_threads():
    store = SqlStore("sqlite://")
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda n: Talk(store, session=f"s{n}").say(always("maker", f"m{n}")), range(12)))
    assert {fact.value for fact in Talk(store).raw.facts} == {f"m{n}" for n in range(12)}
    store.close()


def test_opening_a_store_loads_neither_models_nor_the_catalogue():
    program = "import sys, chatbot.profile.store; print({'torch', 'chromadb', 'langchain_core'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
