"""Makes the catalogues of words complete: collects every text of ours, and adds what one does not have yet.

Run `python docs/make_catalogues.py` after words were changed, or with a new catalogue; see languages.md.
What was translated stays; what is no longer said is taken out; what is new is empty, and shown in English.
"""

# ruff: noqa: INP001 - a script beside the pages it writes, not part of a package.

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from jinja2.ext import babel_extract

from holdfast.analysis import rules
from holdfast.importers import importers
from holdfast.web.described import HEADINGS, paragraphs, rule_title

SOURCE = Path(__file__).parents[1] / "src" / "holdfast"
CATALOGUES = SOURCE / "languages"

Words = str | tuple[str, str]

SPOKEN = {
    **dict.fromkeys(("gettext", "said", "phrase", "start", "Job", "Made"), (0,)),
    "make": (1,),
    "by_account_and_channel": (2,),
    "Line": (0, 2),
    "Step": (0, 1, 3),
    **dict.fromkeys(("RequestError", "LockedError", "InputError", "SpaceError", "DamageError"), (0, 1)),
}
"""Calls whose arguments at these places are texts of ours."""
COUNTED = {"ngettext": 0, "counted": 1}
"""Calls with a text for one and a text for more, and the place of the first."""


LISTED = {
    "Finding": ("otherwise", "limits"),
    "Table": ("title", "columns"),
    "Head": ("label",),
    "Problem": ("what",),
}
"""Values whose fields of these names are texts of ours."""
READERS = ("importers", "formats", "reading", "analysis", "counting")
RULES = ("analysis", "counting")
NAMED = {"_COLUMNS", "COLUMNS", "_MEASURES", "_WEEK"}
"""Heads of tables, and what stands in their first column."""
SENTENCE = re.compile(r"[A-Z][^%{}]* [^%{}]* [^%{}]*\.")
"""What stands as a constant in a reader or a rule and has this form is said of what was read."""
TYPED = re.compile(r"`holdfast |`age-keygen|--\w")
"""What is said only at the command line."""


def collected() -> dict[Words, list[str]]:
    """Every text of ours, or pair of texts for one and for more, with the files it stands in."""
    found: dict[Words, list[str]] = {}
    for file in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("web/templates/*.html")]):
        name = file.relative_to(SOURCE).as_posix()
        if name.startswith("cli/"):
            continue
        for words in in_template(file) if file.suffix == ".html" else in_code(file):
            places = found.setdefault(words, [])
            if name not in places:
                places.append(name)
    for words, file in in_data():
        found.setdefault(words, [file])
    for rule, find in rules().items():
        for words in (rule_title(rule), *(words for _, words in paragraphs(find))):
            found.setdefault(words, [f"analysis/{rule}.py"])
    for heading in HEADINGS:
        found.setdefault(heading, ["web/described.py"])
    for name, importer in importers().items():
        for words in (importer.title, *(words for _, words in paragraphs(importer.read))):
            found.setdefault(words, [f"importers/{name}.py"])
    return found


def in_template(file: Path) -> Iterator[Words]:
    """The texts of a page."""
    with file.open("rb") as opened:
        for _, _, words, _ in babel_extract(opened, ("gettext", "ngettext", "_"), (), {"trimmed": "true"}):
            texts = [text for text in (words if isinstance(words, tuple) else (words,)) if text]
            if texts:
                yield (texts[0], texts[1]) if len(texts) > 1 else texts[0]


def in_code(file: Path) -> Iterator[Words]:
    """The texts of a module: what is written out in the calls above; of a reader, its sentences as well."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    if file.parent.name in READERS:
        kept = [node for node in tree.body if isinstance(node, ast.Assign)]
        yield from (text for node in kept for text in written(node.value) if SENTENCE.fullmatch(text))
    if file.parent.name in RULES:
        yield from (text for node in kept if names(node) & NAMED for text in written(node.value))
        yield from in_rule(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = [next(written(argument), "") for argument in node.args]
        if called in COUNTED:
            one, more = [*given[COUNTED[called] :], "", ""][:2]
            if one:
                yield one, more
        for place in SPOKEN.get(called, ()):
            if (
                given[place:]
                and given[place]
                and not (called.endswith("Error") and TYPED.search(given[place]))
            ):
                yield given[place]
        for field in node.keywords:
            if field.arg in LISTED.get(called, ()):
                yield from written(field.value)


def names(node: ast.Assign) -> set[str]:
    """What is assigned to."""
    return {target.id for target in node.targets if isinstance(target, ast.Name)}


def in_rule(tree: ast.Module) -> Iterator[Words]:
    """What a rule says beside that: whole sentences, kinds of things, and nouns that are counted."""
    notes = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node not in notes and isinstance(node.value, str):
            yield from [node.value] if SENTENCE.fullmatch(node.value) else []
        elif isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "Literal":
            yield from written(node.slice)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "many":
            one, more = [*(next(written(argument), "") for argument in node.args[1:]), ""][:2]
            if one:
                yield f"%(n)s {one}", f"%(n)s {more or one + 's'}"


def written(node: ast.AST) -> Iterator[str]:
    """The texts that are written out here as a whole."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from written(value)
    elif isinstance(node, ast.Tuple | ast.List | ast.IfExp | ast.Starred):
        for part in ast.iter_child_nodes(node):
            yield from written(part)


def in_data() -> Iterator[tuple[str, str]]:
    """Acts and what they are, indicators, places, what laws ask, what phrases say; with the file of each."""
    acts, laws, numbers = (f"knowledge/{name}.toml" for name in ("behaviours", "laws", "helplines"))
    phrases = "wording/patterns.toml"
    yield from ((one["says"], phrases) for one in known(phrases)["rule"])
    told = known(acts)
    yield from ((name, acts) for name in told["groups"].values())
    for act in told["behaviour"]:
        if act["is_verified"]:
            yield from ((words, acts) for words in (act["name"], act["definition"]))
    yield from ((one["text"], acts) for one in told["indicator"] if one["is_verified"])
    for file in (laws, numbers):
        yield from ((place["name"], file) for place in known(file)["place"])
    for law in known(laws)["law"]:
        if law["is_verified"]:
            yield from ((element["text"], laws) for element in law["elements"])


def known(file: str) -> dict[str, Any]:
    """What a data file tells."""
    return tomllib.loads((SOURCE / file).read_text(encoding="utf-8"))


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
