"""The command by which the person says that a message is not what its words were taken for."""

from collections.abc import Callable
from pathlib import Path

from tests.case.exports import ME, mail, mbox, write
from tests.cli.test_words import lines, said, told


def test_not_so_is_said_listed_no_more_and_taken_back(empty: Callable[[], Path], tmp_path: Path) -> None:
    case = empty()
    (path,) = write(tmp_path / "given", mail_mbox=mbox(mail(1, text="I will stab you with a knife tonight")))
    said("add", case, path, "--me", ME)
    (found,) = [one for one in told("findings", case, "--json") if one["rule"] == "read_first"]
    (event,) = found["rests_on"]
    assert "`--take-back` takes it back" in said("not-so", case, event[:8], "threat", "--why", "our play")
    left = [one for one in told("findings", case, "--json") if one["rule"] == "read_first"]
    assert all("listed_threat" not in one["figures"] for one in left)
    assert "Taken back" in said("not-so", case, event[:8], "threat", "--why", "no", "--take-back")
    (again,) = [one for one in told("findings", case, "--json") if one["rule"] == "read_first"]
    assert again["figures"]["listed_threat"] == 1
    said("not-so", case, event[:8], "threat", "--why", "no", "--take-back", code=2)


def test_a_finding_is_said_not_to_be_so_and_so_after_all(empty: Callable[[], Path], tmp_path: Path) -> None:
    case = empty()
    (path,) = write(tmp_path / "given", mail_mbox=mbox(mail(1, text="hello")))
    said("add", case, path, "--me", ME)
    assert "beside the finding" in said("not-so", case, "F-1", "--why", "it was my brother")
    shown = said("findings", case)
    assert shown.count("You said that this is not so: it was my brother") == 1
    assert "Taken back" in said("not-so", case, "F-1", "--why", "he says no", "--take-back")
    assert "my brother" not in said("findings", case)
    said("not-so", case, "F-1", "--why", "no", "--take-back", code=2)
    said("not-so", case, "F-99", "--why", "no", code=2)
    (event,) = lines("events", case, "--jsonl")
    said("not-so", case, event["id"], "--why", "no", code=2)
