"""Takes identifying words out of everything that a product is made from, before it is made.

It works on the values and not on the product: what was taken out is nowhere in it, in no layer and no
metadata. Hashes and ids stay: they say nothing of the words, and the originals can be checked with them.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from holdfast.formats.identifying import Identifying, Prepared, merged
from holdfast.model.redaction import DetailKind, Redaction

Value = TypeVar("Value")

_HASH = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")
_KEPT = frozenset(
    "basis precision direction kind service unit zone rule version log_root checkpoint vault_id paper".split()  # noqa: SIM905
)
"""Fields whose words are the program's own."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list of what was taken out: what stands in its place, why, and at how many places."""

    label: str
    why: str
    places: int


class Labelled(msgspec.Struct, frozen=True, kw_only=True):
    """Words with what is to stand in their place or beside them."""

    label: str
    kind: DetailKind
    words: str
    why: str = ""


def labelled(redactions: Sequence[Redaction]) -> list[Labelled]:
    """Redactions with their labels: numbered within their kind, in the order in which they were made."""
    numbers: Counter[str] = Counter()
    found = []
    for one in redactions:
        numbers[one.kind] += 1
        if one.box:
            continue
        label = f"[{one.kind} {numbers[one.kind]}]"
        found.append(Labelled(label=label, kind=one.kind, words=one.words, why=one.why))
    return found


def black_boxes(redactions: Sequence[Redaction], printed: Counter[str]) -> list[Listed]:
    """The lines about parts of pictures, numbered as `labelled` does; `printed` counts each by id."""
    numbers: Counter[str] = Counter()
    found = []
    for one in redactions:
        numbers[one.kind] += 1
        if one.box:
            label = f"a black box [{one.kind} {numbers[one.kind]}] in the picture {one.box.picture[:8]}…"
            found.append(Listed(label=label, why=one.why, places=printed[one.id]))
    return found


class Redactor:
    """Takes words out of text, and of values at any depth. With `is_marking` it leaves and marks them."""

    def __init__(self, words: Sequence[Labelled], *, is_marking: bool = False) -> None:
        self._words = [(one, Identifying(one.kind, one.words)) for one in words]
        self._is_marking = is_marking
        patterns = [finder.pattern for _, finder in self._words]
        # Most texts hold none of the words: one look at all of them together tells.
        self._any = re.compile("|".join(filter(None, patterns)) or r"(?!)")
        self._looks_for_networks = "" in patterns
        self._done: dict[str, str] = {}
        self.places: Counter[str] = Counter()
        """How often each label was set in what `apply` gave back."""

    def __bool__(self) -> bool:
        return bool(self._words)

    def listed(self) -> list[Listed]:
        """What was taken out so far, and why; not the words."""
        return [Listed(label=one.label, why=one.why, places=self.places[one.label]) for one, _ in self._words]

    def text(self, text: str) -> str:
        """One text. The same text always becomes the same."""
        if not self._words or len(text) < 2 or _HASH.fullmatch(text):
            return text
        if text not in self._done:
            self._done[text] = self._text(text)
        return self._done[text]

    def found(self, text: str) -> list[str]:
        """The labels of what stands in a text."""
        return [one.label for one, finder in self._words if finder.find(text)]

    def apply(self, value: Value) -> Value:
        """The same value with every text in it done, and what was set counted."""
        done: Value = self._apply(value)
        _count(done, self.places, [one.label for one, _ in self._words])
        return done

    def _text(self, text: str) -> str:
        whole = Prepared(text)
        if not self._looks_for_networks and not any(self._any.search(plain.text) for _, plain in whole.views):
            return text
        spans = [(a, b, one.label) for one, finder in self._words for a, b in finder.find(whole)]
        if not spans:
            return text
        parts, place = [], 0
        for start, end, label in merged(spans):
            parts.append(text[place:start])
            parts.append(f"⟦{label.strip('[]')}: {text[start:end]}⟧" if self._is_marking else label)
            place = end
        return "".join((*parts, text[place:]))

    def _apply(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, msgspec.Struct):
            changed = {
                name: done
                for name in value.__struct_fields__
                if name not in _KEPT and (done := self._apply(before := getattr(value, name))) is not before
            }
            return msgspec.structs.replace(value, **changed) if changed else value
        if isinstance(value, dict):
            return {self._apply(key): self._apply(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            done = [self._apply(inner) for inner in value]
            if all(a is b for a, b in zip(done, value, strict=True)):
                return value
            return tuple(done) if isinstance(value, tuple) else done
        return value


def _count(value: Any, places: Counter[str], labels: Sequence[str]) -> None:
    if isinstance(value, str):
        for label in labels:
            places[label] += value.count(label)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            _count(getattr(value, name), places, labels)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _count(key, places, labels)
            _count(inner, places, labels)
    elif isinstance(value, list | tuple):
        for inner in value:
            _count(inner, places, labels)
