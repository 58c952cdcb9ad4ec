"""The documents say what the program says: the made pages are up to date, and every command is described."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])


@pytest.fixture(scope="module")
def make_pages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_pages", DOCS / "make_pages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_about_formats_is_what_the_importers_say(make_pages: ModuleType) -> None:
    assert (DOCS / "formats.md").read_text(encoding="utf-8") == make_pages.formats()


def test_the_page_about_methods_is_what_the_rules_say(make_pages: ModuleType) -> None:
    assert (DOCS / "methods.md").read_text(encoding="utf-8") == make_pages.methods()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target and not target.endswith(".png"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_document_promises_what_cannot_be_kept(page: Path) -> None:
    text = page.read_text(encoding="utf-8").casefold()
    for phrase in ("tamper-proof", "tamperproof", "court-ready", "unbreakable", "military-grade"):
        assert phrase not in text
