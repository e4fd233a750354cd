"""Whether the knowledge graph links an item to one that the user has, took or named: a case made for their phone."""

import numpy as np

from chatbot.prompts import Wording
from chatbot.recommend.phrasing import linked_phrase
from chatbot.recommend.signals.base import Rows, Values
from chatbot.recommend.view import View


class Graph:
    """1 for what is linked to an item liked, however little that is: who owns a phone needs what fits it."""

    name = "graph"

    def values(self, view: View, rows: Rows) -> Values:
        linked = [link.subject for row, _ in view.liked for link in view.catalogue.graph.towards(row)]
        return np.isin(rows, linked).astype(np.float64)

    def reasons(self, view: View, row: int, wording: Wording) -> tuple[str, ...]:
        links = [link for liked, _ in view.liked for link in view.catalogue.graph.towards(liked) if link.subject == row]
        return (linked_phrase(view, links[-1], wording),) if links else ()

    def avoided(self, view: View, row: int, wording: Wording) -> tuple[str, ...]:
        return ()
