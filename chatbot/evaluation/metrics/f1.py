"""Precision, recall and their harmonic mean."""

from chatbot.records import Record


class F1(Record):
    """Counts of right, superfluous and missed answers, and what follows from them."""

    right: int = 0
    superfluous: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.superfluous) if self.right + self.superfluous else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """2·right / (2·right + superfluous + missed); 1 where there was nothing to find and nothing was found."""
        total = 2 * self.right + self.superfluous + self.missed
        return 2 * self.right / total if total else 1.0

    def __add__(self, other: "F1") -> "F1":
        return F1(
            right=self.right + other.right,
            superfluous=self.superfluous + other.superfluous,
            missed=self.missed + other.missed,
        )
