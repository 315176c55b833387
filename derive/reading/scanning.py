"""Where formulas begin and end in Markdown and in LaTeX. Works on text, knows no mathematics."""

import re

from ..library.signs import ALIGNED
from .document import Document, Formula, Mark, Piece, Prose, Skipped
from .macros import Macro, definitions
from .syntax import Problem

ENVIRONMENTS = ALIGNED - {"aligned", "alignedat", "gathered", "split", "multlined"}
VERBATIM = "verbatim|Verbatim|lstlisting|minted|comment|filecontents|tikzpicture|alltt"
COMMON = rf"""
    (?P<begin>\\begin\s*\{{(?P<name>{"|".join(sorted(ENVIRONMENTS))})\*?\}})
  | (?P<square>\\\[)
  | (?P<round>\\\()
  | (?P<dollars>\$\$)
  | (?P<dollar>\$)
"""
MARKDOWN = re.compile(
    rf"""
    (?P<matter>\A---[ \t]*\r?\n[\s\S]*?^(?:---|\.\.\.)[ \t]*$)
  | ^(?P<indent>[ \t>]*)(?P<fence>`{{3,}}|~{{3,}})(?P<info>[^`\r\n]*)$
  | (?P<comment><!--[\s\S]*?(?:-->|\Z))
  | (?P<script><(?P<tag>script|style)\b[\s\S]*?(?:</(?P=tag)\s*>|\Z))
  | (?P<code>`+)
  | (?P<double>\\\\(?=[\[(]))
  | {COMMON}
  | (?P<escaped>\\[\s\S])
    """,
    re.VERBOSE | re.MULTILINE,
)
LATEX = re.compile(
    rf"""
    (?P<comment>%[^\n]*)
  | (?P<script>\\begin\s*\{{(?P<tag>{VERBATIM})\*?\}}[\s\S]*?(?:\\end\s*\{{(?P=tag)\*?\}}|\Z))
  | (?P<verb>\\(?:verb|lstinline)\*?(?P<bar>[^A-Za-z\s*])[^\n]*?(?P=bar))
  | (?P<row>\\\\\*?(?:\[[^\]\n]*\])?)
  | {COMMON}
  | (?P<escaped>\\[\s\S])
    """,
    re.VERBOSE,
)
MARK = re.compile(r"\\(?P<kind>label|tag|eqref|ref|cref|Cref|autoref)\*?\s*\{(?P<name>[^{}]*)\}")
BLANK = re.compile(r"\n[ \t]*\r?\n")
MONEY = re.compile(r"\$ ?\d[\d.,]*(?:[kKMB]|bn|m)?(?=\s|$|[-–/,.;:!?)%])")
MATHEMATICAL = re.compile(r"[\\^_=<>+*/]|^\s*[A-Za-z]'?\s*$|^\s*\d+(?:\.\d+)?\s*$")
PROSE_LINE = re.compile(r"(?:^|\n)[^\n\\$&^_=]*\b[A-Za-z]{3,}\s+[a-z]{2,}\s+[a-z]{2,}\b[^\n\\&^_=]*")
CLOSERS = {"square": r"\]", "round": r"\)", "dollars": "$$"}


class Scanner:
    """Goes through a text once; what is neither formula nor skipped is prose."""

    def __init__(self, text: str, latex: bool, start: int = 0, end: int | None = None):
        self.text, self.latex, self.at = text, latex, start
        self.end = len(text) if end is None else end
        self.pieces: list[Piece] = []
        self.problems: list[Problem] = []
        self.prose = start
        self.definitions = definitions(text)
        self.known: dict[str, Macro] = {}
        self.defined = 0
        self.places: dict[str, int] = {}
        self.unended: set[str] = set()

    def next_of(self, needle: str, start: int) -> int:
        """The next place of a string, or -1; remembered, so that a text full of openings costs one pass."""
        known = self.places.get(needle, -2)
        if known != -1 and known < start:
            known = self.places[needle] = self.text.find(needle, start, self.end)
        return known

    def paragraph_end(self, start: int) -> int:
        known = self.places.get("blank line", -1)
        if known < start:
            blank = BLANK.search(self.text, start, self.end)
            known = self.places["blank line"] = blank.start() if blank else self.end
        return known

    def run(self):
        pattern = LATEX if self.latex else MARKDOWN
        while match := pattern.search(self.text, self.at, self.end):
            kind = match.lastgroup
            self.at = match.end()
            if match.start() < self.prose:
                continue
            self.found(self.kind_of(match), match, kind)
        self.flush(self.end)

    @staticmethod
    def kind_of(match) -> str:
        order = "matter fence comment script code double verb row begin square round dollars dollar escaped"
        groups = match.groupdict()
        return next(kind for kind in order.split() if groups.get(kind) is not None)

    def found(self, kind: str, match, _):
        match kind:
            case "matter" | "script" | "verb":
                self.skip(kind, match.start(), match.end())
            case "comment":
                if not self.latex and not match[0].endswith("-->"):
                    self.problem("this comment is never closed", match.start(), match.start() + 4)
                self.skip("comment", match.start(), match.end())
            case "fence":
                self.fence(match)
            case "code":
                self.code(match)
            case "begin":
                self.environment(match)
            case "double":
                self.delimited(match.start(), match.end() + 1, "\\\\" + ("]" if self.text[match.end()] == "[" else ")"))
            case "square" | "round" | "dollars":
                self.delimited(match.start(), match.end(), CLOSERS[kind])
            case "dollar":
                self.dollar(match.start())

    def problem(self, message: str, start: int, end: int):
        self.problems.append(Problem("D103", message, start, end))

    def flush(self, end: int):
        if end > self.prose:
            self.pieces.append(Prose(self.prose, end))
        self.prose = max(self.prose, end)

    def skip(self, kind: str, start: int, end: int):
        self.flush(start)
        self.pieces.append(Skipped({"script": "code", "verb": "code"}.get(kind, kind), start, end))
        self.prose = self.at = end

    def formula(self, display: bool, opening: int, start: int, end: int, closing: int, environment: str = ""):
        self.flush(opening)
        while self.defined < len(self.definitions) and self.definitions[self.defined].start < start:
            macro = self.definitions[self.defined]
            self.known = {**self.known, macro.name: macro}
            self.defined += 1
        marks = tuple(marks_in(self.text, start, end))
        self.pieces.append(Formula(display, start, end, opening, closing, environment, marks, self.known))
        self.prose = self.at = closing

    # --- the kinds of delimiters ---

    def fence(self, match):
        closing = re.compile(rf"^[ \t>]*{re.escape(match['fence'][0])}{{{len(match['fence'])},}}[ \t]*\r?$", re.MULTILINE)
        last = closing.search(self.text, match.end(), self.end)
        if last is None:
            self.problem("this code block is never closed", match.start("fence"), match.end("fence"))
        if last is not None and match["info"].strip() == "math":
            self.formula(True, match.start(), match.end(), last.start(), last.end())
        else:
            self.skip("code", match.start(), last.end() if last else self.end)

    def code(self, match):
        """Code in a line: to the next run of as many backticks in this paragraph."""
        if match.start() and self.text[match.start() - 1] == "$" and len(match[0]) == 1:
            return
        limit = self.paragraph_end(match.end())
        ticks = len(match[0])
        if f"{ticks} until {limit}" in self.unended:
            return
        last = re.compile(rf"(?<!`)`{{{ticks}}}(?!`)").search(self.text, match.end(), limit)
        if last is not None:
            self.skip("code", match.start(), last.end())
        else:
            self.unended.add(f"{ticks} until {limit}")

    def environment(self, match):
        name = match["name"]
        ending = re.compile(rf"\\end\s*\{{{name}\*?\}}")
        last = None if name in self.unended else ending.search(self.text, match.end(), self.end)
        if last is None:
            self.unended.add(name)
            self.problem(rf"\begin{{{name}}} is never ended", match.start(), match.end())
        else:
            self.formula(name != "math", match.start(), match.end(), last.start(), last.end(), name)

    def delimited(self, opening: int, start: int, closer: str):
        display = closer[-1] != ")"
        end = self.closing(start, closer)
        if end is None:
            self.problem(f"this formula is never closed: {closer} is missing", opening, start)
            self.at = start
        else:
            self.formula(display, opening, start, end, end + len(closer))

    def closing(self, start: int, closer: str) -> int | None:
        """The place of the closing delimiter, unless prose or a new formula comes before it."""
        end = self.next_of(closer, start)
        while end >= 0 and self.is_escaped(end, start) and not closer.startswith("\\\\"):
            end = self.next_of(closer, end + 1)
        opener = {r"\]": r"\[", r"\)": r"\("}.get(closer)
        if end < 0 or (opener and start <= self.next_opener(opener, start) < end):
            return None
        inside = self.text[start:end]
        blank = BLANK.search(inside)
        if blank and (PROSE_LINE.search(inside, blank.start()) or re.search(r"(?<!\\)\$|^#+ ", inside[blank.start() :], re.MULTILINE)):
            return None
        return end

    def is_escaped(self, place: int, start: int) -> bool:
        at = place
        while at > start and self.text[at - 1] == "\\":
            at -= 1
        return (place - at) % 2 == 1

    def next_opener(self, opener: str, start: int) -> int:
        """The next opening delimiter; ``\\\\[2pt]`` is none."""
        place = self.next_of(opener, start)
        while place >= 0 and self.is_escaped(place, start):
            place = self.next_of(opener, place + 1)
        return place

    def dollar(self, opening: int):
        text, start = self.text, opening + 1
        if text[start : start + 1] == "`":
            end = text.find("`$", start + 1, self.end)
            if end > 0:
                return self.formula(False, opening, start + 1, end, end + 2)
        limit = self.paragraph_end(start)
        end = self.next_dollar(start, limit)
        money = None if self.latex else MONEY.match(text, opening)
        inside = text[start:end] if end is not None else ""
        if end is not None and (self.latex or self.is_formula(inside, text[end + 1 : end + 2])):
            self.formula(False, opening, start, end, end + 1)
        elif not money and inside.strip() != inside[:0]:
            self.problem("this $ opens no formula: its partner is missing or stands behind a space", opening, start)
        elif not money and end is None:
            self.problem("this $ is never closed", opening, start)

    def next_dollar(self, start: int, limit: int) -> int | None:
        at = start
        while (at := self.text.find("$", at, limit)) >= 0:
            if not self.is_escaped(at, start):
                return at if at > start else None
            at += 1
        return None

    @staticmethod
    def is_formula(inside: str, after: str) -> bool:
        """Whether what stands between two dollars is meant as mathematics, as Pandoc and MathJax together would decide."""
        spaced = inside[:1].isspace() or inside[-1:].isspace()
        if after.isdigit() and not MATHEMATICAL.search(inside):
            return False
        words = re.findall(r"(?<![\\A-Za-z{])[A-Za-z]{2,}", inside)
        if inside[:1].isdigit() and (inside[-1:].isspace() or len(words) > 1) and not re.search(r"[\\^_=]", inside):
            return False
        return bool(MATHEMATICAL.search(inside)) if spaced else len(words) < 4 or bool(re.search(r"[\\^_=]", inside))


def marks_in(text: str, start: int, end: int):
    for match in MARK.finditer(text, start, end):
        kind = "eqref" if match["kind"].lower().endswith("ref") else match["kind"]
        yield Mark(kind, match["name"].strip(), match.start(), match.end())


def scan(path: str, text: str, latex: bool, source: str | None = None, origin=None) -> Document:
    """The document with its pieces."""
    scanner = Scanner(text, latex)
    scanner.run()
    prose = (piece for piece in scanner.pieces if isinstance(piece, Prose))
    references = tuple(mark for piece in prose for mark in marks_in(text, piece.start, piece.end) if mark.kind == "eqref")
    return Document(path, text, tuple(scanner.pieces), tuple(scanner.problems), references, source, origin)
