"""Writes docs/formats.md and docs/methods.md from what the importers and the rules say about themselves.

Run `python docs/make_pages.py` after changing one of those descriptions; a test compares.
"""

# ruff: noqa: INP001 - a script beside the pages it writes, not part of a package.

import importlib
import inspect
import re
from pathlib import Path

from holdfast.analysis import rules
from holdfast.importers import cannot_tell, importers, proof, section

HERE = Path(__file__).parent

_HEADINGS = (
    *("Where it comes from", "What it reads", "What it cannot tell", "Tested with"),
    *("What it looks for", "Why it matters", "When it is wrong", "Source"),
)
_HEADING = re.compile(rf"\*?({'|'.join(_HEADINGS)})\.?\*?:?\s+(.*)", re.DOTALL)

_FORMATS = """# What Holdfast can read

This page is made from the program's own help text (`python docs/make_pages.py`). The local page shows the
same text under *Help*.

Four things hold for every format:

- **The original is kept as it was**, also where nothing in it is understood.
- **Nothing is silently left out.** Each record becomes an event, or it is listed under *problems* with its
  place.
- **No time zone, date order or sender is guessed.** Where the file does not say it, Holdfast asks once, and
  shows the time as undecided until there is an answer.
- **Zip, tar and gzip files are looked into**, four levels deep at most. Nothing is unpacked to the disk.

A file that no reader below takes is kept all the same, and listed as *not understood*.

## All at once

Each line gives the first of what stands below in full. "Shape only" means: tried are files that were written
after what is known of the format, and no export of a real account yet.
"""

_METHODS = """# What Holdfast looks for, and how

This page is made from the program's own help text (`python docs/make_pages.py`).

What holds for every rule:

- A rule is a **pure function** of the events, the dated lines the person drew, and the time zone the person
  told. Run twice, it says the same. It uses no network and no clock. Where it needs chance, its seed is
  written down.
- One act told by two files counts **once**.
- A finding says **what was seen** ("consistent with"), never what somebody is, wants or will do. There is no
  score and no level of danger.
- Each finding carries its **figures**, the **ordinary explanations** that fit as well, what it **cannot
  tell**, and the **events it rests on**, so that anybody can look and count again.
- An account is not a person. A rule never joins two accounts into one.
"""


def formats() -> str:
    """The page about formats, in order of title."""
    listed = sorted(importers().items(), key=lambda entry: entry[1].title.casefold())
    sections = [
        f"## {importer.title}\n\nReader `{name}`, version {importer.version}.\n\n"
        + _description(f"holdfast.importers.{name}")
        for name, importer in listed
    ]
    return "\n".join([_FORMATS, _table(), *sections])


def _table() -> str:
    """Every format in one line: the first sentence of each part, and whether real files were read."""
    lines = [
        "| Format | What is read | What it cannot tell | Tested with | Real files |",
        "|---|---|---|---|---|",
    ]
    for name, importer in sorted(importers().items(), key=lambda entry: entry[1].title.casefold()):
        cells = (
            f"[{importer.title}](#{_anchor(importer.title)})",
            section(name, "What it reads")[0],
            cannot_tell(name)[0],
            section(name, "Tested with")[0],
            proof(name),
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _anchor(title: str) -> str:
    """The link that a page of Markdown gives a heading: its words in small letters, joined."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def methods() -> str:
    """The page about rules, in order of name."""
    sections = []
    for name in rules():
        version = importlib.import_module(f"holdfast.analysis.{name}").VERSION
        title = name.replace("_", " ").capitalize()
        description = _description(f"holdfast.analysis.{name}")
        sections.append(f"## {title}\n\nRule `{name}`, version {version}.\n\n{description}")
    return "\n".join([_METHODS, *sections])


def _description(module: str) -> str:
    """The docstring of a module as Markdown, its headings bold."""
    paragraphs = []
    for paragraph in (inspect.getdoc(importlib.import_module(module)) or "").split("\n\n"):
        found = _HEADING.fullmatch(paragraph)
        text = f"**{found[1]}.** {found[2]}" if found else paragraph
        paragraphs.append("\n".join(line.strip() for line in text.splitlines()))
    return "\n\n".join(paragraphs) + "\n"


if __name__ == "__main__":
    (HERE / "formats.md").write_text(formats(), encoding="utf-8")
    (HERE / "methods.md").write_text(methods(), encoding="utf-8")
