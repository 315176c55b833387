"""How formulas are understood: tables of a formula and its tree on one line."""

import re
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.library.notation import BINDER_NOTATIONS, NOTATIONS
from derive.reading.formula import parse
from derive.reading.show import show
from derive.reading.syntax import Derivative, Juxtaposed, Name, Product, Script, as_call, as_factors, children, unread, walk

ALGEBRA = [
    (r"-\frac12 a b + c", "-(1/2) a b + c"),
    (r"2^{-1}x", "2^{-1} x"),
    (r"x^10", "x^1 0"),
    (r"1/4", "1/4"),
    (r"n/2 \log x", "(n/2) log‹x›"),
    (r"a - b - c", "a - b - c"),
    (r"x \cdot -y z", "x·(-y) z"),
    (r"x \pm y", "x ± y"),
    (r"n!/(n-k)!", "n!/(n - k)!"),
    (r"(2i-1)!!", "(2 i - 1)!!"),
    (r"68.27 \%", "68.27%"),
    (r"\sqrt[3]{x} \sqrt \frac{a}{b}", "√3(x) √(a/b)"),
    (r"\left(x\right)^\frac{n}{2}", "(x)^{n/2}"),
    (r"{b_0}^{a_0}", "{b_0}^{a_0}"),
    (r"p^{x_{i, k}}_k", "p_k^{x_{i, k}}"),
    (r"|A||B|", "|A| |B|"),
    (r"\lambda \exp(-\lambda|x-\mu|)", "lambda exp(-lambda |x - mu|)"),
    (r"\| x \|^2", "||x||^2"),
    (r"n \choose k", "C(n; k)"),
    (r"\left( a + \right. b \left. + c \right) d", "(a + b + c) d"),
    (r"a + \ldots + b", "a + … + b"),
    (r"x \in [0, 1)", "x in [0, 1)"),
    (r"m^{\underline{n}}", "m^underline(n)"),
]
NAMES = [
    (r"\hat\mu_i", "hat(mu)_i"),
    (r"\bar{\tilde{y}}", "bar(tilde(y))"),
    (r"\hat{\sigma}^2_{\text{MLE}}", "hat(sigma)_MLE^2"),
    (r"\mathbf{x}_i", "mathbf:x_i"),
    (r"\mathrm{LL}(p)", "mathrm:LL(p)"),
    (r"x^* + \theta^{*}_k + \mu'", "x^* + theta^*_k + mu'"),
    (r"x^{(i)} \theta^{(t+1)}", "x^{(i)} theta^{(t + 1)}"),
    (r"y^\mathrm{T} y", "y^mathrm:T y"),
    (r"n_{i \bullet}", "n_{i bullet}"),
    ("μ + ∑_i x_i", "mu + Σ[i]{x_i}"),
    (r"{\rm Var}(X)", "mathrm:Var(X)"),
    (r"\mathbb{R}_{>0}", "mathbb:R_{> 0}"),
]
CALLS = [
    (r"f(x) + n(n-1)", "f?(x) + n?(n - 1)"),
    (r"f'(x) + p(x, y) + \Gamma(a)", "f'(x) + p(x, y) + Gamma(a)"),
    (r"p(x|\theta)", "p(x | theta)"),
    (r"\mathcal{N}(x; \mu, \sigma^2)", "mathcal:N(x; mu, sigma^2)"),
    (r"\mathrm{KL}[P\,||\,Q] + \mathrm{KL}[P \vert\vert Q]", "mathrm:KL[P || Q] + mathrm:KL[P || Q]"),
    (r"\mathbb E X + \mathrm{E}[X] + E(X)", "mathbb:E‹X› + mathrm:E[X] + E?(X)"),
    (r"\mathbb{E}_{x \sim p}[\log x]", "mathbb:E_{x ~ p}[log‹x›]"),
    (r"\left\langle \log x \right\rangle_{p}", "⟨log‹x›⟩_p"),
    (r"y \log p + (n-y) \log (1-p)", "y log‹p› + (n - y) log(1 - p)"),
    (r"\log 2\pi\sigma^2", "log‹2 pi sigma^2›"),
    (r"\sin^2 x \cos x^2", "sin^2‹x› cos‹x^2›"),
    (r"\log_2 x + \log_b \left( y \right)", "log_2‹x› + log_b(y)"),
    (r"log \; L + \text{log}\;p + \mathrm{log}\, q", "log‹L› + log‹p› + mathrm:log‹q›"),
    (r"\log \sum_i x_i + \log |A|", "log‹Σ[i]{x_i}› + log‹|A|›"),
    (r"\log p \, \mathrm{d}x", "log‹p› (d[x])"),
    (r"\exp -x^2", "exp‹-x^2›"),
    (r"\max(a,b) + \max_i x_i + \mathrm{min}(a)", "max(a, b) + max[i]{x_i} + mathrm:min(a)"),
    (r"\mathbf{1}\left\{x \le t\right\} + 1\{x\}", "mathbf:1{x <= t} + 1{x}"),
    (r"{n \choose {x_1, \ldots, x_k}} + \binom{n}{k}", "C(n; x_1, …, x_k) + C(n; k)"),
]
BIG = [
    (r"\sum_{i=1}^n x_i y_i \cdot c + d", "Σ[i = 1; n]{x_i y_i·c} + d"),
    (r"\sum_i -2 (y_i - \mu)", "Σ[i]{-2 (y_i - mu)}"),
    (r"\sum_x \sum_y p(x,y)", "Σ[x]{Σ[y]{p(x, y)}}"),
    (r"\Pi_{i=1}^n \Pi^d_{k=1} p_k + \Sigma_{11} + \Sigma_k", "Π[i = 1; n]{Π[k = 1; d]{p_k}} + Sigma_11 + Sigma_k"),
    (r"\int_0^1 x^2 + 1 \, dx", "∫[0; 1]{x^2 + 1 d[x]}"),
    (r"\int\int f(x) dx dy", "∫[]{∫[]{f?(x) d[x]} d[y]}"),
    (r"\iint f \,\mathrm{d}x \,\mathrm{d}y", "∬[]{f d[x] d[y]}"),
    (r"\int f \cdot dy", "∫[]{f d[y]}"),
    (r"\int_{-b \infty}^{b (y/b)} f \, \mathrm{d}(s/b)", "∫[-b infty; b?(y/b)]{f d[(s/b)]}"),
    (r"\int \frac{\mathrm{d}}{\mathrm{d}a} e^{ay} \, \mathrm{d}y", "∫[]{d/a{e^{a y}} d[y]}"),
    (r"\lim_{x \to 0} f(x)", "lim[x → 0]{f?(x)}"),
    (r"\underset{\theta}{\text{argmax}} \; L(\theta;x)", "argmax[theta]{L(theta; x)}"),
    (r"\arg\max_x f + \operatorname*{arg\,max}_x f", "argmax[x]{f} + argmax[x]{f}"),
    (r"\sum_{\substack{l=1 \\ l \ne k}}^n x_l", "Σ[l = 1 \\\\ l != k; n]{x_l}"),
    (r"\left[ \frac{x^2}{2} \right]_a^b", "eval[x^2/2; a … b]"),
    (r"[y_i y_j]_{i \neq j}", "[y_i y_j]_{i != j}"),
    (r"\frac{df}{dx}\Big|_{x=a}", "eval[d/x{f}; x = a]"),
    (r"\left. F \right|_{x=0}^{1}", "eval[F; x = 0 … 1]"),
    (r"\begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}", "cases{1 if x > 0; 0 else}"),
    (r"\left\{ \begin{array}{rl} p \; , & \text{if} \; x = 1 \\ q \; . \end{array} \right.", "cases{p if x = 1; q else}"),
    (r"\left[ \begin{matrix} a & b \\ c & d \end{matrix} \right]", "[[a & b; c & d]]"),
    (r"\underbrace{x + y}_{> 0} z", "(x + y)⁽> 0⁾ z"),
]
DERIVATIVES = [
    (r"\frac{d}{dx} x^2 \sin x + 1", "d/x{x^2 sin‹x›} + 1"),
    (r"\frac{\mathrm{d}\mathrm{LL}(p)}{\mathrm{d}\hat{p}}", "d/hat(p){mathrm:LL(p)}"),
    (r"\frac{\mathrm{d}\mathrm{LL}}{\mathrm{d}\sigma^2}", "d/sigma^2{mathrm:LL}"),
    (r"\frac{\partial^2 f}{\partial x \partial y}", "∂^2/x, y{f}"),
    (r"\frac{\partial^2 f}{\partial x^2}", "∂^2/x^2{f}"),
    (r"\frac{\mathrm{d}^n}{\mathrm{d}t^n} M(t)", "d^n/t^n{M?(t)}"),
    (r"\frac{\partial \, log \; L}{\partial \, \mu}", "∂/mu{log‹L›}"),
    (r"\partial f/\partial x", "∂/x{f}"),
    (r"\frac{d}{2}", "d/2"),
    (r"\frac{d-1}{d}", "(d - 1)/d"),
]
TRAPS = [
    (r"\log {n \choose y} + y \log p + (n-y) \log (1-p)", "log‹C(n; y)› + y log‹p› + (n - y) log(1 - p)"),
    (r"\lambda^{\sum_{i=1}^n y_i}", "lambda^{Σ[i = 1; n]{y_i}}"),
    (r"{y_1^{(i)}}^\mathrm{T} y_1^{(i)}", "{y_1^{(i)}}^mathrm:T y_1^{(i)}"),
    (r"\frac{\mathrm{d}\mathrm{Var}(p)}{\mathrm{d}p}", "d/p{mathrm:Var(p)}"),
    (r"\int_\mathcal{P} \mathrm{p}(x,p) \, \mathrm{d}p", "∫[mathcal:P]{mathrm:p(x, p) d[p]}"),
    (r"\frac{\mathrm{d}\mathrm{LL}(\hat{\lambda})}{\mathrm{d}\lambda}", "d/lambda{mathrm:LL(hat(lambda))}"),
    (r"\frac{f}{{\mathrm{d}\sigma^2}}", "f/(d[sigma^2])"),
    (r"\left[ \frac{1}{2} \, \frac{x^2}{b-a} \right]_a^b", "eval[(1/2) (x^2/(b - a)); a … b]"),
    (r"\int \mathrm{p}(y,p) \, \mathrm{d}p", "∫[]{mathrm:p(y, p) d[p]}"),
    (r"\sum_x \sum_y p(x,y) \log \frac{p(x,y)}{p(y)}", "Σ[x]{Σ[y]{p(x, y) log‹p(x, y)/p?(y)›}}"),
    (r"c_i = \frac{x_i - \bar{x}}{\sum_{i=1}^n (x_i - \bar{x})^2}", "c_i = (x_i - bar(x))/(Σ[i = 1; n]{(x_i - bar(x))^2})"),
    (r"a\cdot -\frac{1}{2}\left(b^2(c^2-2t)\right)^{-1/2}\cdot -2b^2", "a·(-1/2) (b^2?(c^2 - 2 t))^{-1/2}·(-2) b^2"),
    (r"P(Y = 0) -q^2", "P(Y = 0) - q^2"),
    (r"0 \cdot \ln \frac{0}{q(x)}", "0·ln‹0/q?(x)›"),
    (r"- \mathrm{Pr}(X = e_1) \cdot \log \mathrm{Pr}(X = e_1) - \ldots", "-mathrm:Pr(X = e_1)·log‹mathrm:Pr(X = e_1)› - …"),
    (r"p\left( \left. y_2^{(i)} \right| \mu=0 \right)", "p(y_2^{(i)} | mu = 0)"),
    (r"\text{log}\,\frac{1}{s}e^{-\frac{\vert x \vert^2}{2}}", "log‹(1/s) e^{-|x|^2/2}›"),
    (r"\underset{\text{엔트로피}}{\mathbb{E}_{x \, \sim \, P(x)} \left[ log Q(x)\right]}", "mathbb:E_{x ~ P?(x)}[log‹Q?(x)›]⁽“엔트로피”⁾"),
]
BROKEN = [
    (r"\frac{1}{2", "this brace is never closed", 8),
    (r"a } b", "this brace closes nothing", 2),
    (r"\left( x", "this bracket is never closed", 0),
    (r"a + -", "a term is missing", 5),
    (r"x + \foo y", r"unknown command \foo", 4),
    (r"a + ", "something is missing", 3),
    (r"x_1_2", "a second _ on one base", 0),
    (r"\begin{cases} a", "this environment is never closed", 0),
    (r"2 3", "two numbers side by side", 2),
    (r"{}^2", "an empty group", 0),
    ("(" * 500 + "x" + ")" * 500, "nested too deeply", 0),
    (r"\frac{1}{" * 500 + "x" + "}" * 500, "nested too deeply", 0),
    (r"\hat" * 500 + "x", "nested too deeply", None),
    ("x " * 100_000, "too long", 0),
    (r"\def\a{\a\a}\a", "expands without end", 12),
]
ALL = ALGEBRA + NAMES + CALLS + BIG + DERIVATIVES + TRAPS


@pytest.mark.parametrize(("formula", "tree"), ALL, ids=[formula[:40] for formula, _ in ALL])
def test_tree(formula, tree):
    assert show(parse(formula).tree) == tree


@pytest.mark.parametrize("formula", [formula for formula, tree in ALL if "⟦" not in tree])
def test_everything_is_read_and_every_place_lies_inside(formula):
    parsed = parse(formula)
    assert not parsed.problems
    assert_nested(parsed.tree, 0, len(formula))


def assert_nested(tree, start, end):
    assert start <= tree.start <= tree.end <= end
    for node in walk(tree):
        for child in children(node):
            assert node.start <= child.start and child.end <= node.end


@pytest.mark.parametrize(("formula", "message", "start"), BROKEN, ids=[formula[:25] for formula, *_ in BROKEN])
def test_broken_formulas_are_reported_with_their_place(formula, message, start):
    parsed = parse(formula)
    found = [problem for problem in parsed.problems if message in problem.message]
    assert found
    assert start is None or found[0].start == start


@pytest.mark.parametrize("notation", [*NOTATIONS, *BINDER_NOTATIONS], ids=lambda each: each.latex)
def test_every_declared_notation_is_read(notation):
    bounds = {"ends": "_{i=1}^{n} x_i", "between": r"_{1\le i\le n} x_i", "member": r"_{t\in D} f(t)", "interval": r"_{t\in(a,b)} f(t)"}
    filled = re.sub(r"#(\d)", lambda m: "xyz"[int(m[1]) - 1], notation.latex.replace("#*", "a, b"))
    formula = filled + bounds.get(getattr(notation, "limits", ""), "") + " + 1"
    parsed = parse(formula)
    assert not parsed.problems and not parsed.notes
    assert show(parsed.tree).endswith(" + 1")


def test_two_readings():
    short, other = parse("1/2x"), parse("1/2x", long=True)
    assert (show(short.tree), show(other.tree)) == ("(1/2) x", "1/(2 x)")
    assert short.notes
    assert show(parse(r"\log x (y)", long=True).tree) == "log‹x?(y)›"
    assert show(parse(r"\log p q \exp(r)", long=True).tree) == "log‹p q exp(r)›"
    assert parse(r"\log p q").notes and not parse(r"\log 2 \pi").notes


def test_a_letter_before_brackets_has_two_readings():
    node = parse("f(x)^2").tree
    assert isinstance(node, Script) and isinstance(node.base, Juxtaposed)
    assert show(as_call(node)) == "f(x)^2"
    assert [show(factor) for factor in as_factors(node)] == ["f", "(x)^2"]


def test_places():
    text = r"a + \frac{\mathrm{d} f}{\mathrm{d} x}"
    derivative = next(node for node in walk(parse(text).tree) if isinstance(node, Derivative))
    assert text[derivative.start : derivative.end] == text[4:] and derivative.body is not None
    assert text[derivative.body.start : derivative.body.end] == "f"
    (unknown,) = unread(parse(r"x + \foo").tree)
    assert (unknown.start, unknown.end) == (4, 8)


def test_equality_ignores_places():
    assert parse("a b").tree == parse(r"a \, b").tree == Product(0, 0, (Name(0, 0, "a"), Name(0, 0, "b")), ("",))


def test_macros():
    text = r"\newcommand{\E}[1]{\mathbb{E}\left[#1\right]} \DeclareMathOperator{\Var}{Var} \def\half{\frac12} \E{X} + \Var(X) + \half"
    parsed = parse(text)
    assert show(parsed.tree) == "mathbb:E[X] + Var(X) + 1/2"
    assert_nested(parsed.tree, 0, len(text))


def test_dangerous_commands_are_only_unknown():
    for command in (r"\input{/etc/hostname}", r"\write18{ls}", r"\openout", r"\catcode`\{=1"):
        assert parse(command).problems


COMMANDS = r""""\frac \sum \int \mathrm{d} \log \left( \right) \left. \right| \right. \left\{ \cdot \text{if} \text{ \\ \begin{cases}
\end{cases} \begin{array}{rl} \end{array} \begin{aligned} \end{aligned} \underset \overset{a}{=} \sqrt \hat \mathbf
\choose \max \partial \Big| \not \quad \Rightarrow \foo \newcommand{\a}{\a\a} \a \substack \binom \mid \lim \mathbb{E}
\langle \rangle \rm \label{x} \middle \ldots"""
SOUP = [*"{}()[]|^_xyd1=+-,;:.!/'&%$<\n ", "12", "||", "−", "μ", "한", *COMMANDS.split()]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SOUP), max_size=40).map(" ".join), st.booleans())
def test_any_soup_is_read_to_the_end(text, long):
    parsed = parse(text, long=long)
    if parsed.tree is not None:
        assert_nested(parsed.tree, 0, len(text))
        show(parsed.tree)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read(text):
    parse(text)


def test_without_sympy_and_fast(capsys):
    import subprocess

    code = "import sys, derive.reading.source, derive.reading.relations, derive.reading.show; print('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
    start = time.perf_counter()
    for formula, _ in ALL:
        parse(formula)
    with capsys.disabled():
        print(f" {(time.perf_counter() - start) / len(ALL) * 1e6:.0f} µs a formula", end="")
