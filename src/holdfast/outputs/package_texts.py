"""The texts in a package that people read: what is in it, how to check it, and a draft of a declaration."""

from collections.abc import Sequence
from importlib import resources
from string import Template
from textwrap import fill

import msgspec

from holdfast.model.exhibit import Exhibit
from holdfast.model.row import iso
from holdfast.model.sentence import said
from holdfast.outputs import wording
from holdfast.outputs.exhibit_record import Shown

NOT_SHOWN = (
    "That what is written in the records is true, or who wrote it. An account is a name, not a person.",
    "That a file was not altered before it was handed in to the case.",
    "That what was read from a record (who, when, which text) was read rightly: look at the record itself.",
    "That the clock of the computer was right, but for what a time stamp of an authority says.",
    "That whoever holds the key did not make another case: only what was stamped or handed out before binds.",
    "Whether other records exist. What was not chosen, or never saved, is not here.",
)

AS_THEY_ARE = said(
    "Files leave as they are, with all that is in them: a picture may hold the place where it was taken, a"
    " whole original much that is not shown."
)


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """A time stamp over a checkpoint of the log, as it lies in the package. `time` is UTC milliseconds."""

    stamp: str
    note: str
    roots: str
    url: str
    time: int


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What the texts are made from. Instants are UTC milliseconds; `left_out` are whole sentences.

    `key` is the public key as `checkpoint.verifier` writes it, `origin` the name it signs under.
    """

    shown: Sequence[Shown]
    findings: Sequence[Exhibit] = ()
    left_out: Sequence[str]
    made_at: int
    zone: str
    title: str
    prepared_by: str
    version: str
    origin: str
    key: str
    namespace: str
    stamps: Sequence[Stamp]


def about(given: About) -> str:
    """about.txt: what is in the package, and what is not."""
    lines = [
        (given.title or "Exhibits from one case").upper(),
        "",
        f"Put together: {wording.dated(given.made_at, given.zone)}, with Holdfast {given.version}",
        f"By: {given.prepared_by or 'not stated'}",
        "",
        "IT IS NOT ENCRYPTED. Whoever has this folder can read it.",
        "",
        "What is in it",
        "",
        *(line for one in given.shown for line in _exhibit(one, given.zone)),
        *(line for one in given.findings for line in _finding(one)),
        fill(AS_THEY_ARE, 108, initial_indent="  ", subsequent_indent="  "),
        "",
        "What is left out",
        "",
        *(_item(sentence) for sentence in given.left_out),
        "",
        "What it does not show",
        "",
        *(_item(sentence) for sentence in NOT_SHOWN),
        "",
        "How to check it: see VERIFY.txt.",
        "",
    ]
    return "\n".join(lines)


def verify(given: About) -> str:
    """VERIFY.txt: the exact commands."""
    commands = [
        f"    openssl ts -verify -data {s.note} -in {s.stamp} -CAfile {s.roots} -attime {s.time // 1000}"
        for s in given.stamps
    ]
    told = "   These stamps are over states of the log:\n\n" + "\n".join(commands) + "\n"
    return _template("verify.txt").substitute(
        key=given.key,
        origin=given.origin,
        namespace=given.namespace,
        stamps=told if commands else "   No state of the log was stamped before this folder was made.\n",
        not_shown="\n".join(_item(sentence) for sentence in NOT_SHOWN),
    )


def declaration(given: About) -> str:
    """declaration-draft.txt: nobody has signed it, and nobody should before reading every line."""
    files = [(one.exhibit.label, file) for one in given.shown for file in one.files]
    obtained = dict.fromkeys(one.source.obtained.strip() or "(nothing was noted)" for one in given.shown)
    return _template("declaration.txt").substitute(
        made_at=iso(given.made_at),
        version=given.version,
        key=given.key,
        files="".join(
            f"   Exhibit {label}: {file.path}\n   {file.size} bytes, SHA-256\n   {file.sha256}\n\n"
            for label, file in files
        ),
        obtained="".join(f"{_quoted(words)}\n" for words in obtained),
    )


def _exhibit(one: Shown, zone: str) -> list[str]:
    place = one.place
    lines = [
        f"  {one.exhibit.label}  {wording.time_of(one.row, zone)}",
        f"      {wording.channel(one.row)}; {one.row.kind}; from {_line(wording.shown(one.row.by))}",
        f"      out of {_line(one.source.name)}",
        f"      ({one.source.size} bytes, SHA-256 {one.source.sha256})",
        *(f"      {given.part}: {given.path} ({given.size} bytes)" for given in one.files),
    ]
    told = {
        "whole": "The file is whole: its SHA-256 is the one in the log.",
        "pieces": f"Its place in the file is proven: bytes {place.get('start')} and after.",
    }.get(place["proven"], f"Its place in the file is not proven here. {place.get('why')}")
    return [*lines, fill(told, 108, initial_indent="      ", subsequent_indent="      "), ""]


def _finding(exhibit: Exhibit) -> list[str]:
    rule = exhibit.finding.rule if exhibit.finding else ""
    told = f"data/exhibits/{exhibit.label}/finding.json: rule {rule}, as it stands in the log."
    return [f"  {exhibit.label}  a finding, as it was chosen", f"      {told}", ""]


def _item(sentence: str) -> str:
    return fill(sentence, 108, initial_indent="  - ", subsequent_indent="    ")


def _quoted(words: str) -> str:
    return fill(_line(words), 106, initial_indent="     | ", subsequent_indent="     | ")


def _line(text: str) -> str:
    """Evidence inside a line of ours: it can begin no line of its own, nor turn the order of reading."""
    return "".join(c if c.isprintable() else " " for c in text)


def _template(name: str) -> Template:
    return Template(resources.files("holdfast.outputs").joinpath("templates", name).read_text("utf-8"))
