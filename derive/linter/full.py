"""Findings for people: the line with the place marked, how it was read, values at which it is false, and what to write instead."""

from textwrap import wrap
from unicodedata import combining, east_asian_width

from .formats import explained, headline, remarks, selected, totals
from .records import Excerpt, Item, Run

WIDTH = 100
NARROWEST = 30
RED, YELLOW, BLUE, BOLD, PLAIN = "\033[1;31m", "\033[1;33m", "\033[1;34m", "\033[1m", "\033[0m"
COLOURS = {"error": RED, "warning": YELLOW}


def as_text(report: Run, width: int = WIDTH, colour: bool = False) -> str:
    """Every finding with its excerpt, and the totals."""
    width = max(width, NARROWEST)
    lines: list[str] = []
    for file in report.files:
        lines += [f"{file.path}: {file.error}", ""] if file.error else []
        notes = remarks(report, file)
        lines += [*notes, ""] if notes else []
        for item in selected(report, file):
            lines += [*_shown(file.path, item, width, colour), ""]
    return "\n".join([*lines, totals(report)]) + "\n"


def _shown(path: str, item: Item, width: int, colour: bool) -> list[str]:
    def paint(words: str, with_colour: str) -> str:
        return f"{with_colour}{words}{PLAIN}" if colour else words

    tint = COLOURS.get(item.severity, BLUE)
    head = headline(path, item)
    place = len(head) - len(item.message) - 1
    made = [paint(head[:place], tint) + " " + paint(head[place + 1 :], BOLD)] if colour else [head]
    margin = len(str(item.excerpt.line)) if item.excerpt else 1
    pad = " " * margin
    if item.excerpt:
        line, marks = _marked(item.excerpt, width - margin - 3)
        made += [f"{pad} |", f"{item.excerpt.line} | {line}", f"{pad} | {paint(marks, tint)}"]
    rows = explained(item)
    indent = max((len(name) for name, _ in rows), default=0) + 2
    for name, words in rows:
        label = f"{name}:".ljust(indent)
        start = f"{pad} = {label}"
        pieces = _wrapped(words, max(width - len(start), NARROWEST // 2))
        made.append(f"{pad} = {paint(label, BOLD)}{pieces[0]}")
        made += [" " * len(start) + piece for piece in pieces[1:]]
    return made


def _wrapped(words: str, width: int) -> list[str]:
    return wrap(words, width, break_on_hyphens=False) or [""]


def _marked(excerpt: Excerpt, width: int) -> tuple[str, str]:
    """The line, cut to the width around the marked stretch, and the marks below it."""
    text = excerpt.text.rstrip().replace("\t", " ")
    text = "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
    start, end = min(excerpt.start, len(text)), min(excerpt.start + excerpt.width, len(text))
    first = 0 if end <= width or len(text) <= width else max(0, min(start - width // 4, end - width + 2))
    if start - first > width - 8:
        first = max(0, start - width // 4)
    shown = text[first : first + width]
    start, end = start - first, min(end - first, len(shown))
    if first:
        shown, start, end = "… " + shown[2:], max(start, 2), max(end, 3)
    if first + width < len(text):
        shown = shown[:-2] + " …"
        end = min(end, max(len(shown) - 2, start + 1))
    return shown, " " * _columns(shown[:start]) + "^" * max(1, _columns(shown[start:end]))


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)
