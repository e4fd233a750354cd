"""How well messages are understood: intents, and preferences by facet, value and polarity, against labels."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from time import perf_counter
from typing import Any

from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.dialogue.text import clean, language_of
from chatbot.dialogue.understand import Understander
from chatbot.errors import InputError
from chatbot.evaluation.labels import Claim, Labelled, Said, claims_of, gold_claims, matches
from chatbot.evaluation.metrics.f1 import F1
from chatbot.records import ITEM, Intent, Polarity, Record, SessionState, Understanding

Opened = Callable[[str], tuple[Catalogue, Understander]]
"""Opens a domain by name."""


class Outcome(Record):
    """One message: what was expected and what was understood."""

    text: str
    domain: str
    language: str
    tags: tuple[str, ...]
    intent: str
    understood: Understanding
    expected: tuple[Claim, ...]
    found: tuple[Claim, ...]
    strict: F1
    lenient: F1
    by_group: Mapping[str, F1]
    """strict counts by "facet:<name>" and "polarity:<name>" """
    valued: int
    """Claims whose facet and value are right"""
    agreed: int
    """and of those, whose polarity is right too"""
    references: F1
    critiques: F1
    fallback: bool
    tokens: int
    milliseconds: float


class UnderstandingReport(Record):
    """The figures over many messages."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[str, ...] = ()

    def figures(self) -> dict[str, Any]:
        """Everything, for machines; groups by domain, language, facet, polarity and tag."""
        all_of = self.outcomes
        times = sorted(o.milliseconds for o in all_of)
        return {
            **_figures(all_of),
            "references_f1": round(_sum(o.references for o in all_of).f1, 4),
            "critiques_f1": round(_sum(o.critiques for o in all_of).f1, 4),
            "fallbacks": sum(o.fallback for o in all_of),
            "tokens_mean": round(sum(o.tokens for o in all_of) / len(all_of), 1),
            "ms_median": round(median(times), 1),
            "ms_p95": round(times[min(len(times) - 1, int(0.95 * len(times)))], 1),
            "by_domain": _by(all_of, lambda o: [o.domain]),
            "by_language": _by(all_of, lambda o: [o.language]),
            "by_tag": _by(all_of, lambda o: o.tags),
            "by_facet": self._groups("facet:"),
            "by_polarity": self._groups("polarity:"),
        }

    def confusion(self) -> tuple[list[str], list[list[int]]]:
        """Names of the intents that occur, and counts [expected][understood]."""
        pairs = [(o.intent, o.understood.intent.value) for o in self.outcomes]
        names = [intent.value for intent in Intent if any(intent.value in pair for pair in pairs)]
        names += sorted({a for a, _ in pairs} - set(names))
        return names, [[sum(pair == (row, column) for pair in pairs) for column in names] for row in names]

    def _groups(self, prefix: str) -> dict[str, dict[str, float]]:
        names = sorted({n for o in self.outcomes for n in o.by_group if n.startswith(prefix)})
        sums = {n: _sum(o.by_group[n] for o in self.outcomes if n in o.by_group) for n in names}
        return {
            n.removeprefix(prefix): {
                "f1": round(f.f1, 4), "precision": round(f.precision, 4), "recall": round(f.recall, 4),
                "labels": f.right + f.missed,
            }
            for n, f in sums.items()
        }  # fmt: skip


def evaluate_understanding(
    lines: Sequence[Labelled],
    opened: Opened,
    problems: Sequence[str] = (),
    tick: Callable[[int], None] | None = None,
) -> UnderstandingReport:
    """Understand every message and compare. Raises InputError when there is nothing to measure."""
    if not lines:
        raise InputError("There is no message in that file, so there is nothing to measure.")
    outcomes = []
    for n, line in enumerate(lines):
        catalogue, understander = opened(line.domain)
        outcomes.append(_outcome(line, catalogue, understander))
        if tick:
            tick(n + 1)
    return UnderstandingReport(outcomes=tuple(outcomes), problems=tuple(problems))


def situation(line: Said, catalogue: Catalogue) -> SessionState:
    """The session in which a labelled message is said; titles that the catalogue does not have are passed over."""
    ids = _ids(catalogue)
    shown = tuple(ids[title.casefold()] for title in line.context.shown if title.casefold() in ids)
    return SessionState(session_id="", user_id="", shown=(shown,) if shown else (), open_question=line.context.asked)


def _ids(catalogue: Catalogue) -> dict[str, str]:
    return {item.title.casefold(): item.id for item in reversed(catalogue.items)}


def _outcome(line: Labelled, catalogue: Catalogue, understander: Understander) -> Outcome:
    ids, state = _ids(catalogue), situation(line, catalogue)
    started = perf_counter()
    understood = understander(clean(line.text), state, Stopwatch())
    spent = 1000 * (perf_counter() - started)
    got = understood.understanding
    expected = gold_claims(line, catalogue.pack.facets)
    found = [] if got.intent is Intent.FORGET else claims_of(got.statements, catalogue)
    # That a shown item is set aside or taken as a model is noted as a fact; the labels call it a reference.
    pointing = {title.casefold() for title in line.context.shown} - {c.value for c in expected if c.facet == ITEM}
    found = [c for c in found if c.facet != ITEM or c.value not in pointing]
    yearly = {name for name, facet in catalogue.pack.facets.items() if facet.unit == "year"}
    strict = _pairs(expected, found, yearly, "strict")
    valued = _pairs(expected, found, yearly, "value")
    agreed = sum(a.polarity is b.polarity for a, b in valued)
    wanted = {ids.get(title.casefold(), title) for title in line.references}
    pointed = set(got.references)
    critiques = {(str(c.get("facet")), str(c.get("direction"))) for c in line.critiques}
    criticised = {(c.facet, c.direction) for c in got.critiques}
    return Outcome(
        text=line.text,
        domain=line.domain,
        language=language_of(line.text),
        tags=line.tags,
        intent=line.intent,
        understood=got,
        expected=tuple(expected),
        found=tuple(found),
        strict=_counts(expected, found, len(strict)),
        lenient=_counts(expected, found, len(_pairs(expected, found, yearly, "lenient"))),
        by_group=_grouped(expected, found, strict),
        valued=len(valued),
        agreed=agreed,
        references=_sets(wanted, pointed) if wanted else F1(),
        critiques=_sets(critiques, criticised),
        fallback=bool(understood.fallbacks),
        tokens=understood.usage.total,
        milliseconds=spent,
    )


def _pairs(expected: Sequence[Claim], found: Sequence[Claim], yearly: set[str], how: Any) -> list[tuple[Claim, Claim]]:
    """Each expected claim with one that was found, each used once."""
    free = list(found)
    pairs = []
    for claim in expected:
        hits = [c for c in free if matches(claim, c, claim.facet in yearly, how)]
        hit = next((c for c in hits if c.polarity is claim.polarity), hits[0] if hits else None)
        if hit is not None:
            free.remove(hit)
            pairs.append((claim, hit))
    return pairs


def _grouped(expected: Sequence[Claim], found: Sequence[Claim], pairs: Sequence[tuple[Claim, Claim]]) -> dict[str, F1]:
    groups: dict[str, F1] = defaultdict(F1)
    hit, used = [a for a, _ in pairs], [b for _, b in pairs]
    for claim in expected:
        counted = F1(right=1) if any(claim is a for a in hit) else F1(missed=1)
        for name in _names(claim):
            groups[name] += counted
    for claim in found:
        if not any(claim is b for b in used):
            for name in _names(claim):
                groups[name] += F1(superfluous=1)
    return dict(groups)


def _names(claim: Claim) -> tuple[str, str]:
    return f"facet:{claim.facet}", f"polarity:{Polarity(claim.polarity).value}"


def _counts(expected: Sequence[Claim], found: Sequence[Claim], right: int) -> F1:
    return F1(right=right, superfluous=len(found) - right, missed=len(expected) - right)


def _sets(expected: set[Any], found: set[Any]) -> F1:
    right = len(expected & found)
    return F1(right=right, superfluous=len(found) - right, missed=len(expected) - right)


def _sum(counts: Iterable[F1]) -> F1:
    total = F1()
    for count in counts:
        total += count
    return total


def _figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    strict, lenient = _sum(o.strict for o in outcomes), _sum(o.lenient for o in outcomes)
    valued = sum(o.valued for o in outcomes)
    right = sum(o.understood.intent.value == o.intent for o in outcomes)
    among = sum(o.intent in {i.value for i in o.understood.intents} for o in outcomes)
    return {
        "messages": len(outcomes),
        "intent_accuracy": round(right / len(outcomes), 4),
        "intent_among": round(among / len(outcomes), 4),
        "strict_f1": round(strict.f1, 4),
        "strict_precision": round(strict.precision, 4),
        "strict_recall": round(strict.recall, 4),
        "lenient_f1": round(lenient.f1, 4),
        "polarity_accuracy": round(sum(o.agreed for o in outcomes) / valued, 4) if valued else 1.0,
    }


def _by(outcomes: Sequence[Outcome], keys: Callable[[Outcome], Sequence[str]]) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        for key in keys(outcome):
            groups[key].append(outcome)
    return {key: _figures(groups[key]) for key in sorted(groups)}
