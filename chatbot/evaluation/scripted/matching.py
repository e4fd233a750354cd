"""Holds a turn against what a script expects of it. Each check says what was expected and what came instead."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue.text import key_of
from chatbot.evaluation.scripted.script import (
    Condition,
    Expected,
    FactPattern,
    FactsExpected,
    Finally,
    Recommended,
    ReplyExpected,
    Retrieved,
    as_tuple,
)
from chatbot.records import ITEM, Constraint, Fact, Recommendation, TurnTrace, Value

_LISTED = 6
"""How many items or facts a failure names."""


class Check(NamedTuple):
    """One expectation, held against what happened. `soft`: a failure only warns."""

    name: str
    passed: bool
    expected: str
    actual: str
    soft: bool = False

    def __str__(self) -> str:
        return f"{self.name}: expected {self.expected}, got {self.actual}"


class Matcher:
    """Checks the turns of one dialogue about one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._ids = {key_of(item.title): item.id for item in reversed(catalogue.items)}

    def item_id(self, name: str) -> str | None:
        """The id of an item named by id or title."""
        return name if self.catalogue.item(name) is not None else self._ids.get(key_of(name))

    def turn(self, expected: Expected, trace: TurnTrace, shown_before: Sequence[str]) -> list[Check]:
        """All that is expected of one turn. shown_before: ids shown in earlier turns."""
        checks = list(self._checks(expected, trace, shown_before))
        if expected.negated is not None:
            checks += [_denied(check) for check in self._checks(expected.negated, trace, shown_before)]
        return checks

    def conversation(self, expected: Finally, traces: Sequence[TurnTrace]) -> list[Check]:
        """What is expected at the end of all turns."""
        checks: list[Check] = []
        if expected.facts and traces:
            checks += self._facts(expected.facts, traces[-1])
        if expected.shown:
            shown = {r.item_id: r for trace in traces for r in trace.recommendations}
            repeats = [r.title for n, t in enumerate(traces) for r in t.recommendations if _seen(r, traces[:n])]
            checks += self._recommended(expected.shown, tuple(shown.values()), ())
            if expected.shown.no_repeats:
                checks = [c for c in checks if c.name != "recommended.no_repeats"]
                checks.append(Check("shown.no_repeats", not repeats, "no item twice", _list(repeats)))
        asked = [trace.asked for trace in traces if trace.asked]
        if expected.asked_at_most is not None:
            limit = expected.asked_at_most
            checks.append(Check("asked_at_most", len(asked) <= limit, f"at most {limit} questions", _list(asked)))
        if expected.never_asked is not None:
            wrong = [a for a in asked if a in as_tuple(expected.never_asked)]
            checks.append(Check("never_asked", not wrong, _list(as_tuple(expected.never_asked)), _list(wrong)))
        if expected.asks_twice is not None:
            twice = sorted({a for a in asked if asked.count(a) > 1})
            wanted = "a facet asked for twice" if expected.asks_twice else "no facet asked for twice"
            checks.append(Check("asks_twice", bool(twice) is expected.asks_twice, wanted, _list(twice)))
        if expected.grounded is not None:
            all_grounded = all(trace.grounded for trace in traces)
            checks.append(_same("grounded", expected.grounded, all_grounded))
        if expected.fallbacks is not None:
            taken = [f for trace in traces for f in trace.fallbacks]
            checks.append(_covering("fallbacks", expected.fallbacks, taken))
        return checks

    def _checks(self, expected: Expected, trace: TurnTrace, before: Sequence[str]) -> Iterator[Check]:
        if expected.intent is not None:
            wanted = expected.intent if isinstance(expected.intent, tuple) else (expected.intent,)
            yield Check("intent", trace.intent in wanted, " or ".join(wanted), trace.intent.value)
        if expected.facts is not None:
            yield from self._facts(expected.facts, trace)
        if expected.filters is not None:
            yield from _filters(expected.filters, trace.filters)
        if expected.relaxed is not None:
            names = sorted({relaxation.constraint.facet for relaxation in trace.relaxed})
            yield Check("relaxed", names == sorted(set(expected.relaxed)), _list(expected.relaxed), _list(names))
        if expected.retrieved is not None:
            yield from self._retrieved(expected.retrieved, trace)
        if expected.recommended is not None:
            yield from self._recommended(expected.recommended, trace.recommendations, before)
        if "asked" in expected.given:
            yield _asked(expected.asked, trace.asked)
        if expected.reply is not None:
            yield from _reply(expected.reply, trace)
        if expected.references is not None:
            meant = [self._title(i) for i in trace.understanding.references]
            wanted_items = sorted(self.item_id(name) or name for name in as_tuple(expected.references))
            right = wanted_items == sorted(trace.understanding.references)
            yield Check("references", right, _list(as_tuple(expected.references)), _list(meant))
        if expected.cites is not None:
            wanted_pages = as_tuple(expected.cites)
            cited = all(any(key_of(page) in key_of(c) for c in trace.cites) for page in wanted_pages)
            yield Check("cites", cited, _list(wanted_pages), _list(trace.cites))
        if expected.fallbacks is not None:
            yield _covering("fallbacks", expected.fallbacks, trace.fallbacks)
        if expected.latency is not None:
            took = trace.milliseconds.get("total", 0.0)
            limit = expected.latency.ms
            yield Check(
                "latency", took <= limit, f"at most {limit:g} ms", f"{took:.0f} ms", soft=not expected.latency.strict
            )

    def _facts(self, expected: FactsExpected, trace: TurnTrace) -> Iterator[Check]:
        groups = {"added": trace.facts.added, "retired": trace.facts.retired, "active": trace.facts.active}
        for name, facts in groups.items():
            for pattern in getattr(expected, name):
                found = any(self._fits(pattern, fact) for fact in facts)
                yield Check(f"facts.{name}", found, str(pattern), _list([told(f) for f in facts]))
        for pattern in expected.absent:
            present = [told(fact) for fact in trace.facts.active if self._fits(pattern, fact)]
            yield Check("facts.absent", not present, f"no fact {pattern}", _list(present))

    def _fits(self, pattern: FactPattern, fact: Fact) -> bool:
        if fact.facet != pattern.facet:
            return False
        if pattern.value is not None:
            wanted = self.item_id(pattern.value) if fact.facet == ITEM else pattern.value
            if wanted is None or fact.value is None or not _equal(fact.value, wanted):
                return False
        for name in ("min", "max", "polarity", "hard", "scope", "status"):
            wanted_part = getattr(pattern, name)
            if wanted_part is not None and wanted_part != getattr(fact, name):
                return False
        if pattern.words is not None and key_of(pattern.words) not in key_of(fact.words):
            return False
        return pattern.strength is None or holds(pattern.strength, (fact.strength,))

    def _retrieved(self, expected: Retrieved, trace: TurnTrace) -> Iterator[Check]:
        if expected.min is not None:
            found = trace.candidates
            yield Check("retrieved.min", found >= expected.min, f"at least {expected.min} candidates", str(found))
        yield from self._named("retrieved", expected.contains, expected.excludes, trace.retrieved)

    def _recommended(
        self, expected: Recommended, shown: Sequence[Recommendation], before: Sequence[str]
    ) -> Iterator[Check]:
        ids = [r.item_id for r in shown]
        titles = [r.title for r in shown]
        count = len(shown)
        if expected.min is not None:
            yield Check("recommended.min", count >= expected.min, f"at least {expected.min} items", str(count))
        if expected.max is not None:
            yield Check("recommended.max", count <= expected.max, f"at most {expected.max} items", str(count))
        if expected.exactly is not None:
            wanted = [self.item_id(name) or name for name in as_tuple(expected.exactly)]
            yield Check("recommended.exactly", ids == wanted, _list(as_tuple(expected.exactly)), _list(titles))
        if expected.first is not None:
            right = bool(ids) and ids[0] == self.item_id(expected.first)
            yield Check("recommended.first", right, expected.first, titles[0] if titles else "no item")
        yield from self._named("recommended", expected.contains, expected.excludes, ids)
        for facet, condition in expected.all.items():
            wrong = [_valued(r, facet) for r in shown if not holds(condition, _values(r, facet))]
            yield Check("recommended.all", bool(shown) and not wrong, f"{facet} {condition}", _list(wrong))
        for facet, condition in expected.none.items():
            wrong = [_valued(r, facet) for r in shown if holds(condition, _values(r, facet))]
            yield Check("recommended.none", not wrong, f"no {facet} {condition}", _list(wrong))
        for facet, condition in expected.any.items():
            right = any(holds(condition, _values(r, facet)) for r in shown)
            yield Check("recommended.any", right, f"{facet} {condition}", _list([_valued(r, facet) for r in shown]))
        if expected.no_repeats:
            again = [r.title for r in shown if r.item_id in before]
            yield Check("recommended.no_repeats", not again, "no item shown before", _list(again))

    def _title(self, item_id: str) -> str:
        item = self.catalogue.item(item_id)
        return item.title if item is not None else item_id

    def _named(
        self,
        name: str,
        contains: str | tuple[str, ...] | None,
        excludes: str | tuple[str, ...] | None,
        ids: Sequence[str],
    ) -> Iterator[Check]:
        titles = [self._title(i) for i in ids]
        for wanted in as_tuple(contains):
            yield Check(f"{name}.contains", self.item_id(wanted) in ids, wanted, _list(titles))
        for unwanted in as_tuple(excludes):
            yield Check(f"{name}.excludes", self.item_id(unwanted) not in ids, f"no {unwanted}", _list(titles))


def _denied(check: Check) -> Check:
    return check._replace(name=f"not {check.name}", passed=not check.passed, expected=f"not {check.expected}")


def holds(condition: Condition, values: Sequence[Value]) -> bool:
    """Whether an item's values of a facet meet a condition; of several, one that fits is enough, and none unfit."""
    if condition.equals and not any(_equal(v, wanted) for v in values for wanted in condition.equals):
        return False
    if any(_equal(v, unwanted) for v in values for unwanted in condition.unlike):
        return False
    if condition.gte is None and condition.lte is None:
        return True
    numbers = [float(v) for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    low = condition.gte if condition.gte is not None else float("-inf")
    high = condition.lte if condition.lte is not None else float("inf")
    return any(low <= n <= high for n in numbers)


def told(fact: Fact) -> str:
    """A fact in brief."""
    sign = "-" if fact.polarity.value == "dislike" else "+"
    if fact.min is not None or fact.max is not None:
        low, high = ("" if n is None else f"{n:g}" for n in (fact.min, fact.max))
        return f"{sign}{fact.facet} {low}..{high}"
    return f"{sign}{fact.facet} {fact.value}"


def _filters(expected: Mapping[str, Condition], filters: Sequence[Constraint]) -> Iterator[Check]:
    """Exactly these conditions: each facet that is filtered by is expected, and says the same."""
    actual = {c.facet: _list([_filter(f) for f in filters if f.facet == c.facet]) for c in filters}
    for facet, condition in expected.items():
        said = [c for c in filters if c.facet == facet]
        yield Check("filters", _says(condition, said), f"{facet} {condition}", actual.get(facet, "no such filter"))
    for facet in actual.keys() - expected.keys():
        yield Check("filters", False, f"no filter on {facet}", actual[facet])


def _says(condition: Condition, filters: Sequence[Constraint]) -> bool:
    """Whether the filters on one facet are what a condition says; of two bounds, the tighter one counts."""
    found: dict[str, set[str] | float] = {}
    for c in filters:
        if c.op in ("gte", "lte") and isinstance(c.value, int | float):
            tighter = max if c.op == "gte" else min
            found[c.op] = tighter([float(c.value), *(n for n in [found.get(c.op)] if isinstance(n, float))])
        else:
            values = c.value if isinstance(c.value, tuple) else (c.value,)
            before = found.get(c.op)
            found[c.op] = {key_of(_text(v)) for v in values} | (before if isinstance(before, set) else set())
    wanted: dict[str, set[str] | float] = {}
    if condition.equals:
        wanted["is" if "is" in found else "in"] = {key_of(v) for v in condition.equals}
    if condition.unlike:
        wanted["not_in"] = {key_of(v) for v in condition.unlike}
    wanted |= {op: n for op, n in (("gte", condition.gte), ("lte", condition.lte)) if n is not None}
    return found == wanted


def _filter(constraint: Constraint) -> str:
    values = constraint.value if isinstance(constraint.value, tuple) else (constraint.value,)
    return f"{constraint.op} {' or '.join(_text(v) for v in values)}"


def _asked(expected: str | bool | None, asked: str | None) -> Check:
    if isinstance(expected, str):
        return Check("asked", asked == expected, expected, asked or "nothing asked")
    wanted = "a question" if expected else "nothing asked"
    return Check("asked", bool(asked) is bool(expected), wanted, asked or "nothing asked")


def _reply(expected: ReplyExpected, trace: TurnTrace) -> Iterator[Check]:
    said = key_of(trace.reply)
    if expected.grounded is not None:
        yield _same("reply.grounded", expected.grounded, trace.grounded)
    if expected.language is not None:
        yield _same("reply.language", expected.language, trace.understanding.language)
    for words in as_tuple(expected.mentions):
        yield Check("reply.mentions", key_of(words) in said, repr(words), _short(trace.reply))
    for words in as_tuple(expected.does_not_mention):
        yield Check("reply.does_not_mention", key_of(words) not in said, f"no {words!r}", _short(trace.reply))


def _covering(name: str, expected: Sequence[str], taken: Sequence[str]) -> Check:
    """Whether each that is expected was taken, and none besides."""
    right = all(any(e in t for t in taken) for e in expected) and all(any(e in t for e in expected) for t in taken)
    return Check(name, right, _list(expected), _list(taken))


def _same(name: str, expected: object, actual: object) -> Check:
    return Check(name, expected == actual, str(expected), str(actual))


def _seen(shown: Recommendation, earlier: Sequence[TurnTrace]) -> bool:
    return any(r.item_id == shown.item_id for trace in earlier for r in trace.recommendations)


def _values(shown: Recommendation, facet: str) -> tuple[Value, ...]:
    found = shown.attributes.get(facet)
    return () if found is None else found if isinstance(found, tuple) else (found,)


def _valued(shown: Recommendation, facet: str) -> str:
    return f"{shown.title} ({', '.join(_text(v) for v in _values(shown, facet)) or 'none'})"


def _equal(value: Value, wanted: str) -> bool:
    return key_of(_text(value)) == key_of(wanted)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, int | float) else value


def _list(things: Sequence[str]) -> str:
    shown = "; ".join(things[:_LISTED]) or "none"
    return shown + (f" and {len(things) - _LISTED} more" if len(things) > _LISTED else "")


def _short(text: str) -> str:
    return repr(text if len(text) <= 160 else text[:159] + "…")
