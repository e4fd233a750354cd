import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from catalogue_samples import CountingEncoder, Load, thing

from chatbot.catalogue.catalogue import open_catalogue
from chatbot.catalogue.pack import Pack
from chatbot.errors import CatalogueError
from chatbot.records import Constraint
from chatbot.settings import Settings


@pytest.fixture
def filed(pack: Pack, tmp_path: Path) -> Pack:
    """The pack with an item file of twenty good rows and a bad one."""
    lines = [json.dumps(thing(number)) for number in range(20)]
    (tmp_path / "items.jsonl").write_text("\n".join([*lines[:4], "{", *lines[4:]]))
    return pack.model_copy(update={"folder": tmp_path})


def test_a_catalogue_is_read_from_the_packs_file_with_its_problems(
    filed: Pack, settings: Settings, encoder: CountingEncoder
) -> None:
    catalogue = open_catalogue(filed, settings, encoder)
    assert len(catalogue.items) == 20
    assert [problem.line for problem in catalogue.problems] == [5]
    assert catalogue.pack is filed


def test_rows_mean_the_same_in_items_table_vectors_and_words(
    filed: Pack, settings: Settings, encoder: CountingEncoder
) -> None:
    catalogue = open_catalogue(filed, settings, encoder)
    row = catalogue.row("t13")
    assert row is not None
    assert catalogue.items[row] is catalogue.item("t13")
    assert catalogue.table.numbers("size")[row] == 3
    assert catalogue.sparse.search("word13", 5)[0][0] == row
    assert catalogue.dense.search(encoder.encode([catalogue.items[row].text])[0], 1)[0][0] == row


def test_an_unknown_id_has_neither_row_nor_item(filed: Pack, settings: Settings, encoder: CountingEncoder) -> None:
    catalogue = open_catalogue(filed, settings, encoder)
    assert catalogue.row("unheard") is None
    assert catalogue.item("unheard") is None


def test_items_read_elsewhere_are_taken_as_they_are(
    pack: Pack, settings: Settings, encoder: CountingEncoder, load: Load
) -> None:
    loaded = load([thing(1), thing(2)])
    assert open_catalogue(pack, settings, encoder, loaded=loaded).items is loaded.items


def test_items_are_found_by_their_other_titles(settings: Settings, encoder: CountingEncoder, tmp_path: Path) -> None:
    (tmp_path / "items.jsonl").write_text(json.dumps({"id": "a", "title": "A", "title_zh": "盗梦空间"}))
    pack = Pack(
        name="named",
        noun={"en": ("thing",)},
        folder=tmp_path,
        facets={},
        title_fields={"zh": "title_zh"},
        text=("title",),
    )
    catalogue = open_catalogue(pack, settings, encoder)
    assert catalogue.sparse.search("盗梦空间", 1)
    assert [catalogue.items[0].named(language) for language in ("en", "zh", "fr")] == ["A", "盗梦空间", "A"]


def test_a_catalogue_of_one_item_can_be_searched(
    pack: Pack, settings: Settings, encoder: CountingEncoder, load: Load
) -> None:
    catalogue = open_catalogue(pack, settings, encoder, loaded=load([thing(1)]))
    condition = [Constraint(facet="size", op="gte", value=0.0)]
    assert [row for row, _ in catalogue.dense.search(catalogue.dense.vectors[0], 5, condition)] == [0]


def test_a_missing_item_file_leaves_an_index_alone(filed: Pack, settings: Settings, encoder: CountingEncoder) -> None:
    open_catalogue(filed, settings, encoder)
    assert filed.folder is not None
    hidden = (filed.folder / "items.jsonl").rename(filed.folder / "hidden")
    with pytest.raises(CatalogueError, match="Cannot read the items"):
        open_catalogue(filed, settings, encoder)
    hidden.rename(filed.folder / "items.jsonl")
    again = CountingEncoder()
    open_catalogue(filed, settings, again)
    assert again.texts == []


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Chroma's own server on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1", "--port", str(port)]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen([*command, "--path", str(tmp_path / "served")], stdout=log, stderr=log)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.slow
def test_a_chroma_server_serves_as_the_embedded_one_does(
    pack: Pack, settings: Settings, load: Load, server: str
) -> None:
    remote = settings.model_copy(update={"chroma_url": server})
    rows = [thing(number) for number in range(40)]
    encoder = CountingEncoder()
    catalogue = open_catalogue(pack, remote, encoder, loaded=load(rows))
    here = open_catalogue(pack, settings, encoder, loaded=load(rows))
    condition = [Constraint(facet="tags", op="not_in", value=("tag1",)), Constraint(facet="size", op="lte", value=6.0)]
    found = catalogue.dense.search(here.dense.vectors[2], 10, condition)
    np.testing.assert_allclose(found, here.dense.search(here.dense.vectors[2], 10, condition), atol=1e-5)
    changed = CountingEncoder()
    open_catalogue(pack, remote, changed, loaded=load([thing(3, summary="other"), *rows[4:]]))
    assert len(changed.texts) == 1
    rebuilt = open_catalogue(pack, remote, CountingEncoder("other"), rebuild=True, loaded=load(rows))
    assert [collection.name for collection in rebuilt.dense.client.list_collections()] == ["items.things.b"]
