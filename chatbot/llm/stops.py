"""Ends a text at a stop sequence while it is being written."""

from collections.abc import Generator, Iterable, Sequence


def until_stop(pieces: Iterable[str], stops: Sequence[str]) -> Generator[str]:
    """The pieces up to the first stop sequence, which may be spread over several pieces and is not given out."""
    held = ""
    for piece in pieces:
        held += piece
        end, begun = _first(held, stops), len(held) - _begun(held, stops)
        if end is not None and end <= begun:
            break
        # What may be the beginning of a stop is held back, also before another one that is complete.
        if begun:
            yield held[:begun]
            held = held[begun:]
    if rest := held[: _first(held, stops)]:
        yield rest


def _first(text: str, stops: Sequence[str]) -> int | None:
    """Where the first stop sequence begins."""
    return min((at for at in map(text.find, stops) if at >= 0), default=None)


def _begun(text: str, stops: Sequence[str]) -> int:
    """How many characters at the end of the text may be the beginning of a stop sequence."""
    longest = max((len(stop) for stop in stops), default=1) - 1
    for length in range(min(longest, len(text)), 0, -1):
        if any(stop.startswith(text[-length:]) for stop in stops):
            return length
    return 0
