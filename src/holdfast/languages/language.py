"""A language as a value: its words, its numbers, its direction. Nothing remembers which is in use."""

from collections.abc import Callable, Mapping
from functools import cache
from gettext import c2py
from importlib.resources import files
from typing import Literal, Protocol, runtime_checkable

import polib

from holdfast.model.sentence import Sentence

_ENGLISH = {"X-Name": "English", "X-Direction": "ltr", "X-Read-By-A-Person": "yes"}


@runtime_checkable
class Spoken(Protocol):
    """A text that knows by itself how it is written in another language, such as a time."""

    def spoken(self, language: "Language") -> str: ...


class Language:
    """One language. `tag`: as HTML names it; `name`: in the language itself; `is_read`: by a person.

    `words` holds for each English text its forms: one, or as many as the language has for numbers.
    """

    def __init__(
        self,
        tag: str,
        told: Mapping[str, str],
        words: Mapping[str, tuple[str, ...]],
        form: Callable[[int], int] = lambda n: int(n != 1),
    ) -> None:
        """`told`: what the head of the catalogue says of the language; `form`: which form fits a number."""
        self.tag = tag
        self.name = told["X-Name"]
        self.direction: Literal["ltr", "rtl"] = "rtl" if told["X-Direction"] == "rtl" else "ltr"
        self.is_read = told["X-Read-By-A-Person"] == "yes"
        self._words = words
        self._form = form
        written = self.gettext("12,345.6")
        self._marks = {ord(","): written[2], ord("."): written[-2]}

    def knows(self, words: str) -> bool:
        """Whether this text of ours can be said. English is what they are written in."""
        return words in self._words or self is ENGLISH or not words.strip()

    def gettext(self, words: str, /, **values: object) -> str:
        """These words of ours, English where the catalogue lacks them; `values` at places like %(name)s."""
        forms = self._words.get(words)
        return self._filled(forms[0] if forms else words, values)

    def ngettext(self, one: str, more: str, n: int, /, **values: object) -> str:
        """The form that fits this number of things, which can show it as %(n)s."""
        forms = self._words.get(one)
        chosen = forms[self._form(n)] if forms else one if n == 1 else more
        return self._filled(chosen, {"n": n, **values})

    def says(self, text: "str | Spoken") -> str | None:
        """A finished English text of ours in this language; None where it, or a part, is not known here."""
        if isinstance(text, Spoken):
            return text.spoken(self)
        if not isinstance(text, Sentence):
            return self.gettext(text) if self.knows(text) else None
        values = {
            name: self.says(value) if isinstance(value, Sentence | Spoken) else value
            for name, value in text.values.items()
        }
        if not self.knows(text.template) or None in values.values():
            return None
        if text.more:
            return self.ngettext(text.template, text.more, text.n, **values)
        return self.gettext(text.template, **values)

    def number(self, n: float, digits: int = 0) -> str:
        """A number with its thousands marked, and so many digits after the point: 12,345.6."""
        return self.written(f"{n:,.{digits}f}")

    def written(self, number: str) -> str:
        """The same for a number that is written out in English already."""
        return number.translate(self._marks)

    def _filled(self, words: str, values: Mapping[str, object]) -> str:
        if not values:
            return words
        return words % {k: self.number(v) if isinstance(v, int) else v for k, v in values.items()}


ENGLISH = Language("en", _ENGLISH, {})


@cache
def languages() -> dict[str, Language]:
    """Every language that has a catalogue, by tag, English first. Catalogues are read as they are written."""
    found = [file for file in files(__package__).iterdir() if file.name.endswith(".po")]
    others = [_read(file.name.removesuffix(".po"), file.read_text(encoding="utf-8")) for file in found]
    return {one.tag: one for one in [ENGLISH, *sorted(others, key=lambda one: one.tag)]}


def _read(tag: str, catalogue: str) -> Language:
    entries = polib.pofile(catalogue)
    words = {
        entry.msgid: tuple(entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)) or (entry.msgstr,)
        for entry in entries
        if entry.translated()
    }
    form = entries.metadata["Plural-Forms"].partition("plural=")[2].rstrip("; ")
    return Language(tag, entries.metadata, words, c2py(form))
