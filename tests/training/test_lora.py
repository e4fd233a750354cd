"""Training on a tiny model: it learns, it goes on where it stopped, and it stops when nothing is gained."""

from pathlib import Path
from typing import Any

import pytest
import torch

from chatbot.errors import ConfigurationError, ModelMissingError
from chatbot.training.batches import ROOM, batches
from chatbot.training.examples import END_OF_PROMPT, Example, opened
from chatbot.training.export import export_adapter, import_adapter
from chatbot.training.lora import ALPHA, Progress, Recipe, Trainer

transformers = pytest.importorskip("transformers")
pytest.importorskip("peft")

PREFIX = opened([("system", "things\nkind: a, b")])
EXAMPLES = [Example(prefix=PREFIX, prompt=f"say {n % 3}{END_OF_PROMPT}", answer=f"+{n % 3}") for n in range(64)]


def trainer(tiny: Path, folder: Path, **recipe: Any) -> Trainer:
    tokenizer = transformers.AutoTokenizer.from_pretrained(tiny)
    model = transformers.AutoModelForCausalLM.from_pretrained(tiny)
    return Trainer(
        tokenizer,
        model,
        folder,
        Recipe(**{"learning_rate": 0.02, "evaluate_every": 2, "passes": 4, "precision": "float32", **recipe}),
    )


def test_it_learns(tiny_transformer: Path, tmp_path: Path) -> None:
    history = trainer(tiny_transformer, tmp_path, passes=10).train(EXAMPLES, EXAMPLES[:16], lambda _: None)
    # One random layer under a random vocabulary cannot learn much; that it learns at all is what the loop is for.
    assert history[-1]["validation"] < history[0]["validation"] - 0.05


def test_it_learns_in_half_precision_too(tiny_transformer: Path, tmp_path: Path) -> None:
    made = trainer(tiny_transformer, tmp_path, passes=10, precision="bfloat16")
    history = made.train(EXAMPLES, EXAMPLES[:16], lambda _: None)
    assert history[-1]["validation"] < history[0]["validation"] - 0.05
    frozen = {p.dtype for p in made.model.parameters() if not p.requires_grad}
    learnt = {p.dtype for p in made.model.parameters() if p.requires_grad}
    assert (frozen, learnt) == ({torch.bfloat16}, {torch.float32})


def test_interrupted_it_goes_on_where_it_stopped(tiny_transformer: Path, tmp_path: Path) -> None:
    def interrupt(state: Progress) -> None:
        if state.step == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trainer(tiny_transformer, tmp_path).train(EXAMPLES, EXAMPLES[:16], interrupt)
    steps: list[int] = []
    trainer(tiny_transformer, tmp_path).train(EXAMPLES, EXAMPLES[:16], lambda state: steps.append(state.step))
    assert steps[0] == 7  # the last checkpoint was written after step 6
    assert steps[-1] == 16


def test_a_checkpoint_of_another_training_is_not_gone_on_with(tiny_transformer: Path, tmp_path: Path) -> None:
    trainer(tiny_transformer, tmp_path).train(EXAMPLES, EXAMPLES[:16], lambda _: None)
    with pytest.raises(ConfigurationError, match="--fresh"):
        trainer(tiny_transformer, tmp_path, seed=8).train(EXAMPLES, EXAMPLES[:16], lambda _: None)


def test_it_stops_when_nothing_is_gained(tiny_transformer: Path, tmp_path: Path) -> None:
    steps: list[int] = []
    made = trainer(tiny_transformer, tmp_path, learning_rate=5.0, patience=2, passes=40)
    made.train(EXAMPLES, EXAMPLES[:16], lambda state: steps.append(state.step))
    assert steps[-1] < 200


def test_it_ends_when_its_time_is_over(tiny_transformer: Path, tmp_path: Path) -> None:
    made = trainer(tiny_transformer, tmp_path, minutes=0.02, passes=200)
    made.train(EXAMPLES, EXAMPLES[:16], lambda _: None)


def test_only_answers_are_learnt_and_nothing_is_lost() -> None:
    encode = lambda text: [ord(c) for c in text]  # noqa: E731
    made = batches(EXAMPLES, encode, pad=0)
    learnt = ["".join(chr(i) for i in row[row != -100]) for batch in made for row in batch.labels]
    assert sorted(learnt) == sorted(e.answer + "<|im_end|>" for e in EXAMPLES)
    assert all(batch.prefix.tolist() == [encode(PREFIX)] for batch in made)


def test_long_messages_share_a_batch_with_few() -> None:
    """What a step takes of memory is bounded, however long the messages are."""
    encode = lambda text: [ord(c) for c in text]  # noqa: E731
    longer = [e.model_copy(update={"prompt": "x" * 40 * n + e.prompt}) for n, e in enumerate(EXAMPLES)]
    made = batches(longer, encode, pad=0)
    assert all(batch.tokens.numel() <= ROOM or len(batch.tokens) == 1 for batch in made)
    assert sum(len(batch.tokens) for batch in made) == len(longer)


def test_sharing_the_prefix_changes_no_loss(tiny_transformer: Path, tmp_path: Path) -> None:
    """The loss of a batch is that of each whole conversation read by itself."""
    made = trainer(tiny_transformer, tmp_path)
    (batch,) = batches(EXAMPLES[:3], made._encode, made._pad)
    core = made.model.base_model.model
    losses, counts = [], []
    for tokens, labels, present in zip(batch.tokens, batch.labels, batch.present, strict=True):
        whole = torch.cat([batch.prefix[0], tokens[present]])[None]
        wanted = torch.cat([torch.full_like(batch.prefix[0], -100), labels[present]])[None]
        scores = core(input_ids=whole).logits[:, :-1]
        rows = wanted[:, 1:] != -100
        losses.append(torch.nn.functional.cross_entropy(scores[rows], wanted[:, 1:][rows], reduction="sum"))
        counts.append(int(rows.sum()))
    assert torch.isclose(made._loss(batch), sum(losses) / sum(counts), atol=1e-4)


def test_what_is_exported_can_be_trained_further(tiny_transformer: Path, tmp_path: Path) -> None:
    first = trainer(tiny_transformer, tmp_path / "first")
    with torch.no_grad():
        for weight in (p for p in first.model.parameters() if p.requires_grad):
            weight.normal_()
    export_adapter(first.model, tmp_path / "adapter.gguf", ALPHA, {})
    second = trainer(tiny_transformer, tmp_path / "second")
    import_adapter(second.model, tmp_path / "adapter.gguf")
    pairs = zip(first.model.parameters(), second.model.parameters(), strict=True)
    assert all(torch.allclose(a, b, atol=1e-2) for a, b in pairs)  # stored in half precision


def test_what_is_trained_further_never_becomes_worse(tiny_transformer: Path, tmp_path: Path) -> None:
    made = trainer(tiny_transformer, tmp_path, learning_rate=500.0, start="some adapter")
    before = [p.detach().clone() for p in made.model.parameters() if p.requires_grad]
    history = made.train(EXAMPLES, EXAMPLES[:16], lambda _: None)
    assert history[0]["step"] == 0
    assert min(row["validation"] for row in history) == history[0]["validation"]
    after = [p for p in made.model.parameters() if p.requires_grad]
    assert all(torch.equal(a, b) for a, b in zip(before, after, strict=True))


def test_what_is_no_adapter_is_not_gone_on_with(tiny_transformer: Path, tmp_path: Path) -> None:
    (tmp_path / "adapter.gguf").write_bytes(b"no adapter")
    with pytest.raises(ModelMissingError, match="no adapter"):
        import_adapter(trainer(tiny_transformer, tmp_path).model, tmp_path / "adapter.gguf")
