"""Fine-tunes the embedded model with LoRA (Hu et al., 2021): loss on the answers only, checkpoints, early stopping."""

import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, Literal

import structlog
import torch
from torch import Tensor

from chatbot.errors import ConfigurationError, ModelMissingError
from chatbot.records import Record
from chatbot.training.batches import BATCH, Batch, batches
from chatbot.training.examples import Example

log = structlog.get_logger(__name__)

RANK = 16
ALPHA = 32
TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
FURTHER = 1e-3
"""Learning rate of a training that goes on from an adapter."""
_WARM_UP = 0.04
_CLIP = 1.0
_STATE = "state.pt"


class Recipe(Record):
    """How one adapter is trained; stored beside it."""

    seed: int = 7
    examples: int = 20_000
    messages: str = ""
    """Names and digests of the labelled messages that are learnt from beside the written ones."""
    passes: int = 1
    learning_rate: float = 3e-3
    start: str = ""
    """Name and digest of the adapter that training goes on from; "" begins from nothing."""
    precision: Literal["auto", "bfloat16", "float32"] = "auto"
    """Of the frozen weights and of the products; auto: bfloat16 where the processor multiplies it."""
    minutes: float = 120.0
    """The most it may take: training ends in time to have cooled down by then."""
    patience: int = 4
    """Evaluations without an improvement before training stops."""
    evaluate_every: int = 100
    """Steps of one batch."""


class Progress(Record):
    """What training has come to."""

    step: int
    steps: int
    loss: float
    validation: float | None
    tokens_per_second: float
    seconds_left: float


Tick = Callable[[Progress], None]


def load_base(base: Path) -> tuple[Any, Any]:
    """(tokenizer, model) of a GGUF file in full precision; takes about a minute.

    Raises ModelMissingError when transformers is not installed.
    """
    with _installed():
        import transformers
    where, file = str(base.parent), base.name
    tokenizer = transformers.AutoTokenizer.from_pretrained(where, gguf_file=file)
    return tokenizer, transformers.AutoModelForCausalLM.from_pretrained(where, gguf_file=file, dtype=torch.float32)


@contextmanager
def _installed() -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise ModelMissingError(
            f"Training needs {error.name}. Run: pip install 'conversational-recommender[training]'"
        ) from error


class Trainer:
    """Trains one adapter in a folder; called again on the same folder it goes on where it stopped."""

    def __init__(self, tokenizer: Any, model: Any, folder: Path, recipe: Recipe) -> None:
        """`tokenizer`, `model`: as transformers gives them. Raises ModelMissingError when peft is not installed."""
        with _installed():
            import peft
            from peft.helpers import disable_input_dtype_casting
        torch.manual_seed(recipe.seed)
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._recipe = folder, recipe
        self.tokenizer = tokenizer
        self._half = recipe.precision == "bfloat16" or (recipe.precision == "auto" and _multiplies_bfloat16())
        if self._half:
            model = model.to(torch.bfloat16)
        # torch's own attention kernel for processors takes most of a step on its way back.
        model.set_attn_implementation("eager")
        config = peft.LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=list(TARGETS), lora_dropout=0.0, bias="none")
        self.model: Any = peft.get_peft_model(model, config)
        self._uncast = disable_input_dtype_casting

    def train(self, examples: Sequence[Example], held_out: Sequence[Example], tick: Tick) -> list[dict[str, float]]:
        """Train, and leave the best weights in the model. Returns the history: step, loss, validation loss."""
        with self._uncast(self.model):  # peft would make full precision of all that its weights meet
            return self._train(examples, held_out, tick)

    def _train(self, examples: Sequence[Example], held_out: Sequence[Example], tick: Tick) -> list[dict[str, float]]:
        recipe = self._recipe
        weights = [p for p in self.model.parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(weights, lr=recipe.learning_rate, weight_decay=0.0, betas=(0.9, 0.98), fused=True)
        checks = batches(held_out, self._encode, self._pad)
        plan = list(self._plan(examples))
        run = _Run(self._folder / _STATE, self.model, optimizer, recipe)
        started = time.monotonic() - run.seconds
        tokens = 0
        if recipe.start and not run.step:
            run.check(self._validate(checks), 0.0)  # it must become better than it was
        self.model.train()
        for step, batch in enumerate(plan):
            if step < run.step:
                continue
            spent = time.monotonic() - started
            done = max(step / len(plan), spent / (60 * recipe.minutes))
            if done >= 1 or run.waited >= recipe.patience:
                break
            for group in optimizer.param_groups:
                group["lr"] = recipe.learning_rate * _schedule(step / len(plan), done)
            loss = self._loss(batch)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, _CLIP)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            tokens += batch.size
            run.note(step + 1, float(loss.detach()))
            last = step + 1 == len(plan)
            if (step + 1) % recipe.evaluate_every == 0 or last:
                run.check(self._validate(checks), time.monotonic() - started)
            spent = time.monotonic() - started
            rate = (step + 1) / max(spent, 1e-6)
            left = min((len(plan) - step - 1) / rate, 60 * recipe.minutes - spent)
            speed = tokens / max(1e-6, spent - run.seconds_before)
            tick(
                Progress(
                    step=step + 1,
                    steps=len(plan),
                    loss=run.smooth,
                    validation=run.latest,
                    tokens_per_second=speed,
                    seconds_left=left,
                )
            )
        if run.unchecked:
            run.check(self._validate(checks), time.monotonic() - started)
        run.restore_best()
        self.model.eval()
        (self._folder / "history.json").write_text(json.dumps(run.history), encoding="utf-8")
        (self._folder / "recipe.json").write_text(recipe.model_dump_json(indent=2), encoding="utf-8")
        return run.history

    @torch.inference_mode()  # type: ignore[untyped-decorator]
    def answer(self, example: Example, max_tokens: int = 100) -> str:
        """What the trained model writes, greedily and unconstrained: to compare with llama.cpp."""
        ids = torch.tensor([self._encode(example.prefix) + self._encode(example.prompt)])
        end = self._encode("<|im_end|>")[0]
        out = self.model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            max_new_tokens=max_tokens,
            do_sample=False,
            eos_token_id=end,
            pad_token_id=end,
        )
        return str(self.tokenizer.decode(out[0, ids.shape[1] :], skip_special_tokens=True))

    @property
    def _pad(self) -> int:
        return self._encode("<|im_end|>")[0]

    def _encode(self, text: str) -> list[int]:
        return list(self.tokenizer(text, add_special_tokens=False).input_ids)

    def _plan(self, examples: Sequence[Example]) -> Iterator[Batch]:
        rng = Random(self._recipe.seed)
        for _ in range(self._recipe.passes):
            yield from batches(examples, self._encode, self._pad, rng)

    def _loss(self, batch: Batch) -> Tensor:
        """Mean cross-entropy of the answers' tokens. The prefix is computed once for the whole batch."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self._half):
            return self._loss_of(batch)

    def _loss_of(self, batch: Batch) -> Tensor:
        core = self.model.base_model.model
        n = batch.tokens.shape[0]
        before = core.model(input_ids=batch.prefix, use_cache=True).past_key_values
        before.batch_repeat_interleave(n)
        width = batch.prefix.shape[1]
        seen = torch.cat([torch.ones((n, width), dtype=torch.bool), batch.present], dim=1)
        places = torch.arange(width, width + batch.tokens.shape[1]).expand(n, -1)
        hidden = core.model(
            input_ids=batch.tokens,
            attention_mask=seen.long(),
            position_ids=places,
            past_key_values=before,
            use_cache=True,
        ).last_hidden_state
        wanted = batch.labels[:, 1:]
        rows = wanted != -100
        # The vocabulary is large: only where an answer is written are its scores computed.
        scores = core.lm_head(hidden[:, :-1][rows])
        return torch.nn.functional.cross_entropy(scores.float(), wanted[rows])

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def _validate(self, checks: Sequence[Batch]) -> float:
        self.model.eval()
        losses = [float(self._loss(batch)) for batch in checks]
        self.model.train()
        return sum(losses) / max(1, len(losses))


def _multiplies_bfloat16() -> bool:
    """Whether this processor has instructions for it: training is then at least twice as fast."""
    has = torch.cpu.get_capabilities()
    return bool(has.get("amx_bf16") or has.get("avx512_bf16"))


class _Run:
    """The state of one training: where it is, its best weights, and its checkpoint on disk."""

    def __init__(self, path: Path, model: Any, optimizer: torch.optim.Optimizer, recipe: Recipe) -> None:
        """Raises ConfigurationError when the checkpoint is of another recipe."""
        self._path, self._model, self._optimizer = path, model, optimizer
        self._recipe = recipe.model_dump(mode="json", exclude={"minutes", "patience"})
        self.step, self.seconds, self.waited = 0, 0.0, 0
        self.smooth, self.latest = math.nan, None
        self.best = math.inf
        self._best_weights: dict[str, Tensor] = {}
        self.history: list[dict[str, float]] = []
        self.unchecked = False
        if path.is_file():
            self._load()
        self.seconds_before = self.seconds

    latest: float | None

    def note(self, step: int, loss: float) -> None:
        self.step, self.unchecked = step, True
        self.smooth = loss if math.isnan(self.smooth) else 0.95 * self.smooth + 0.05 * loss

    def check(self, validation: float, seconds: float) -> None:
        """Remember the weights if they are the best so far, and write a checkpoint."""
        self.latest, self.seconds, self.unchecked = validation, seconds, False
        self.history.append(
            # Before the first step there is no training loss yet.
            {
                "step": self.step,
                "loss": validation if math.isnan(self.smooth) else self.smooth,
                "validation": validation,
                "seconds": round(seconds),
            }
        )
        self.waited = 0 if validation < self.best else self.waited + 1
        if validation < self.best:
            self.best, self._best_weights = validation, self._weights()
        self._save()

    def restore_best(self) -> None:
        if self._best_weights:
            self._model.load_state_dict(self._best_weights, strict=False)

    def _weights(self) -> dict[str, Tensor]:
        return {name: p.detach().clone() for name, p in self._model.named_parameters() if p.requires_grad}

    def _save(self) -> None:
        state = {
            "recipe": self._recipe, "step": self.step, "seconds": self.seconds, "waited": self.waited,
            "smooth": self.smooth, "latest": self.latest, "best": self.best, "best_weights": self._best_weights,
            "history": self.history,
            "weights": self._weights(), "optimizer": self._optimizer.state_dict(),
        }  # fmt: skip
        partial = self._path.with_suffix(".part")
        torch.save(state, partial)
        partial.replace(self._path)  # a checkpoint is whole or not there

    def _load(self) -> None:
        state = torch.load(self._path, weights_only=True)
        if state.get("recipe") != self._recipe:
            raise ConfigurationError(
                f"{self._path} is the checkpoint of another training: {state.get('recipe', 'unknown')}. "
                "Go on with its options, or begin anew with --fresh."
            )
        for name in ("step", "seconds", "waited", "smooth", "latest", "best", "history"):
            setattr(self, name, state[name])
        self._best_weights = state["best_weights"]
        self._model.load_state_dict(state["weights"], strict=False)
        self._optimizer.load_state_dict(state["optimizer"])
        log.info("training goes on", step=self.step, seconds=round(self.seconds))


def _schedule(progress: float, done: float) -> float:
    """Share of the learning rate: a short warm-up, then a cosine down to a twentieth at the end of steps or time."""
    if progress < _WARM_UP:
        return max(0.02, progress / _WARM_UP)
    return 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * min(1.0, done)))


__all__ = ["BATCH", "Progress", "Recipe", "Trainer", "load_base"]
