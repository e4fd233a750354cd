"""The tuned encoder: it reads a stretch in its place, is what it was after a save, and changes nothing at first."""

from pathlib import Path

import pytest
import torch

from chatbot.errors import ModelMissingError
from chatbot.llm.minilm import load_minilm
from chatbot.llm.tuned_minilm import TunedMiniLM

TEXT = "my wife is scared of sharks, so a comedy"


@pytest.fixture(scope="module")
def tuned() -> TunedMiniLM:
    torch.manual_seed(1)
    return TunedMiniLM(load_minilm(), facts=2, classes=3, rank=4).fixed()


def test_chances_add_up_and_go_by_the_stretch(tuned: TunedMiniLM) -> None:
    sharks, comedy = (tuned.marked(TEXT, (TEXT.find(w), TEXT.find(w) + len(w)), (1, 0)) for w in ("sharks", "comedy"))
    together = tuned.chances([sharks, comedy])
    assert [sum(each) for each in together] == pytest.approx([1, 1])
    assert together[0] != pytest.approx(together[1])
    assert tuned.chances([sharks])[0] == pytest.approx(together[0], abs=1e-5)  # padding counts for nothing


def test_the_stretch_is_found_behind_signs_of_any_kind(tuned: TunedMiniLM) -> None:
    for text in (f"《{TEXT}》", f"  {TEXT}", f"不要恐怖片，{TEXT}", "x " * 400 + TEXT):
        at = text.find("sharks")
        read = tuned.marked(text, (at, at + 6), (0, 0))
        assert min(read.rows) > 0
        assert len(read.rows) == 1  # one word of the vocabulary, and not the brackets


def test_a_stretch_of_nothing_is_read_too(tuned: TunedMiniLM) -> None:
    assert sum(tuned.chances([tuned.marked("\ud800\x00", (0, 1), (0, 1))])[0]) == pytest.approx(1)


def test_signs_that_the_vocabulary_lacks_are_told_apart(tuned: TunedMiniLM) -> None:
    one, other = (tuned.marked(f"{sign}片", (0, 1), (0, 0)).ids for sign in ("谍", "怖"))
    assert one != other


def test_it_is_the_same_after_a_save(tuned: TunedMiniLM, tmp_path: Path) -> None:
    tuned.save(tmp_path / "t.safetensors")
    again = TunedMiniLM.load(load_minilm(), tmp_path / "t.safetensors", facts=2, classes=3)
    marked = tuned.marked(TEXT, (21, 27), (1, 1))
    assert again.chances([marked])[0] == pytest.approx(tuned.chances([marked])[0], abs=1e-2)
    with pytest.raises(ModelMissingError, match=r"t\.safetensors"):
        TunedMiniLM.load(load_minilm(), tmp_path / "t.safetensors", facts=5, classes=3)


def test_the_encoder_itself_is_left_as_it_is(tuned: TunedMiniLM) -> None:
    before = load_minilm().encode([TEXT])
    tuned.chances([tuned.marked(TEXT, (0, 2), (0, 0))])
    assert (load_minilm().encode([TEXT]) == before).all()
