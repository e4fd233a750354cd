"""Chinese in traditional characters, read as the simplified ones that cues and packs are written in."""

from collections.abc import Mapping
from functools import lru_cache

from opencc import OpenCC

_RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
"""Where Unicode has the characters."""


def simplified(text: str) -> str:
    """The text in simplified characters, each in the place that it had."""
    return text if text.isascii() else text.translate(_table())


@lru_cache(maxsize=1)
def _table() -> Mapping[int, str]:
    characters = [chr(code) for start, end in _RANGES for code in range(start, end)]
    plain = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(one): other for one, other in zip(characters, plain, strict=True) if one != other and len(other) == 1}
