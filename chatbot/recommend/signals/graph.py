"""Whether the knowledge graph links an item to one that the user has, took or named: a case made for their phone."""

import numpy as np

from chatbot.catalogue.graph import Link
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import linked_phrase
from chatbot.recommend.signals.base import Rows, Values
from chatbot.recommend.view import View

_EARLIER = 0.5
"""What a link to an item counts that others with links were spoken of since."""


class Graph:
    """1 for what is linked to the item liked last, however little that is: who owns a phone needs what fits it."""

    name = "graph"

    def values(self, view: View, rows: Rows) -> Values:
        newest, *earlier = _links(view) or [()]
        found = np.where(np.isin(rows, [link.subject for links in earlier for link in links]), _EARLIER, 0.0)
        return np.where(np.isin(rows, [link.subject for link in newest]), 1.0, found)

    def reasons(self, view: View, row: int, wording: Wording) -> tuple[str, ...]:
        link = next((link for links in _links(view) for link in links if link.subject == row), None)
        return (linked_phrase(view, link, wording),) if link is not None else ()

    def avoided(self, view: View, row: int, wording: Wording) -> tuple[str, ...]:
        return ()


def _links(view: View) -> list[tuple[Link, ...]]:
    """The links to the items liked, the newest item first."""
    found = (view.catalogue.graph.towards(row) for row, _ in reversed(view.liked))
    return [links for links in found if links]
