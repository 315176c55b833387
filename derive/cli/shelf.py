"""``derive list`` and ``derive explain``: what the library contains, read off its declarations."""

from functools import cache
from textwrap import wrap

from sympy import Function

from .. import catalogue
from ..answer import MaximumLikelihood
from ..kernel.derivation import Rule
from ..language.claims import Claim, equal, member
from ..language.distribution import Distribution
from ..language.errors import UnknownName
from ..search.words import in_words
from ..writing.escape import printable
from ..writing.measure import columns_of
from ..writing.outcomes import shown
from ..writing.text import text
from .arguments import LISTS


@cache
def _derived(d: Distribution) -> MaximumLikelihood:
    return catalogue.mle(d)


def listing(what: str | None, page: int) -> str:
    """The distributions, the rules, or what each derivation needs; without a choice, the first two."""
    made = []
    for title in LISTS[:2] if what is None else (what,):
        made += [title.capitalize(), *PAGES[title](page), ""]
    if what is None:
        made += wrap("derive list needs shows what each derivation asks of the sample; derive explain NAME explains one of these.", page)
    return "\n".join(made).rstrip("\n") + "\n"


def _distributions(page: int) -> list[str]:
    rows = [("name", "observations", "parameters", "known")]
    for name, d in catalogue.distributions().items():
        rows.append((name, text(member(d.variable, d.support)), _domains(d.parameters), _domains(d.known)))
    widths = [max(columns_of(row[k]) for row in rows) for k in range(3)]
    lines = ["  " + "  ".join(c + " " * (w - columns_of(c)) for c, w in zip(row, [*widths, 0], strict=True)).rstrip() for row in rows]
    return [lines[0], "  " + "─" * (min(page, max(map(columns_of, lines))) - 2), *lines[1:]]


def _domains(declared: dict) -> str:
    return ", ".join(text(member(p, d)) for p, d in declared.items())


def _rules(page: int) -> list[str]:
    rules = catalogue.rules()
    width = max(map(len, rules)) + 2
    return [line for r in rules.values() for line in _hanging(r.name, width, r.title, page)]


def _hanging(name: str, width: int, words: str, page: int) -> list[str]:
    """The name, and the words in a column beside it."""
    first, *rest = wrap(words, max(page - width - 2, 20)) or [""]
    return [f"  {name:<{width}}{first}".rstrip(), *(" " * (width + 2) + line for line in rest)]


def _needs(page: int) -> list[str]:
    """What each derivation asks of the sample, and the rules that it rests on."""
    made = []
    for name, d in catalogue.distributions().items():
        answer = _derived(d)
        made.append(f"  {name}: {answer.kind if answer.verdict == 'proved' else f'open, {answer.reason}'}")
        made += [line for c in answer.conditions for line in _indented(_condition(answer, c), page)]
        used = sorted({s.rule.name for s in answer.derivation.steps if s.rule is not None})
        made += _indented(f"rules: {', '.join(used)}", page)
    return made


def _condition(answer, claim: Claim) -> str:
    words = in_words(claim, answer.found.statistics, answer.found.data, answer.found.distribution.support)
    return f"needs {text(claim, answer.document.names)}" + (f": {words}" if words else "")


def _indented(words: str, page: int) -> list[str]:
    return wrap(printable(words), page, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False)


PAGES = {"distributions": _distributions, "rules": _rules, "needs": _needs}


def explanation(name: str, page: int) -> str:
    """What is known of a rule or a distribution. Raises UnknownName."""
    slug = "-".join(name.casefold().replace("_", " ").split())
    distributions, rules = catalogue.distributions(), catalogue.cited()
    if slug in distributions:
        title, sections = distributions[slug].name, _of_distribution(distributions[slug])
    elif slug in rules:
        title, sections = rules[slug].name, _of_rule(rules[slug])
    else:
        raise UnknownName("rule or distribution", name, [*distributions, *rules])
    made = [title, "═" * len(title)]
    for heading, lines in sections:
        if lines:
            made += ["", heading, *(piece for line in lines for piece in _item(line, page))]
    return "\n".join(made) + "\n"


def _item(words: str, page: int) -> list[str]:
    return wrap(printable(words), page, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False)


def _of_distribution(d: Distribution):
    answer = _derived(d)
    used = sorted({s.rule.name for s in answer.derivation.steps if s.rule is not None})
    found = answer.found
    estimators = [text(found.derivation.steps[row.step].claim, answer.document.names) for row in found.result_rows]
    return (
        ("Declared", [text(equal(Function("f")(d.variable), d.density)), text(member(d.variable, d.support)), *_each(d.parameters)]),
        ("Known constants", [*_each(d.known)]),
        ("Source", [d.source]),
        (f"Maximum likelihood: {answer.verdict}, {answer.kind}", estimators or [answer.reason]),
        ("Needed of the sample", [_condition(answer, c).removeprefix("needs ") for c in answer.conditions]),
        ("Rules of the derivation", [", ".join(used)]),
    )


def _each(declared: dict) -> list[str]:
    return [text(member(p, d)) for p, d in declared.items()]


def _of_rule(rule: Rule):
    generic = [f"{text(v)} is a variable that ranges over the whole of {text(d)}, and nothing else speaks of it" for v, d in rule.generic]
    return (
        ("Meaning", [rule.title]),
        ("Statement", [text(rule.conclusion)]),
        ("From", [text(c) for c in rule.premises]),
        ("Where", [*(text(c) for c in rule.conditions), *generic]),
        ("Why", [rule.source]),
        ("Example", _example(rule)),
    )


def _example(rule: Rule) -> list[str]:
    """The first use of the rule in the derivations of the library."""
    if rule.name not in catalogue.rules():
        return _example_of_identity(rule)
    for name, d in catalogue.distributions().items():
        answer = _derived(d)
        for step in answer.derivation.steps:
            if step.rule == rule:
                claim = rule.conclusion.substitute(step.bindings)
                return [f"In the derivation for {name}:", text(claim, answer.document.names)]
    return []


def _example_of_identity(rule: Rule) -> list[str]:
    for name in catalogue.identities():
        for found in catalogue.prove(name).found:
            step = next((s for s in found.derivation.steps if s.rule == rule), None)
            if step is not None:
                claim = shown(rule.conclusion.substitute(step.bindings), found.theorem.view)
                return [f"In the proof of {name}:", text(claim, found.theorem.view.names)]
    return []
