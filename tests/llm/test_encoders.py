"""Every encoder keeps one contract; each also says what it is for."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.errors import ModelMissingError
from chatbot.llm.base import Encoder
from chatbot.llm.encoders import load_encoder
from chatbot.llm.packaged import minilm_file, packaged_file

TEXTS = ["a quiet story of two sisters", "", "🎧🎧", "我想看一部科幻电影", "word " * 3000, "\x00\x07 \ud800", "short"]


class EncoderContract:
    """What every encoder promises. Subclasses give the encoder."""

    @pytest.fixture(scope="class")
    def encoder(self) -> Encoder:
        raise NotImplementedError

    def test_rows_have_unit_length_and_the_promised_width(self, encoder: Encoder) -> None:
        vectors = encoder.encode(TEXTS)
        assert vectors.shape == (len(TEXTS), encoder.dimensions)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)

    def test_rows_come_in_the_order_of_the_texts(self, encoder: Encoder) -> None:
        many = [f"{'long ' * (number % 7)}text number {number}" for number in range(150)]
        together = encoder.encode(many)
        alone = np.vstack([encoder.encode([text]) for text in many[::10]])
        assert np.allclose(together[::10], alone, atol=1e-5)

    def test_no_texts_give_no_rows(self, encoder: Encoder) -> None:
        assert encoder.encode([]).shape == (0, encoder.dimensions)

    def test_the_same_text_gives_the_same_vector(self, encoder: Encoder) -> None:
        first, second = encoder.encode(["headphones for running", "headphones for running"])
        assert np.allclose(first, second, atol=1e-6)

    def test_similar_texts_are_nearer_than_others(self, encoder: Encoder) -> None:
        asked, near, far = encoder.encode(
            ["wireless headphones for running", "running headphones, wireless", "a cast iron pan"]
        )
        assert asked @ near > asked @ far

    def test_its_name_is_what_loads_it(self, encoder: Encoder) -> None:
        assert load_encoder(encoder.name) is encoder


class TestHashEncoder(EncoderContract):
    @pytest.fixture(scope="class")
    def encoder(self) -> Encoder:
        return load_encoder("hash")

    def test_similar_chinese_texts_are_near(self, encoder: Encoder) -> None:
        asked, near, far = encoder.encode(["我想看科幻电影", "科幻电影", "铸铁锅"])
        assert asked @ near > asked @ far

    @given(st.text())
    def test_any_text_has_a_vector_of_unit_length(self, text: str) -> None:
        assert np.isclose(np.linalg.norm(load_encoder("hash").encode([text])), 1.0, atol=1e-5)

    def test_vectors_are_the_same_in_every_process(self, encoder: Encoder) -> None:
        code = "from chatbot.llm.encoders import load_encoder as l; print(l('hash').encode(['one two'])[0].tolist())"
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        assert eval(other) == encoder.encode(["one two"])[0].tolist()


@pytest.mark.slow
class TestMiniLM(EncoderContract):
    @pytest.fixture(scope="class")
    def encoder(self) -> Encoder:
        return load_encoder("minilm")

    def test_it_agrees_with_sentence_transformers(self, encoder: Encoder) -> None:
        library = pytest.importorskip("sentence_transformers")
        reference = library.SentenceTransformer(str(_minilm_folder()), device="cpu")
        texts = [text for text in TEXTS if "\ud800" not in text] * 20
        theirs = reference.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        assert np.abs(encoder.encode(texts) - theirs).max() < 1e-4

    def test_loading_and_encoding_say_nothing(self) -> None:
        code = "from chatbot.llm.encoders import load_encoder as l; l('minilm').encode(['a', 'much longer text'])"
        said = subprocess.run([sys.executable, "-W", "default", "-c", code], capture_output=True, text=True, check=True)
        assert (said.stdout, said.stderr) == ("", "")

    def test_it_needs_neither_transformers_nor_sentence_transformers(self) -> None:
        code = (
            "import sys; from chatbot.llm.encoders import load_encoder as l; l('minilm').encode(['a']);"
            "assert not {'transformers', 'sentence_transformers'} & set(sys.modules)"
        )
        subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.slow
class TestSentenceTransformersFolder(EncoderContract):
    @pytest.fixture(scope="class")
    def encoder(self) -> Encoder:
        pytest.importorskip("sentence_transformers")
        return load_encoder(str(_minilm_folder()))


def test_a_missing_encoder_folder_is_named() -> None:
    with pytest.raises(ModelMissingError, match=r"no/such/folder does not exist.*CHATBOT_EMBEDDER"):
        load_encoder("./no/such/folder")


def test_a_missing_library_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelMissingError, match=r"needs sentence-transformers\. Run: pip install"):
        load_encoder("some/model-of-the-hub")


@pytest.mark.slow
def test_a_folder_that_holds_no_model_is_named(tmp_path: Path) -> None:
    pytest.importorskip("tokenizers")
    with pytest.raises(ModelMissingError, match=r"cannot be loaded|needs sentence-transformers"):
        load_encoder(str(tmp_path))


def test_a_missing_model_package_is_named_with_its_remedy() -> None:
    with pytest.raises(ModelMissingError, match=r"no_such_package.*is not installed\. Run: pip install it"):
        packaged_file("no_such_package", "*.gguf", "pip install it")


def _minilm_folder() -> Path:
    return minilm_file("model.safetensors").parent
