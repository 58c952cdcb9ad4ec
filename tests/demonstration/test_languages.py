"""What stands out in the demonstration case, said in every language."""

import re
from collections.abc import Iterator

import pytest

from holdfast.case.case import Case
from holdfast.cli.page import DEMO_PASSPHRASE
from holdfast.languages.language import Language, languages
from holdfast.model.finding import Finding
from holdfast.model.sentence import Sentence
from tests.demonstration.told import Told

OTHERS = [language for tag, language in languages().items() if tag != "en"]
ENGLISH_WORDS = re.compile(r"\b(?:the|of|and|with|from|which|that)\b")


@pytest.fixture(scope="module")
def findings(told: Told) -> list[Finding]:
    case = Case.open(told.folder, DEMO_PASSPHRASE)
    try:
        return case.findings()
    finally:
        case.close()


def texts(finding: Finding) -> Iterator[str]:
    """Everything that a finding says in words of ours. Other cells of its tables are names, or numbers."""
    yield from (finding.says, *finding.otherwise, *finding.limits)
    for table in finding.tables:
        yield from (table.title, *table.columns)
        yield from (cell for row in table.rows for cell in row if isinstance(cell, Sentence))


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.tag)
def test_a_finding_is_said_whole_in_every_language(findings: list[Finding], language: Language) -> None:
    assert len(findings) > 15
    assert {one for finding in findings for one in texts(finding) if language.says(one) is None} == set()
    for finding in findings:
        said = language.says(finding.says)
        assert said is not None
        assert not ENGLISH_WORDS.findall(said), said


def test_what_other_programs_read_is_english_and_plain(told: Told) -> None:
    for finding in told.findings:
        assert type(finding["says"]) is str
        assert "%(" not in finding["says"]
        assert all("%(" not in cell for t in finding["tables"] for row in t["rows"] for cell in map(str, row))
