"""Makes the catalogues of words complete: collects every text of ours, and adds what one does not have yet.

Run `python docs/make_catalogues.py` after words were changed, or with a new catalogue; see languages.md.
What was translated stays; what is no longer said is taken out; what is new is empty, and shown in English.
"""

# ruff: noqa: INP001 - a script beside the pages it writes, not part of a package.

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from jinja2.ext import babel_extract

SOURCE = Path(__file__).parents[1] / "src" / "holdfast"
CATALOGUES = SOURCE / "languages"

Words = str | tuple[str, str]

SPOKEN = {
    **dict.fromkeys(("gettext", "said", "start", "Job"), (0,)),
    **dict.fromkeys(
        ("Step", "RequestError", "LockedError", "InputError", "SpaceError", "DamageError"), (0, 1)
    ),
}
"""Calls whose arguments at these places are texts of ours."""
COUNTED = {"ngettext": 0, "counted": 1}
"""Calls with a text for one and a text for more, and the place of the first."""


SHOWN = ("web/", "languages/", "model/", "formats/dates.py")
"""Where texts stand that the page shows."""


def collected() -> dict[Words, list[str]]:
    """Every text of ours, or pair of texts for one and for more, with the files it stands in."""
    found: dict[Words, list[str]] = {}
    for file in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("web/templates/*.html")]):
        name = file.relative_to(SOURCE).as_posix()
        if name.startswith(SHOWN):
            for words in in_template(file) if file.suffix == ".html" else in_code(file):
                places = found.setdefault(words, [])
                if name not in places:
                    places.append(name)
    return found


def in_template(file: Path) -> Iterator[Words]:
    """The texts of a page."""
    with file.open("rb") as opened:
        for _, _, words, _ in babel_extract(opened, ("gettext", "ngettext", "_"), (), {"trimmed": "true"}):
            texts = [text for text in (words if isinstance(words, tuple) else (words,)) if text]
            if texts:
                yield (texts[0], texts[1]) if len(texts) > 1 else texts[0]


def in_code(file: Path) -> Iterator[Words]:
    """The texts of a module: what stands written out in the calls above."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = [
            a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else "" for a in node.args
        ]
        if called in COUNTED:
            one, more = [*given[COUNTED[called] :], "", ""][:2]
            if one:
                yield one, more
        for place in SPOKEN.get(called, ()):
            if given[place:] and given[place]:
                yield given[place]


def complete(file: Path) -> None:
    """Brings one catalogue up to date."""
    catalogue = polib.pofile(str(file), wrapwidth=110)
    known = {entry.msgid: entry for entry in catalogue}
    catalogue.clear()
    for words, places in collected().items():
        one, more = (words, "") if isinstance(words, str) else words
        entry = known.get(one)
        if entry is None or entry.msgid_plural != more:
            empty = dict.fromkeys(range(forms(catalogue)), "") if more else {}
            entry = polib.POEntry(msgid=one, msgid_plural=more, msgstr_plural=empty)
        entry.occurrences = [(place, "") for place in places]
        entry.flags = ["python-format"] if "%" in one + more else []
        catalogue.append(entry)
    catalogue.sort(key=lambda entry: (entry.occurrences, entry.msgid))
    catalogue.save()


def forms(catalogue: polib.POFile) -> int:
    """How many forms the language has for numbers."""
    return int(re.findall(r"nplurals=(\d+)", catalogue.metadata["Plural-Forms"])[0])


if __name__ == "__main__":
    for path in sorted(CATALOGUES.glob("*.po")):
        complete(path)
