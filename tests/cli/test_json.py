"""What commands print for programs where they else print words."""

from pathlib import Path

from tests.cli.test_words import lines, said, told


def test_the_timeline_and_the_search_give_whole_events(folder: Path) -> None:
    every = lines("events", folder, "--jsonl")
    assert lines("timeline", folder, "--jsonl") == every
    assert lines("timeline", folder, "--jsonl", "--limit", "1") == every[:1]
    assert [one["text"] for one in lines("search", folder, "please", "--jsonl")] == ["please stop"]
    halves = [lines("timeline", folder, "--hours", hours, "--jsonl") for hours in ("0-12", "12-24")]
    assert sorted(one["id"] for half in halves for one in half) == sorted(
        one["id"] for one in lines("timeline", folder, "--jsonl") if one["at"] is not None
    )
    assert lines("timeline", folder, "--behaviour", "none-such", "--jsonl") == []


def test_days_and_occasions_add_up_to_all_events_with_a_time(folder: Path) -> None:
    every = [one for one in lines("timeline", folder, "--jsonl") if one["at"] is not None]
    for by in ("day", "occasion"):
        found = lines("timeline", folder, "--by", by, "--jsonl")
        ways = [one["received"] + one["sent"] + one["undecided"] for one in found]
        if by == "day":
            assert sum(ways) == len(every)
        assert len(said("timeline", folder, "--by", by).splitlines()) == len(found) + 1
    assert len(lines("timeline", folder, "--by", "day", "--limit", "1", "--jsonl")) == 1


def test_keys_are_printed_once_for_programs_too(folder: Path, tmp_path: Path) -> None:
    assert len(told("new", tmp_path / "new", "--json")["recovery_key"]) == 34
    key = said("key", "public", folder).strip()
    assert told("new", tmp_path / "box", "--sealed-to", key, "--json") == {"sealed_to": key}
    assert len(told("key", "recovery", folder, "--json")["recovery_key"]) == 34
    assert [len(share.split()) for share in told("key", "shares", folder, "--json")["shares"]] == [20] * 3


def test_what_was_copied_and_brought_in_is_told(folder: Path, tmp_path: Path) -> None:
    done = told("backup", folder, tmp_path / "copy", "--json")
    assert done["size"] > 0
    assert "vault.json" in done["written"]
    assert (done["healed"], done["lacking"], done["aside"]) == ([], [], "")
    said("incident", tmp_path / "copy", "--date", "2025-06-14", "--what", "a walk")
    brought = told("merge", folder, tmp_path / "copy", "--json")
    assert (brought["originals"], brought["conflicts"]) == (1, [])
    said("backup", folder, tmp_path / "copy")
    next(folder.glob("objects/??/*/0000")).unlink()
    assert len(told("restore", tmp_path / "copy", folder, "--json")["written"]) == 1
