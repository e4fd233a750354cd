"""What items are to each other, from triples.csv."""

from pathlib import Path

import pytest

from chatbot.catalogue.graph import TRIPLES, Link, load_graph
from chatbot.catalogue.pack import Facet, Pack
from chatbot.errors import CatalogueError

ROWS = {"phone": 0, "case": 1, "cable": 2}


def _pack(folder: Path, text: str | bytes) -> Pack:
    (folder / TRIPLES).write_bytes(text if isinstance(text, bytes) else text.encode())
    return Pack(name="things", noun={"en": ("thing",)}, folder=folder, facets={"kind": Facet(kind="category")})


def test_links_are_found_by_their_object_once_each(tmp_path: Path) -> None:
    lines = "subject,relation,object\ncase,accessory_of,phone\n cable , accessory_of,phone\ncase,accessory_of,phone\n"
    graph = load_graph(_pack(tmp_path, lines), ROWS)
    assert graph.towards(0) == (Link(1, "accessory_of", 0), Link(2, "accessory_of", 0))
    assert graph.towards(1) == ()


def test_what_links_no_two_items_is_passed_over(tmp_path: Path) -> None:
    lines = "\ufeffobject,subject,relation\nphone,unknown,accessory_of\nActon,phone,made_by\nphone,case\n"
    assert load_graph(_pack(tmp_path, lines), ROWS).towards(0) == (Link(1, "", 0),)


@pytest.mark.parametrize("text", ["", "case,accessory_of,phone\n", b"\xff\xfe\x00 binary \x00", b"subject,relation\n"])
def test_a_file_that_is_no_such_table_is_named_with_the_remedy(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(CatalogueError, match=r"triples\.csv"):
        load_graph(_pack(tmp_path, text), ROWS)


def test_without_a_file_nothing_is_linked(tmp_path: Path) -> None:
    pack = _pack(tmp_path, "")
    (tmp_path / TRIPLES).unlink()
    assert load_graph(pack, ROWS).towards(0) == ()
