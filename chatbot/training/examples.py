"""The training set: messages and explanations of all packs, as prompts and answers."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

from chatbot.catalogue.catalogue import Shelf
from chatbot.catalogue.items import LoadedItems, load_items
from chatbot.catalogue.pack import Pack, read_pack
from chatbot.catalogue.table import FacetTable
from chatbot.dialogue.frame import situated, written
from chatbot.dialogue.named import named
from chatbot.dialogue.parser import Parser
from chatbot.prompts import Prompts
from chatbot.records import Record
from chatbot.training.explanations import ExplanationWriter
from chatbot.training.messages import MessageWriter
from chatbot.training.phrases import PhraseBank
from chatbot.training.sample import Sample
from chatbot.training.vocabulary import Vocabulary

INVENTED = Path(__file__).parent / "packs"
LANGUAGES = ("en", "zh")
CHINESE = 0.2
"""Share of the messages; a Chinese character costs two or three tokens."""
EXPLAINED = 0.06
"""Share of the examples that are explanations."""
_NAMED = 0.9
"""Share of the messages that come with what they name: the model must do without, where linking finds nothing."""


END_OF_PROMPT = "<|im_end|>\n<|im_start|>assistant\n"


class Example(Record):
    """One exchange. `prefix`: the part of the prompt that all examples of a pack share; chat markup included.

    whole: whether the answer is all there is to say; how a part of one goes on is not learnt.
    """

    prefix: str
    prompt: str
    answer: str
    whole: bool = True


def turn(role: str, content: str) -> str:
    return f"<|im_start|>{role}\n{content}<|im_end|>\n"


def opened(messages: Sequence[tuple[str, str]]) -> str:
    """The prompt up to where the user's message begins."""
    return "".join(turn(role, content) for role, content in messages) + "<|im_start|>user\n"


def closed(prompt: str) -> str:
    """The user's message, and the beginning of the answer."""
    return prompt + END_OF_PROMPT


def invented_packs() -> list[Pack]:
    return [read_pack(path) for path in sorted(INVENTED.glob("*/domain.yaml"))]


def write_examples(packs: Sequence[Pack], prompts: Prompts, count: int, seed: int) -> list[Example]:
    """That many examples, evenly over the packs, shuffled. The same seed gives the same examples.

    Raises CatalogueError when a pack's items cannot be read, PromptError when the phrase bank is damaged.
    """
    rng = Random(seed)
    loaded = [(pack, load_items(pack)) for pack in packs]
    banks = {language: PhraseBank(prompts.folder, language) for language in LANGUAGES}
    vocabularies = {(pack.name, lang): Vocabulary(pack, items, lang) for pack, items in loaded for lang in LANGUAGES}
    examples: list[Example] = []
    for pack, items in loaded:
        linker = Parser(Shelf(pack, items, FacetTable(items.items, pack.facets)), prompts).linker
        forgetful = Random(rng.random())
        explained = round(EXPLAINED * count / len(packs))
        spoken = round(count / len(packs)) - explained
        for language, share in (("zh", CHINESE), ("en", 1 - CHINESE)):
            foreign = [v for (name, lang), v in vocabularies.items() if name != pack.name and lang == language]
            writer = MessageWriter(vocabularies[pack.name, language], banks[language], foreign, Random(rng.random()))
            prefix = opened([("system", vocabularies[pack.name, language].schema)])
            examples += [
                Example(prefix=prefix, prompt=closed(_situated(s, names)), answer=written(s.frame))
                for s in writer.samples(round(spoken * share))
                for names in [named(s.text, linker.mentions(s.text)) if forgetful.random() < _NAMED else ""]
            ]
        examples += _explanations(pack, items, prompts, explained, Random(rng.random()))
    rng.shuffle(examples)
    return examples


def _situated(sample: Sample, names: str) -> str:
    return situated(sample.text, sample.titles, sample.asked, sample.said, names)


def _explanations(pack: Pack, items: LoadedItems, prompts: Prompts, count: int, rng: Random) -> list[Example]:
    prefix = opened(prompts.conversation("explain"))
    writer = ExplanationWriter(pack, items, prompts, rng)
    return [Example(prefix=prefix, prompt=closed(s.notes), answer=s.sentence) for s in writer.samples(count)]
