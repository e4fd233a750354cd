"""The bundled items pass the loader's own validation."""

import pytest

from chatbot.catalogue.items import load_items
from chatbot.catalogue.pack import read_pack
from chatbot.settings import bundled


@pytest.mark.parametrize("name", ["movies", "shop"])
def test_every_bundled_row_loads_without_a_problem(name: str) -> None:
    loaded = load_items(read_pack(bundled("knowledge") / name / "domain.yaml"))
    assert [str(problem) for problem in loaded.problems] == []
    assert all(item.text and item.summary for item in loaded.items)
