"""Who is around the person, and what few should know, told on the command line."""

from pathlib import Path

from tests.cli.test_words import lines, said, told


def test_an_account_is_named_as_somebody_around_and_taken_back(folder: Path) -> None:
    key = lines("events", folder, "--jsonl")[0]["by_account"]
    assert "Nobody is named yet" in said("people", folder)
    assert f"Kept: {key} is friend." in said("person", folder, key, "friend", "--note", "from school")
    assert "not in the case so far" in said("person", folder, "mail:nobody@example.org", "work")
    said("person", folder, key, "family")
    assert told("people", folder, "--json") == [
        {"account": key, "kind": "family", "note": ""},
        {"account": "mail:nobody@example.org", "kind": "work", "note": ""},
    ]
    assert f"{key}  family" in said("people", folder)
    said("person", folder, " ", "family", code=2)
    said("person", folder, key, "enemy", code=2)
    assert "Taken back" in said("unperson", folder, key, "--why", "not so")
    said("unperson", folder, key, "--why", "again", code=2)
    assert [one["kind"] for one in told("people", folder, "--json")] == ["work"]


def test_what_few_should_know_is_looked_for_and_never_printed_by_findings(folder: Path) -> None:
    assert "Nothing is looked for yet" in said("facts", folder)
    assert "Kept as other 1." in said("fact", folder, "other", "done", "--note", "a word of ours")
    (fact,) = told("facts", folder, "--json")
    assert (fact["kind"], fact["words"], fact["note"]) == ("other", "done", "a word of ours")
    assert f"{fact['id']}  other 1: done  a word of ours" in said("facts", folder)
    said("answer", folder, "zone", "Europe/London")
    said("answer", folder, "me", "Maya")
    (found,) = [one for one in told("findings", folder, "--json") if one["rule"] == "knowledge"]
    assert found["tables"][0]["rows"][0][0] == "other 1"
    assert "done" not in str(found)
    said("fact", folder, "other", "  ", code=2)
    said("unfact", folder, "0000", "--why", "no such", code=2)
    assert "Taken back" in said("unfact", folder, fact["id"], "--why", "enough")
    assert told("facts", folder, "--json") == []
    assert [one for one in told("findings", folder, "--json") if one["rule"] == "knowledge"] == []
