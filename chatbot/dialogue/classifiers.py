"""The trained classifiers that settle what the model and the parser make of a message."""

from pathlib import Path
from typing import NamedTuple

from chatbot.dialogue.learned_stance import LearnedStances, Stances
from chatbot.dialogue.purposes import ENCODER, LearnedPurpose, Purpose
from chatbot.llm.encoders import load_encoder
from chatbot.llm.minilm import load_minilm

FOLDER = Path(__file__).parent / "weights"
"""The weights that ship."""
INTENTS, STANCES = "intents.safetensors", "stances.safetensors"


class Classifiers(NamedTuple):
    """What a message is for, and how each thing that it names is meant."""

    purpose: Purpose
    stances: Stances


def load_classifiers(folder: Path = FOLDER) -> Classifiers:
    """Raises ModelMissingError when a file of weights is not there or is not one of these."""
    return Classifiers(
        LearnedPurpose.load(load_encoder(ENCODER), folder / INTENTS),
        LearnedStances.load(load_minilm(), folder / STANCES),
    )
