"""The command by which the person says that a message is not what its words were taken for."""

from collections.abc import Callable
from pathlib import Path

from tests.case.exports import ME, mail, mbox, write
from tests.cli.test_words import said, told


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
