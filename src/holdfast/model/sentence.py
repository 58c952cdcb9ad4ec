"""Words of ours with values in them, which can still be said in another language afterwards."""

from collections.abc import Sequence
from functools import reduce
from numbers import Integral
from typing import Self


class Sentence(str):
    """English words that remember what they were put together from.

    `template` holds a place such as %(name)s for each of the `values`; where something is counted, `more`
    is the template for any number but one, and the number stands under "n". A value is a number, a text that
    stays as it is (a name, a time), or another sentence.
    """

    __slots__ = ("more", "template", "values")

    template: str
    more: str
    values: dict[str, object]

    def __new__(cls, template: str, more: str, values: dict[str, object]) -> Self:
        """The sentence in English. Raises KeyError where a value is missing."""
        chosen = more if more and values["n"] != 1 else template
        values = {name: int(v) if isinstance(v, Integral) else v for name, v in values.items()}
        shown = {name: f"{v:,}" if isinstance(v, int) else v for name, v in values.items()}
        made = super().__new__(cls, chosen % shown)
        made.template, made.more, made.values = template, more, values
        return made

    @property
    def n(self) -> int:
        """How many things are counted."""
        number = self.values["n"]
        return number if isinstance(number, int) else 1


def said(template: str, /, **values: object) -> str:
    """A sentence of ours. What it is made from can be looked up where it has values; without any it is plain.

    The catalogues take their words from the first argument, so it must be written out where this is called.
    """
    return Sentence(template, "", values) if values else template


def phrase(words: str, /) -> str:
    """Words of ours without values that stand where a name could: in a sentence, or in a cell of a table."""
    return Sentence(words, "", {})


def counted(n: int, one: str, more: str, /, **values: object) -> str:
    """The same for a number of things, which both templates can show as %(n)s."""
    return Sentence(one, more, {"n": n, **values})


def in_turn(sentences: Sequence[str]) -> str:
    """Sentences of ours, one after the other."""
    return reduce(
        lambda before, after: said("%(before)s %(after)s", before=before, after=after), _ours(sentences)
    )


def listed(parts: Sequence[str]) -> str:
    """Words of ours in a list, with commas between."""
    return names_listed(_ours(parts))


def names_listed(names: Sequence[str]) -> str:
    """Names in a list, which stay as they are, and words of ours where somebody has no name."""
    if not names:
        return ""
    return reduce(lambda before, after: said("%(before)s, %(after)s", before=before, after=after), names)


def side_by_side(parts: Sequence[str]) -> str:
    """The same for parts that may hold commas themselves."""
    return reduce(
        lambda before, after: said("%(before)s; %(after)s", before=before, after=after), _ours(parts)
    )


def _ours(parts: Sequence[str]) -> list[str]:
    return [phrase(one) if type(one) is str else one for one in parts]
