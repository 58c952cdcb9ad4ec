"""Every word of ours is in every catalogue, with the same places for values, and none is left out of them."""

import importlib.util
import io
import re
import string
from pathlib import Path
from types import ModuleType

import polib
import pytest
from babel.messages.checkers import checkers
from babel.messages.pofile import read_po

from holdfast.languages.language import ENGLISH, languages

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "holdfast"
CATALOGUES = sorted((SOURCE / "languages").glob("*.po"))
TEMPLATES = sorted((SOURCE / "web" / "templates").glob("*.html"))
NAMES = {"SHA-256", "Message-ID"}
"""What is the same in every language."""


def _made() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_catalogues", ROOT / "docs" / "make_catalogues.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKE = _made()
COLLECTED = {words if isinstance(words, tuple) else (words, "") for words in MAKE.collected()}


def places(words: str) -> list[str]:
    """The values and tags of a text, in no order."""
    return sorted(re.findall(r"%\(\w+\)s|</?\w+[^>]*>", words))


def test_words_are_found_in_code_and_in_pages() -> None:
    assert ("Could someone else see this device?", "") in COLLECTED
    assert ("Nothing was chosen.", "") in COLLECTED
    assert ("You blocked an account", "") in COLLECTED
    assert ("%(n)s entry", "%(n)s entries") in COLLECTED


def test_no_text_is_said_both_alone_and_counted() -> None:
    alone = {one for one, more in COLLECTED if not more}
    assert [one for one, more in COLLECTED if more and one in alone] == []
    counted = [one for one, more in COLLECTED if more]
    assert len(counted) == len(set(counted))


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_a_catalogue_has_every_word_and_no_other(file: Path) -> None:
    entries = polib.pofile(str(file))
    assert {(entry.msgid, entry.msgid_plural) for entry in entries} == COLLECTED
    assert [entry.msgid for entry in entries if not entry.translated()] == []


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_values_and_tags_are_the_same_in_every_language(file: Path) -> None:
    for entry in polib.pofile(str(file)):
        for form, words in entry.msgstr_plural.items() or [(1, entry.msgstr)]:
            wanted = places(entry.msgid_plural or entry.msgid)
            # One and two things are named without their number where a language does so.
            is_free = entry.msgid_plural and form < 3
            found = places(words)
            assert found == wanted or (is_free and found == [one for one in wanted if one != "%(n)s"]), words


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_another_reader_of_catalogues_finds_no_fault(file: Path) -> None:
    catalogue = read_po(io.BytesIO(file.read_bytes()), locale=file.stem)
    for message in catalogue:
        if message.id:
            for check in checkers[:1]:
                check(catalogue, message)
            assert not message.fuzzy


@pytest.mark.parametrize("tag", [tag for tag in languages() if tag != "en"])
def test_lists_of_names_keep_their_length(tag: str) -> None:
    for words, _ in COLLECTED:
        if re.match("Jan(uary)? Feb", words):
            assert len(languages()[tag].gettext(words).split()) == 12


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_a_page_has_no_words_outside_the_catalogues(file: Path) -> None:
    text = re.sub(
        r"\{% trans.*?endtrans %\}|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", file.read_text(), flags=re.DOTALL
    )
    for shown in re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', text):
        assert not re.search("[A-Za-z]{2}", shown), shown
    bare = re.sub(r"<(code|kbd)\b.*?</\1>", "", text, flags=re.DOTALL)
    bare = re.sub("<[^>]*>", "\n", bare)
    left = [line.strip(string.punctuation + string.whitespace + "·›→…") for line in bare.splitlines()]
    assert [line for line in left if re.search("[A-Za-z]{2}", line) and line not in NAMES] == []


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_a_page_shows_no_text_that_is_put_together_in_place(file: Path) -> None:
    """A word in quotes that a template shows, and that is not handed to the catalogue."""
    source = re.sub(r"\{% trans.*?endtrans %\}", "", file.read_text(), flags=re.DOTALL)
    source = re.sub(r"_\('(?:[^'\\]|\\.)*'", "_(", source)
    shown = re.findall(r"\{\{(.*?)\}\}", source, re.DOTALL)
    words = [quoted for part in shown for quoted in re.findall(r"'([^']*)'", part)]
    assert [quoted for quoted in words if re.search(r"[A-Za-z]{2,} [A-Za-z]|^[A-Z][a-z]{2,}", quoted)] == []


def test_english_is_what_the_words_are_written_in() -> None:
    assert ENGLISH.gettext("%(done)s of %(total)s", done=1234, total="x") == "1,234 of x"
    assert ENGLISH.ngettext("%(n)s file", "%(n)s files", 1) == "1 file"
    assert ENGLISH.number(12345.67, 1) == "12,345.7"
