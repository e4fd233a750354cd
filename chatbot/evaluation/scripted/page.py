"""The report as one HTML file: dialogues as chat bubbles, expectations beside the turn. It loads nothing."""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path

from chatbot.evaluation.scripted.matching import Check
from chatbot.evaluation.scripted.play import Played, PlayedStep
from chatbot.evaluation.scripted.report import in_short
from chatbot.evaluation.scripted.suite import SuiteReport

_STYLE = """
:root { color-scheme: light dark; --ink: #1f2430; --paper: #fafafa; --card: #fff; --line: #dde1e8; --you: #2f5bd7;
  --good: #157f3b; --bad: #c0262d; --warn: #9a6700; --faint: #667085; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9f0; --paper: #14171d; --card: #1c2129; --line: #2f3742;
  --you: #7da2ff; --good: #4cc47a; --bad: #ff7b80; --warn: #e0ad4b; --faint: #98a2b3; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1100px; padding: 24px 16px; font: 15px/1.5 system-ui, sans-serif; color: var(--ink);
  background: var(--paper); }
h1 { font-size: 22px; margin: 0 0 4px; }
summary { cursor: pointer; }
.counts { color: var(--faint); margin: 0 0 16px; }
.dialogue { background: var(--card); border: 1px solid var(--line); border-radius: 12px; margin: 10px 0; }
.dialogue > summary { padding: 12px 16px; display: flex; gap: 10px; align-items: baseline; list-style: none; }
.dialogue > summary .where { color: var(--faint); font-size: 13px; margin-left: auto; overflow-wrap: anywhere; }
.turn { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 16px; padding: 12px 16px;
  border-top: 1px solid var(--line); }
.bubble { padding: 8px 12px; border-radius: 14px; margin: 0 0 8px; white-space: pre-wrap; overflow-wrap: anywhere;
  width: fit-content; max-width: 92%; }
.user { background: var(--you); color: #fff; margin-left: auto; border-bottom-right-radius: 4px; }
@media (prefers-color-scheme: dark) { .user { color: #10131a; } }
.bot { border: 1px solid var(--line); border-bottom-left-radius: 4px; }
.note { grid-column: 1 / -1; text-align: center; color: var(--faint); font-size: 13px; }
ul { margin: 0; padding: 0; list-style: none; font-size: 14px; overflow-wrap: anywhere; }
.good::before { content: "✓ "; color: var(--good); font-weight: 700; }
.bad::before { content: "✗ "; color: var(--bad); font-weight: 700; }
.warn::before { content: "! "; color: var(--warn); font-weight: 700; }
li.bad { color: var(--bad); } li.warn { color: var(--warn); }
.trace { font-size: 13px; color: var(--faint); margin-top: 8px; }
pre { overflow: auto; max-height: 360px; font-size: 12px; }
.problem { color: var(--bad); overflow-wrap: anywhere; } .problem.warning { color: var(--warn); }
@media (max-width: 700px) { .turn { grid-template-columns: 1fr; } .dialogue > summary { flex-wrap: wrap; } }
"""


def write_page(report: SuiteReport, path: Path) -> None:
    """Write the report. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(_page(report)), encoding="utf-8")


def _page(report: SuiteReport) -> Iterator[str]:
    count, failed = len(report.played), report.failures
    seconds = sum(played.seconds for played in report.played)
    yield '<!doctype html><html lang="en"><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Scripted dialogues</title>'
    yield f"<style>{_STYLE}</style><h1>Scripted dialogues</h1>"
    yield f'<p class="counts">{count - failed} of {count} passed in {seconds:.1f} s</p>'
    for problem in report.problems:
        yield f'<p class="problem{" warning" if problem.warning else ""}">{escape(str(problem))}</p>'
    for played in sorted(report.played, key=lambda each: each.passed):
        yield from _dialogue(played)


def _dialogue(played: Played) -> Iterator[str]:
    mark = "good" if played.passed else "bad"
    yield f'<details class="dialogue"{"" if played.passed else " open"}><summary><b class="{mark}">'
    yield f"{escape(played.script.dialogue)}</b>"
    yield f'<span class="where">{escape(str(played.script.file))}:{played.script.line} · {played.mode} · '
    yield f"{1000 * played.seconds:.0f} ms</span></summary>"
    for step in played.steps:
        yield from _step(step)
    if played.checks:
        yield f'<div class="turn"><div class="note">At the end</div><ul>{_list(played.checks)}</ul></div>'
    yield "</details>"


def _step(step: PlayedStep) -> Iterator[str]:
    if step.note:
        yield f'<div class="turn"><div class="note">{escape(step.note)}</div></div>'
        return
    yield f'<div class="turn"><div><p class="bubble user">{escape(step.user)}</p>'
    yield f'<p class="bubble bot">{escape(step.reply)}</p></div><div><ul>{_list(step.checks)}</ul>'
    if step.trace is not None:
        whole = json.dumps(step.trace.model_dump(mode="json"), ensure_ascii=False, indent=1)
        yield f'<details class="trace"><summary>{escape(in_short(step.trace))}</summary>'
        yield f"<pre>{escape(whole)}</pre></details>"
    yield "</div></div>"


def _list(checks: tuple[Check, ...]) -> str:
    return "".join(f'<li class="{_class(check)}">{escape(_said(check))}</li>' for check in checks)


def _class(check: Check) -> str:
    return "good" if check.passed else "warn" if check.soft else "bad"


def _said(check: Check) -> str:
    return f"{check.name}: {check.expected}" if check.passed else str(check)
