"""The name of an author ends where the chat shows that it does."""

from hypothesis import given
from hypothesis import strategies as st

from holdfast.formats.chat_names import AuthorNames


def names_of(*rests: str) -> AuthorNames:
    names = AuthorNames()
    for rest in rests:
        names.see(rest)
    return names


def test_a_name_ends_at_the_first_colon() -> None:
    names = names_of("Ana: note: body: more")
    assert names.split("Ana: note: body: more") == ("Ana", "note: body: more")


def test_the_apps_own_mark_shows_where_a_long_name_ends() -> None:
    names = names_of("Work: Piet: <Media omitted>", "Work: Piet: hello")
    assert names.split("Work: Piet: hello: you") == ("Work: Piet", "hello: you")


def test_a_first_part_that_is_always_followed_by_the_same_belongs_to_it() -> None:
    names = names_of(*["Work: Piet: hello"] * 3)
    assert names.split("Work: Piet: x") == ("Work: Piet", "x")


def test_two_lines_alike_are_not_enough_to_lengthen_a_name() -> None:
    names = names_of(*["Ana: note: x"] * 2)
    assert names.split("Ana: note: x") == ("Ana", "note: x")


def test_a_name_once_seen_before_a_mark_is_not_lengthened() -> None:
    names = names_of("Ana: <Media omitted>", *["Ana: note: x"] * 5)
    assert names.split("Ana: note: x") == ("Ana", "note: x")


def test_a_line_of_the_service_has_no_name() -> None:
    line = 'Ana changed the subject from "a: b" to "c"'
    assert names_of(line).split(line) == ("", line)
    assert names_of("You left").split("You left") == ("", "You left")


def test_an_empty_message_still_has_its_author() -> None:
    assert names_of("Ana:").split("Ana:") == ("Ana", "")


def test_invisible_marks_are_no_part_of_a_name() -> None:
    names = names_of("\u200e~\u202fAna\u200e: hi")
    assert names.split("\u200e~\u202fAna\u200e: hi") == ("~\u202fAna", "hi")
    assert names.as_written("~ Ana") == "~\u202fAna"
    assert names.as_written("Bo") == ""


def test_what_stands_very_far_from_the_beginning_ends_no_name() -> None:
    line = "x" * 130 + ": y"
    assert names_of(line).split(line) == ("", line)


def test_the_number_of_names_kept_is_bounded() -> None:
    names = names_of(*(f"name {n}: x" for n in range(10_050)))
    assert names.as_written("name 9999")
    assert not names.as_written("name 10049")
    assert names.split("name 10049: x") == ("name 10049", "x")


@given(st.lists(st.text(max_size=60), max_size=10))
def test_no_text_is_lost_between_name_and_message(rests: list[str]) -> None:
    names = names_of(*rests)
    for rest in rests:
        name, text = names.split(rest)
        assert rest.endswith(text)
        assert bool(name) or text == rest
