"""The trained classifiers that settle what the model and the parser make of a message."""

from pathlib import Path
from typing import NamedTuple

from chatbot.dialogue.learned_stance import LearnedStances, Stances
from chatbot.dialogue.learned_wish import LearnedWishes, Wishes
from chatbot.dialogue.purposes import ENCODER, LearnedPurpose, Purpose
from chatbot.llm.encoders import load_encoder
from chatbot.llm.minilm import load_minilm

FOLDER = Path(__file__).parent / "weights"
"""The weights that ship."""
INTENTS, STANCES, WISHES = "intents.safetensors", "stances.safetensors", "wishes.safetensors"
INTENTS_TUNED, STANCES_TUNED, WISHES_TUNED = (
    "intents-tuned.safetensors",
    "stances-tuned.safetensors",
    "wishes-tuned.safetensors",
)


class Classifiers(NamedTuple):
    """What a message is for, how each thing that it names is meant, and which other phrases are wishes."""

    purpose: Purpose
    stances: Stances
    wishes: Wishes


def load_classifiers(folder: Path = FOLDER) -> Classifiers:
    """Those of the folder; of which it has only some, the others are the ones that ship.

    Raises ModelMissingError when it has none, or a file is not one of these.
    """
    names = (INTENTS, INTENTS_TUNED, STANCES, STANCES_TUNED, WISHES, WISHES_TUNED)
    own = [name for name in names if (folder / name).exists()]
    found = {name: (FOLDER if own and name not in own else folder) / name for name in names}
    return Classifiers(
        LearnedPurpose.load(load_encoder(ENCODER), load_minilm(), found[INTENTS], found[INTENTS_TUNED]),
        LearnedStances.load(load_minilm(), found[STANCES], found[STANCES_TUNED]),
        LearnedWishes.load(load_minilm(), found[WISHES], found[WISHES_TUNED]),
    )
