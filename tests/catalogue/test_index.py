import json
import shutil
import sqlite3
import subprocess
import sys
from collections import namedtuple
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import chromadb
import numpy as np
import pytest
from catalogue_samples import CountingEncoder, Load, thing
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import InternalError
from filelock import FileLock

from chatbot.catalogue import chroma, index
from chatbot.catalogue.chroma import open_chroma
from chatbot.catalogue.generations import HNSW
from chatbot.catalogue.index import VectorIndex, open_index
from chatbot.catalogue.pack import Pack
from chatbot.catalogue.table import FacetTable
from chatbot.errors import CatalogueError, StaleIndexError
from chatbot.records import Constraint, Item
from chatbot.settings import Settings

DiskUsage = namedtuple("DiskUsage", "total used free")
DARK = Constraint(facet="fresh", op="is", value=False)


class Shelf:
    """Opens one data folder's index again and again, as a program started again and again would."""

    def __init__(self, pack: Pack, settings: Settings, load: Load) -> None:
        self.pack, self.settings, self._load = pack, settings, load
        self.told: list[tuple[int, int]] = []

    def items(self, rows: Sequence[dict[str, object]]) -> tuple[Item, ...]:
        return self._load(rows).items

    def open(self, rows: Sequence[dict[str, object]], encoder: CountingEncoder, rebuild: bool = False) -> VectorIndex:
        items = self.items(rows)
        self.told.clear()
        table = FacetTable(items, self.pack.facets)
        return open_index(
            self.pack, items, table, self.settings, encoder, lambda *told: self.told.append(told), rebuild
        )

    def embedded_by(self, rows: Sequence[dict[str, object]], rebuild: bool = False) -> list[str]:
        """Titles of what had to be embedded to open these rows."""
        encoder = CountingEncoder()
        self.open(rows, encoder, rebuild)
        return [text.split(".")[0] for text in encoder.texts]


@pytest.fixture
def shelf(pack: Pack, settings: Settings, load: Load) -> Shelf:
    return Shelf(pack, settings, load)


ROWS = [thing(number) for number in range(40)]


def exact(opened: VectorIndex, items: Sequence[Item], query: np.ndarray, n: int, kept: Sequence[bool]) -> list[int]:
    rows = [row for row in range(len(items)) if kept[row]]
    return sorted(rows, key=lambda row: -float(opened.vectors[row] @ query))[:n]


def test_vectors_are_those_of_the_encoder_in_item_order(shelf: Shelf, encoder: CountingEncoder) -> None:
    opened = shelf.open(ROWS, encoder)
    expected = CountingEncoder().encode([item.text for item in shelf.items(ROWS)])
    np.testing.assert_allclose(opened.vectors, expected, atol=1e-6)


def test_search_returns_the_nearest_rows_with_their_cosines_best_first(shelf: Shelf, encoder: CountingEncoder) -> None:
    opened = shelf.open(ROWS, encoder)
    found = opened.search(opened.vectors[17] * 3, 5)
    assert found[0] == (17, pytest.approx(1.0, abs=1e-5))
    assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)
    for row, cosine in found:
        assert cosine == pytest.approx(float(opened.vectors[row] @ opened.vectors[17]), abs=1e-5)


@pytest.mark.parametrize("filter_rows", [0, 10_000], ids=["in memory", "in Chroma"])
def test_search_finds_what_checking_every_item_finds(
    shelf: Shelf, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch, filter_rows: int
) -> None:
    monkeypatch.setattr(index, "FILTER_ROWS", filter_rows)
    opened, items = shelf.open(ROWS, encoder), shelf.items(ROWS)
    table = FacetTable(items, shelf.pack.facets)
    query = opened.vectors[3]
    for constraints in (
        [],
        [DARK],
        [DARK, Constraint(facet="size", op="lte", value=4.0)],
        [
            Constraint(facet="tags", op="not_in", value=("tag1",)),
            Constraint(facet="kind", op="in", value=("kind0", "kind2")),
        ],
        [Constraint(facet="kind", op="in", value=())],
    ):
        kept = table.mask(constraints).tolist()
        for n in (1, 7, 100):
            found = [row for row, _ in opened.search(query, n, constraints)]
            cosines = [float(opened.vectors[row] @ query) for row in found]
            wanted = [float(opened.vectors[row] @ query) for row in exact(opened, items, query, n, kept)]
            assert all(kept[row] for row in found)
            assert cosines == pytest.approx(wanted, abs=1e-6)


def test_a_vector_of_zeros_still_finds_items_and_other_dimensions_are_refused(
    shelf: Shelf, encoder: CountingEncoder
) -> None:
    opened = shelf.open(ROWS, encoder)
    assert len(opened.search(np.zeros(encoder.dimensions, np.float32), 5)) == 5
    assert opened.search(opened.vectors[0], 0) == []
    with pytest.raises(ValueError, match=r"\(3,\).*\(64,\)"):
        opened.search(np.ones(3, np.float32), 5)


def test_what_chroma_leaves_out_is_completed(
    shelf: Shelf, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = shelf.open(ROWS, encoder)
    monkeypatch.setattr(chromadb.Collection, "query", lambda *_, **__: {"ids": [["t1", "of another catalogue"]]})
    assert len(opened.search(opened.vectors[0], 20, [DARK])) == 20


def test_a_chroma_that_fails_is_done_without(
    shelf: Shelf, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = shelf.open(ROWS, encoder)

    def fail(*_: object, **__: object) -> None:
        raise InternalError("gone")

    monkeypatch.setattr(chromadb.Collection, "query", fail)
    assert opened.search(opened.vectors[9], 1)[0][0] == 9


def test_several_threads_may_search_at_once(shelf: Shelf, encoder: CountingEncoder) -> None:
    opened = shelf.open(ROWS, encoder)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: opened.search(opened.vectors[n % 40], 3, [] if n % 2 else [DARK]), range(200)))
    assert all(found[n][0][0] == n % 40 for n in range(1, 200, 2))


def test_opening_again_embeds_nothing_writes_nothing_and_takes_no_lock(
    shelf: Shelf, encoder: CountingEncoder, settings: Settings
) -> None:
    shelf.open(ROWS, encoder)
    before = {path: path.stat().st_mtime_ns for path in (settings.data_dir / "chroma").rglob("*") if path.is_file()}
    with FileLock(settings.data_dir / "index.lock"):
        assert shelf.embedded_by(ROWS[::-1]) == []
    assert shelf.told == []
    assert {p: p.stat().st_mtime_ns for p in (settings.data_dir / "chroma").rglob("*") if p.is_file()} == before


def test_only_new_and_changed_texts_are_embedded_and_vanished_rows_go(shelf: Shelf, encoder: CountingEncoder) -> None:
    shelf.open(ROWS, encoder)
    changed = [*ROWS[:10], thing(10, summary="quite another"), *ROWS[12:], thing(40)]
    assert sorted(shelf.embedded_by(changed)) == ["Thing 10", "Thing 40"]
    assert shelf.told == [(38, 40), (40, 40)]
    opened = shelf.open(changed, encoder)
    assert opened.client.get_collection("items.things.a", embedding_function=None).count() == 40


def test_a_changed_facet_outside_the_text_is_written_without_embedding_and_leaves_no_stale_keys(
    shelf: Shelf, encoder: CountingEncoder
) -> None:
    shelf.pack = shelf.pack.model_copy(update={"text": ("summary",)})
    shelf._load = lambda rows: index_rows(shelf.pack, rows)
    shelf.open(ROWS, encoder)
    bare = {"id": "t1", "title": "Thing 1", "summary": ROWS[1]["summary"], "fresh": True}
    rows = [ROWS[0], bare, *ROWS[2:]]
    assert shelf.embedded_by(rows) == []
    opened = shelf.open(rows, encoder)
    (metadata,) = opened.client.get_collection("items.things.a", embedding_function=None).get(["t1"])["metadatas"] or []
    assert {key for key in metadata if key.startswith("facet:")} == {"facet:fresh"}
    assert 1 not in [row for row, _ in opened.search(opened.vectors[1], 40, [DARK])]


def index_rows(pack: Pack, rows: Sequence[dict[str, object]]):  # type: ignore[no-untyped-def]
    from chatbot.catalogue.items import items_from_rows

    return items_from_rows(pack, enumerate(rows, 1), "things.jsonl")


def test_an_interrupted_build_goes_on_where_it_stopped(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.catalogue.filling.BATCH", 10)
    with pytest.raises(KeyboardInterrupt):
        shelf.open(ROWS, CountingEncoder(stops_after=25))
    assert shelf.told == [(0, 40), (10, 40), (20, 40)]
    assert len(shelf.embedded_by(ROWS)) == 20
    assert shelf.told == [(20, 40), (30, 40), (40, 40)]
    assert shelf.embedded_by(ROWS) == []


def test_an_interrupted_rebuild_leaves_the_old_index_working_and_goes_on_when_asked_again(
    shelf: Shelf, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.catalogue.filling.BATCH", 10)
    shelf.open(ROWS, encoder)
    other = CountingEncoder("other", stops_after=25)
    with pytest.raises(KeyboardInterrupt):
        shelf.open(ROWS, other, rebuild=True)
    assert shelf.embedded_by(ROWS) == []
    again = CountingEncoder("other")
    opened = shelf.open(ROWS, again, rebuild=True)
    assert len(again.texts) == 20
    assert [collection.name for collection in opened.client.list_collections()] == ["items.things.b"]


def test_an_interrupted_update_can_be_undone_or_finished(
    shelf: Shelf, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.catalogue.filling.BATCH", 10)
    shelf.open(ROWS, encoder)
    grown = [*ROWS[5:], *(thing(number) for number in range(40, 70))]
    with pytest.raises(KeyboardInterrupt):
        shelf.open(grown, CountingEncoder(stops_after=15))
    assert shelf.embedded_by(ROWS) == []
    assert len(shelf.embedded_by(grown)) == 30


def test_another_encoder_is_told_by_name_with_the_command_that_rebuilds(shelf: Shelf, encoder: CountingEncoder) -> None:
    shelf.open(ROWS, encoder)
    with pytest.raises(
        StaleIndexError, match=r"'counting' \(64 .*'other' \(64\).*chatbot index --domain things --rebuild"
    ):
        shelf.open(ROWS, CountingEncoder("other"))
    assert len(shelf.embedded_by(ROWS)) == 0


def test_a_rebuild_with_another_encoder_replaces_the_index(shelf: Shelf, encoder: CountingEncoder) -> None:
    old = shelf.open(ROWS, encoder)
    new = shelf.open(ROWS, CountingEncoder("other"), rebuild=True)
    assert [collection.name for collection in new.client.list_collections()] == ["items.things.b"]
    assert new.search(new.vectors[4], 1)[0][0] == 4
    assert old.search(old.vectors[4], 1)[0][0] == 4
    with pytest.raises(StaleIndexError, match="'other'"):
        shelf.open(ROWS, encoder)


@pytest.mark.parametrize("broken", [{"space": "l2"}, {"space": "cosine", "ef_search": 100}])
def test_a_collection_with_other_settings_is_told(
    shelf: Shelf, encoder: CountingEncoder, settings: Settings, broken: dict[str, object]
) -> None:
    state = {
        "encoder": "counting",
        "dimensions": 64,
        "schema_version": 1,
        "ready": True,
        "fingerprint": "",
        "revision": "",
    }
    open_chroma(settings, "things").create_collection(
        "items.things.a", metadata={**state, "generation": 1}, embedding_function=None, configuration={"hnsw": {**HNSW, **broken}}
    )  # fmt: skip
    with pytest.raises(StaleIndexError, match=r"other settings \(.* instead of .*--rebuild"):
        shelf.open(ROWS, encoder)
    assert len(shelf.embedded_by(ROWS, rebuild=True)) == 40


def test_a_collection_of_another_version_is_told_and_not_removed_unasked(
    shelf: Shelf, encoder: CountingEncoder, settings: Settings
) -> None:
    client = open_chroma(settings, "things")
    client.create_collection("items.things.a", metadata={"who": "knows"}, embedding_function=None)
    with pytest.raises(StaleIndexError, match="another version"):
        shelf.open(ROWS, encoder)
    assert client.get_collection("items.things.a", embedding_function=None).metadata == {"who": "knows"}


def test_a_rebuild_leaves_nothing_of_the_rows_before_in_the_database(
    shelf: Shelf, encoder: CountingEncoder, settings: Settings
) -> None:
    shelf.open(ROWS, encoder)
    shelf.open([thing(1, tags=["only"])], encoder, rebuild=True)
    with sqlite3.connect(settings.data_dir / "chroma" / "chroma.sqlite3") as database:
        lists = database.execute("SELECT DISTINCT key, string_value FROM embedding_metadata_array").fetchall()
    assert sorted(lists) == [("facet:kind", "kind1"), ("facet:tags", "only")]


def test_two_domains_share_a_folder_without_meeting(shelf: Shelf, encoder: CountingEncoder) -> None:
    shelf.open(ROWS, encoder)
    other = Shelf(shelf.pack.model_copy(update={"name": "things-2"}), shelf.settings, shelf._load)
    other.open([thing(1)], CountingEncoder("other"))
    assert shelf.embedded_by(ROWS) == []


@pytest.mark.parametrize("spoil", ["garbage", "truncated"])
def test_a_damaged_database_is_told_and_a_rebuild_mends_it(
    shelf: Shelf, encoder: CountingEncoder, settings: Settings, spoil: str
) -> None:
    folder = settings.data_dir / "chroma"
    folder.mkdir(parents=True)
    with sqlite3.connect(folder / "chroma.sqlite3") as database:
        database.execute("CREATE TABLE filler (text)")
        database.executemany("INSERT INTO filler VALUES (?)", [("x" * 1000,)] * 200)
    raw = (folder / "chroma.sqlite3").read_bytes()
    (folder / "chroma.sqlite3").write_bytes(b"\x07garbage" * 3000 if spoil == "garbage" else raw[: len(raw) // 2])
    for _ in range(2):
        with pytest.raises(StaleIndexError, match=r"chroma\.sqlite3 is damaged .*--rebuild"):
            shelf.open(ROWS, encoder)
    assert len(shelf.embedded_by(ROWS, rebuild=True)) == 40
    assert shelf.embedded_by(ROWS) == []


def test_vectors_that_are_gone_are_told_and_a_rebuild_mends_it(
    shelf: Shelf, encoder: CountingEncoder, tmp_path: Path
) -> None:
    client = shelf.open(ROWS, encoder).client
    client.get_collection("items.things.a", embedding_function=None).delete(ids=["t3"])
    with pytest.raises(StaleIndexError, match=r"1 of 40 vectors are missing.*--rebuild"):
        shelf.open(ROWS, encoder)
    assert len(shelf.embedded_by(ROWS, rebuild=True)) == 40


def test_a_disk_without_room_is_told_before_anything_is_written(
    shelf: Shelf, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.open(ROWS, encoder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: DiskUsage(10**9, 10**9, 10**6))
    with pytest.raises(CatalogueError, match=r"disk space to index 1 items.*still works.*Free some space"):
        shelf.open([*ROWS, thing(40)], CountingEncoder())
    assert shelf.embedded_by(ROWS) == []


def test_a_disk_that_fills_up_midway_is_told_and_the_old_index_still_works(
    shelf: Shelf, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.catalogue.filling.BATCH", 10)
    shelf.open(ROWS, encoder)
    written = chromadb.Collection.upsert
    calls: list[int] = []

    def fill_up(self: chromadb.Collection, **rows: object) -> None:
        calls.append(1)
        if len(calls) > 2:
            raise InternalError("error returned from database: (code: 13) database or disk is full")
        written(self, **rows)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(chromadb.Collection, "upsert", fill_up)
        with pytest.raises(CatalogueError, match=r"The disk is full.*is kept.*Free some space"):
            shelf.open(ROWS, CountingEncoder(), rebuild=True)
    assert shelf.embedded_by(ROWS) == []
    assert len(shelf.embedded_by(ROWS, rebuild=True)) == 20


def test_an_encoder_that_breaks_its_contract_is_told(shelf: Shelf) -> None:
    class Wrong(CountingEncoder):
        def encode(self, texts: Sequence[str]) -> np.ndarray:
            return super().encode(texts) * 2

    with pytest.raises(CatalogueError, match=r"'counting' returned vectors of shape .* unit length"):
        shelf.open(ROWS, Wrong())


def test_a_folder_that_cannot_be_used_is_told(shelf: Shelf, encoder: CountingEncoder, settings: Settings) -> None:
    settings.data_dir.write_text("a file where the folder should be")
    with pytest.raises(CatalogueError, match=r"Cannot use the index folder .*CHATBOT_DATA_DIR"):
        shelf.open(ROWS, encoder)


def test_a_server_that_does_not_answer_is_told(shelf: Shelf, encoder: CountingEncoder) -> None:
    shelf.settings = shelf.settings.model_copy(update={"chroma_url": "http://127.0.0.1:9"})
    with pytest.raises(CatalogueError, match=r"No Chroma server answers at http://127\.0\.0\.1:9.*CHATBOT_CHROMA_URL"):
        shelf.open(ROWS, encoder)


def test_a_writer_waits_its_turn_and_says_so_when_it_takes_too_long(
    shelf: Shelf, encoder: CountingEncoder, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma, "LOCK_SECONDS", 0.1)
    settings.data_dir.mkdir()
    with (
        FileLock(settings.data_dir / "index.lock"),
        pytest.raises(CatalogueError, match="Another process has been writing"),
    ):
        shelf.open(ROWS, encoder)


CHANGE = """
import sys, json
sys.path[:0] = json.loads(sys.argv[1])
from pathlib import Path
from catalogue_samples import FACETS, CountingEncoder, thing
from chatbot.catalogue.items import items_from_rows
from chatbot.catalogue.index import open_index
from chatbot.catalogue.pack import Pack
from chatbot.catalogue.table import FacetTable
from chatbot.settings import Settings
pack = Pack(name="things", noun={"en": ("thing", "things")}, facets=FACETS)
items = items_from_rows(pack, enumerate([thing(n) for n in range(int(sys.argv[3]))], 1), "f").items
settings = Settings(data_dir=Path(sys.argv[2]), chroma_url="", database_url="")
open_index(pack, items, FacetTable(items, FACETS), settings, CountingEncoder(), rebuild="rebuild" in sys.argv)
"""


def change_from_another_process(settings: Settings, *words: str) -> None:
    here = Path(__file__).parent
    folders = json.dumps([str(here), str(here.parents[1])])
    subprocess.run([sys.executable, "-c", CHANGE, folders, str(settings.data_dir), *words], check=True, timeout=120)


def test_what_another_process_changes_is_told_and_the_copy_in_memory_goes_on(
    shelf: Shelf, encoder: CountingEncoder, settings: Settings
) -> None:
    opened = shelf.open(ROWS, encoder)
    assert opened.search(opened.vectors[39], 1)[0][0] == 39
    change_from_another_process(settings, "30")
    assert opened.search(opened.vectors[39], 1)[0][0] == 39
    with pytest.raises(StaleIndexError, match=r"Another process has changed the index.*Restart"):
        shelf.open(ROWS, encoder)
    change_from_another_process(settings, "40", "rebuild")
    assert opened.search(opened.vectors[39], 1)[0][0] == 39
    assert shelf.embedded_by(ROWS) == []


def test_an_index_built_by_another_process_is_opened_as_it_is(shelf: Shelf, settings: Settings) -> None:
    change_from_another_process(settings, "40")
    assert shelf.embedded_by(ROWS) == []


def test_a_chroma_client_opened_by_others_on_the_folder_is_the_same(shelf: Shelf, encoder: CountingEncoder) -> None:
    opened = shelf.open(ROWS, encoder)
    again = open_chroma(shelf.settings, "things")
    assert [c.name for c in again.list_collections()] == [c.name for c in opened.client.list_collections()]
    assert not again.get_settings().anonymized_telemetry
    assert isinstance(again.get_settings(), ChromaSettings)
