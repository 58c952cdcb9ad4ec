"""The whole on one line of time, on the command line."""

from pathlib import Path

from tests.cli.test_words import said, told


def test_the_course_is_printed_as_json_and_as_a_picture(folder: Path, tmp_path: Path) -> None:
    said("answer", folder, "zone", "Europe/London")
    said("answer", folder, "me", "Maya")
    said("mark", folder, "stop notice", "--at", "2025-06-14T18:31", "--to", "whatsapp:rowan")
    words = said("course", folder)
    assert "Rowan, whatsapp, named with a dated line" in words
    assert "14 June 2025: stop notice" in words
    laid = told("course", folder, "--json")
    assert laid["lanes"][0]["account"] == "whatsapp:rowan"
    assert laid["findings"] == [one["rule"] for one in told("findings", folder, "--json")]
    drawn = tmp_path / "course.svg"
    said("course", folder, "--svg", drawn)
    assert drawn.read_text(encoding="utf-8").startswith("<svg ")
    said("course", folder, "--svg", drawn, code=2)
