"""Which turn UNDO takes back, told from the kinds of the events."""

import pytest

from chatbot.profile.events import EventKind, turn_to_undo

ADDED, SUPERSEDED, SHADOWED = EventKind.ADDED, EventKind.SUPERSEDED, EventKind.SHADOWED
RETRACTED, UNDONE, RESTORED = EventKind.RETRACTED, EventKind.UNDONE, EventKind.RESTORED


@pytest.mark.parametrize(
    ("happened", "turn"),
    [
        ([], None),
        ([(1, ADDED)], 1),
        ([(1, ADDED), (4, ADDED), (4, SUPERSEDED)], 4),
        ([(1, ADDED), (2, RETRACTED)], 2),
        ([(1, ADDED), (2, UNDONE)], None),
        ([(1, ADDED), (2, ADDED), (3, UNDONE)], 1),
        ([(1, ADDED), (2, ADDED), (3, UNDONE), (4, UNDONE)], None),
        ([(1, ADDED), (2, RETRACTED), (3, RESTORED)], 1),
        ([(1, ADDED), (2, ADDED), (2, SUPERSEDED), (3, UNDONE), (3, RESTORED)], 1),
        ([(1, ADDED), (2, UNDONE), (3, ADDED)], 3),
        ([(1, ADDED), (2, UNDONE), (2, ADDED)], 2),
        ([(1, ADDED), (2, SHADOWED), (2, ADDED)], 2),
    ],
)
def test_undo_takes_back_the_latest_change_that_still_stands(happened, turn):
    assert turn_to_undo(happened) == turn
