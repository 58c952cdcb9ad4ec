"""Exhibits that are findings, their captions and their order, as a script chooses them."""

import json
import subprocess
import sys
from pathlib import Path

from holdfast.case.case import Case
from tests.case.exports import CHAT, write
from tests.case.packages import MAILBOX
from tests.cli.test_packets import text
from tests.cli.test_words import lines, said, told


def both(folder: Path) -> dict[str, str]:
    """Two entries and a finding, chosen; the words of the finding."""
    first, second = lines("events", folder, "--jsonl")[:2]
    said("exhibit", folder, first["id"], "--caption", "the first")
    found = told("findings", folder, "--json")[0]
    assert f"F-1 {found['rule']}" in said("findings", folder)
    assert "A-2" in said("exhibit", folder, "F-1", "--caption", "what it comes to")
    said("exhibit", folder, second["id"])
    return found


def test_a_finding_is_an_exhibit_as_it_was_when_it_was_chosen(folder: Path, tmp_path: Path) -> None:
    found = both(folder)
    one = told("exhibits", folder, "--json")[1]
    assert (one["label"], one["event"], one["caption"]) == ("A-2", "", "what it comes to")
    assert one["finding"]["says"] == found["says"]
    assert one["finding"]["rests_on"] == found["rests_on"]
    said("exhibit", folder, "F-1", code=2)
    said("exhibit", folder, "F-999", code=2)
    said("packet", folder, "--out", tmp_path / "a.pdf", "--for", "police")
    shown = text(tmp_path / "a.pdf")
    assert "Exhibit A-2: what it comes to" in shown
    assert "The rule still says the same: F-1" in shown
    assert one["digest"][:16] in shown
    assert "Finding: " in shown[shown.rindex("Index") :]
    # What is added later changes what the rule says, and not the exhibit.
    said("add", folder, *write(tmp_path / "more", more_mbox=MAILBOX))
    said("packet", folder, "--out", tmp_path / "b.pdf", "--for", "police")
    later = text(tmp_path / "b.pdf")
    assert one["digest"][:16] in later
    assert "The rule still says the same" not in later


def test_who_gets_no_findings_gets_none_as_an_exhibit(folder: Path, tmp_path: Path) -> None:
    found = both(folder)
    said("packet", folder, "--out", tmp_path / "a.pdf", "--for", "school")
    shown = text(tmp_path / "a.pdf")
    assert "Findings are not for this reader: A-2." in shown
    assert "what it comes to" not in shown
    said("portable", folder, "--out", tmp_path / "school", "--for", "school")
    page = (tmp_path / "school/index.html").read_text()
    assert "what it comes to" not in page
    assert not (tmp_path / "school/package/data/exhibits/A-2").exists()
    said("portable", folder, "--out", tmp_path / "stick", "--for", "lawyer")
    page = (tmp_path / "stick/index.html").read_text()
    assert json.dumps(found["says"], ensure_ascii=False)[1:-1] in page


def test_a_package_has_the_finding_that_the_log_holds_and_it_can_be_checked(
    folder: Path, tmp_path: Path
) -> None:
    found = both(folder)
    assert "A-2  a finding" in said("package", folder, "--preview")
    said("caption", folder, "A-2", "another caption")
    said("package", folder, "--out", tmp_path / "bag")
    path = tmp_path / "bag/data/exhibits/A-2/finding.json"
    kept = json.loads(path.read_text())
    assert kept["finding"]["figures"] == found["figures"]
    assert kept["caption"] == "another caption"
    assert "another caption" in text(tmp_path / "bag/data/packet.pdf")
    verify = [sys.executable, "-I", str(tmp_path / "bag/verify.py")]
    ended = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert "A-2: the finding that was chosen, as the log holds it" in ended.stdout, ended.stdout
    assert ended.returncode == 0


def test_a_finding_in_which_something_was_taken_out_leaves_without_its_digest(
    folder: Path, tmp_path: Path
) -> None:
    found = both(folder)
    digest = told("exhibits", folder, "--json")[1]["digest"]
    word = max(found["says"].split(), key=len).strip(".,:")
    said("redact", folder, "other", word, "--why", "Not their matter.", "--for", "lawyer")
    said("packet", folder, "--out", tmp_path / "a.pdf", "--for", "lawyer")
    said("portable", folder, "--out", tmp_path / "stick", "--for", "lawyer")
    for shown in (text(tmp_path / "a.pdf"), (tmp_path / "stick/index.html").read_text()):
        assert word not in shown[shown.rindex("what it comes to") :][:2_000]
        assert digest[:16] not in shown


def test_exhibits_are_put_in_another_order_and_keep_their_labels(folder: Path, tmp_path: Path) -> None:
    both(folder)
    assert "A-3, A-1, A-2" in said("arrange", folder, "A-3", "--before", "A-1")
    assert "A-3, A-2, A-1" in said("arrange", folder, "A-1")
    assert [one["label"] for one in told("exhibits", folder, "--json")] == ["A-3", "A-2", "A-1"]
    said("packet", folder, "--out", tmp_path / "a.pdf")
    shown = text(tmp_path / "a.pdf")
    shown = shown[shown.index("exhibits follow") :]
    places = [shown.index(f"{label} ") for label in ("A-3", "A-2", "A-1")]
    assert places == sorted(places)
    said("arrange", folder, "A-9", code=2)
    said("arrange", folder, "A-1", "--before", "A-1", code=2)
    said("caption", folder, "A-9", "x", code=2)
    said("rebuild", folder)
    assert [one["label"] for one in told("exhibits", folder, "--json")] == ["A-3", "A-2", "A-1"]


def test_a_finding_goes_with_a_file_that_it_rests_on(case: Case, tmp_path: Path) -> None:
    case.add(write(tmp_path / "in", chat_txt=CHAT))
    rests = next(n for n, one in enumerate(case.findings(), 1) if one.rests_on)
    chosen = case.choose_finding_numbered(rests)
    (source,) = case.vault.log.sources()
    case.withdraw(source.sha256, "Not mine to keep.")
    assert chosen.label not in {one.label for one in case.exhibits()}
