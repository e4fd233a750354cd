"""Ends a text at a stop sequence while it is being written."""

from collections.abc import Generator, Iterable, Sequence


def until_stop(pieces: Iterable[str], stops: Sequence[str]) -> Generator[str]:
    """The pieces up to the first stop sequence, which may be spread over several pieces and is not given out."""
    held = ""
    for piece in pieces:
        held += piece
        found = [at for at in (held.find(stop) for stop in stops) if at >= 0]
        if found:
            if held[: min(found)]:
                yield held[: min(found)]
            return
        safe = len(held) - _begun(held, stops)
        if safe:
            yield held[:safe]
            held = held[safe:]
    if held:
        yield held


def _begun(text: str, stops: Sequence[str]) -> int:
    """How many characters at the end of the text may be the beginning of a stop sequence."""
    longest = max((len(stop) for stop in stops), default=1) - 1
    for length in range(min(longest, len(text)), 0, -1):
        if any(stop.startswith(text[-length:]) for stop in stops):
            return length
    return 0
