"""Opens domains for measuring understanding: no item needs to be embedded for that."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from chatbot.assembly import build_understander, domain_folders, shared_encoder, shared_model
from chatbot.catalogue.catalogue import Catalogue, open_catalogue
from chatbot.catalogue.pack import find_pack
from chatbot.dialogue.classifiers import Classifiers
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.understand import Engine, Understander
from chatbot.llm.encoders import load_encoder
from chatbot.prompts import Prompts
from chatbot.settings import Settings

_INVENTED = Path(__file__).parents[1] / "training" / "packs"
"""Packs that no shop has: messages may be about them too."""
Opened = Callable[[str], tuple[Catalogue, Understander]]


@contextmanager
def opener(
    settings: Settings, beside: Iterable[Path], engine: Engine, classifiers: Classifiers | None = None
) -> Iterator[Opened]:
    """Opens each domain once. beside: folders whose packs are known too; classifiers: see `build_understander`."""
    prompts, beside = Prompts(settings.prompts_dir), tuple(beside)
    model = None if engine == "parser" else shared_model(settings)
    encoder = shared_encoder(settings)
    opened: dict[str, tuple[Catalogue, Understander]] = {}
    with TemporaryDirectory(prefix="understanding-") as folder:
        scratch = settings.model_copy(update={"data_dir": Path(folder), "chroma_url": ""})

        def open_domain(name: str) -> tuple[Catalogue, Understander]:
            if name not in opened:
                pack = find_pack(name, *domain_folders(settings), *beside, _INVENTED)
                catalogue = open_catalogue(pack, scratch, load_encoder("hash"))
                parser = Parser(catalogue, prompts)
                read = build_understander(
                    settings, catalogue, parser, prompts, model, encoder, engine, classifiers=classifiers
                )
                opened[name] = (catalogue, read)
            return opened[name]

        yield open_domain
