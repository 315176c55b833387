"""Which numbers a term needs from the data: sums over the sample are named, and what is left needs only their values."""

from dataclasses import dataclass, field

import sympy as s

from ..language import terms
from ..language.substitution import substitute
from ..language.terms import free
from .statistics import ITEM, Kind, Maximum, Mean, Minimum, Raw, Spread


@dataclass
class Plan:
    """The kinds of statistics that were asked for, each with the name under which a term refers to its value.

    The name of a Mean stands for the sum n·mean, that of a Spread for n·spread; for vectors it is an indexed base.
    """

    data: s.IndexedBase
    size: s.Symbol
    names: dict[Kind, s.Symbol | s.IndexedBase] = field(default_factory=dict)

    def name(self, kind: Kind, vector: bool = False):
        if kind not in self.names:
            label = f"{type(kind).__name__}_{len(self.names)}"
            self.names[kind] = s.IndexedBase(s.Dummy(label)) if vector else s.Dummy(label, real=True)
        return self.names[kind]

    def reduce(self, term):
        """The term with names for what one pass over the data gives. Where that is not possible the data stay, as Raw."""
        reduced = self._reduced(term)
        if self.data in free(reduced):
            self.name(Raw())
        return reduced

    def _reduced(self, term):
        if isinstance(term, terms.BINDERS) and self.data in free(term):
            found = self._named(term)
            if found is not None:
                return found
        if not term.args or isinstance(term, s.Indexed | s.IndexedBase):
            return term
        args = [self._reduced(a) for a in term.args]
        return term if args == list(term.args) else term.func(*args)

    def _named(self, term):
        """The name for a sum or an extreme over the whole sample; None if it is not of that kind."""
        if len(term.args) != 2 or len(term.args[1]) != 3:
            return None
        body, (index, first, last) = term.args
        if first != 1 or last != self.size:
            return None
        match term:
            case terms.Smallest() if body == self.data[index]:
                return self.name(Minimum())
            case terms.Largest() if body == self.data[index]:
                return self.name(Maximum())
            case s.Sum():
                return self._sum(body, index)
        return None

    def _sum(self, body, index):
        inside = self._about_mean(body, index)
        if inside is not None:
            return self.name(Spread(inside))
        item = self._item(body, index)
        if item is None:
            return None
        kind, rest = item
        return self.name(kind, True)[rest] if rest is not None else self.name(kind)

    def _about_mean(self, body, index):
        """T for a body (T(x_i) − mean of T)²."""
        if not (isinstance(body, s.Pow) and body.exp == 2 and isinstance(body.base, s.Add)):
            return None
        moving = s.Add(*(a for a in body.base.args if index in free(a)))
        fixed = s.Add(*(a for a in body.base.args if index not in free(a)))
        found = self._item(moving, index)
        if found is None or found[1] is not None:
            return None
        total = self._named(s.Sum(moving, (index, 1, self.size)))
        if s.expand(self._reduced(fixed) * self.size + total) == 0:
            return found[0].term
        return None

    def _item(self, body, index):
        """The body as a Mean, with the second index of the data if they are vectors."""
        entries = {e for e in body.atoms(s.Indexed) if e.base == self.data}
        if len(entries) != 1:
            return None
        (entry,) = entries
        if entry.indices[0] != index or len(entry.indices) > 2:
            return None
        item = body.xreplace({entry: ITEM})
        if free(item) != {ITEM}:
            return None
        return Mean(item), entry.indices[1] if len(entry.indices) == 2 else None


def definitions_inserted(term, definitions):
    """The term with earlier statistics written out."""
    for symbol, meaning in definitions:
        if symbol in free(term):
            term = substitute(term, {symbol: meaning})
    return term
