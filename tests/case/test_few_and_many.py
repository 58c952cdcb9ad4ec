"""What few events have is looked up, what many have is walked to: both ways show and count the same."""

import io
from pathlib import Path

import pytest

from holdfast.case.case import Case
from holdfast.case.decisions import Answer
from holdfast.timeline import narrowing, query
from holdfast.timeline.filter import Filter
from holdfast.timeline.narrowing import Cursor

FILTERS = [
    Filter(),
    Filter(repeats=True),
    Filter(words="lunch"),
    Filter(words='"lunch number"'),
    Filter(words="nothing"),
    Filter(words="!!", repeats=True),
    Filter(words="…"),
    Filter(accounts=("mail:ann@example.com",)),
    Filter(accounts=("mail:ann@example.com", "mail:bob@example.com")),
    Filter(accounts=("mail:nobody@example.com",)),
    Filter(accounts=("mail:kim@example.org",), repeats=True),
    Filter(words="number", repeats=True),
    Filter(words="lunch", since=9_999_999_999_999),
    Filter(words="dinner", since=1_740_900_000_000),
    Filter(accounts=("mail:kim@example.org",), since=1_740_900_000_000, until=1_741_500_000_000),
    Filter(accounts=("mail:kim@example.org",), directions=("undecided",)),
    Filter(accounts=("mail:kim@example.org",), is_whole=True),
    Filter(words="lunch", accounts=("mail:bob@example.com",)),
    Filter(words="lunch", accounts=("mail:bob@example.com",), directions=("undecided",), repeats=True),
    Filter(words="number", since=1_740_900_000_000, until=1_741_500_000_000),
    Filter(words="seven", kinds=("message",), services=("mail",)),
]


def mails(first: int, last: int, extra: str = "") -> bytes:
    """Mails with numbers from `first` to before `last`; those of two calls tell the same."""
    return b"".join(
        f"From x Sun Jun  1 00:00:00 2025\nFrom: {('ann', 'bob', 'kim')[n % 3]}@example."
        f"{'org' if n % 3 == 2 else 'com'}\nTo: {'bob@example.com' if n % 3 == 2 else 'kim@example.org'}\n"
        f"Date: {1 + n // 3} Mar 2025 1{n % 10}:00:00 +0000\nMessage-ID: <{n}@example.org>\n"
        f"Subject: {'Lunch' if n % 2 else 'Dinner'} number {n}{extra}\n\n{'seven' if n == 7 else 'text'}\n\n".encode()
        for n in range(first, last)
    )


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made, _ = Case.create(tmp_path / "notes", "x", work_factor=4)
    with made.intake() as intake:
        intake.put("one.mbox", io.BytesIO(mails(0, 30)), modified=None)
        intake.put("two.mbox", io.BytesIO(mails(20, 40)), modified=None)
    made.read()
    return made


def shown(case: Case, which: Filter) -> list[list[str]]:
    """The ids in order, in five windows, and the counts."""
    lines = list(case.query.lines(which))
    middle = lines[len(lines) // 2].cursor if lines else Cursor(0, 0)
    windows = (
        lines,
        case.query.lines(which, after=middle, limit=4),
        case.query.lines(which, before=middle, limit=4),
        case.query.lines(which, limit=3),
        case.query.lines(which, before=narrowing.END, limit=3),
    )
    counts = [str(case.query.count(which)), str(case.query.count(which, 3)), str(case.query.days(which))]
    return [*([line.row.id for line in some] for some in windows), counts]


@pytest.mark.parametrize("which", FILTERS)
def test_few_and_many_show_and_count_the_same(
    case: Case, which: Filter, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = shown(case, which)
    for module in (narrowing, query):
        monkeypatch.setattr(module, "FEW", 2)
    assert shown(case, which) == looked_up
    for unlucky in ("_NEAR", "_APART"):  # What has a word is not near enough, or its numbers lie far apart.
        with monkeypatch.context() as patched:
            patched.setattr(narrowing, unlucky, 1)
            assert shown(case, which) == looked_up
    ids = looked_up[0]
    at = ids.index(looked_up[1][0]) if looked_up[1] else len(ids)
    assert looked_up[1:5] == [ids[at : at + 4], ids[max(0, at - 5) : max(0, at - 1)], ids[:3], ids[-3:]]
    assert looked_up[5][:2] == [str(len(ids)), str(min(3, len(ids)))]


def late(number: int) -> bytes:
    """So many mails of one writer, a minute apart, then six of another one."""
    return b"".join(
        f"From x Sun Jun  1 00:00:00 2025\nFrom: {'ann' if n < number else 'bob'}@example.com\n"
        f"To: kim@example.org\nDate: {1 + n // 1440} Mar 2025 {n // 60 % 24:02}:{n % 60:02}:00 +0000\n"
        f"Message-ID: <{n}@example.org>\nSubject: number {n}\n\ntext\n\n".encode()
        for n in range(number + 6)
    )


def work(folder: Path, number: int, which: Filter) -> int:
    """How many steps (in hundreds) the database takes for one page of a case of so many mails."""
    made, _ = Case.create(folder, "x", work_factor=4)
    with made.intake() as intake:
        intake.put("one.mbox", io.BytesIO(late(number)), modified=None)
    made.read()
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    made._shown.connection.set_progress_handler(count, 100)
    assert len(list(made.query.lines(which, limit=5))) == 5
    made.close()
    return steps


@pytest.mark.parametrize(
    "which",
    [
        Filter(),
        Filter(accounts=("mail:ann@example.com",)),
        Filter(accounts=("mail:bob@example.com",)),
        Filter(accounts=("mail:kim@example.org",)),
        Filter(words="number"),
    ],
)
def test_a_page_of_a_large_case_takes_no_more_work_than_one_of_a_small_case(
    tmp_path: Path, which: Filter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (narrowing, query):
        monkeypatch.setattr(module, "FEW", 3)
    small, large = (work(tmp_path / str(number), number, which) for number in (500, 4_000))
    assert large < 1.5 * small + 20


def test_a_count_that_is_cut_off_never_says_more_than_there_is(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ten mails stand in both files: each counts once, however many matches there are.
    for module in (narrowing, query):
        monkeypatch.setattr(module, "FEW", 22)
    matches = case.query.count(Filter(words="lunch", repeats=True))
    assert matches > 22
    assert case.query.count(Filter(words="lunch"), 23) == 20


def test_accounts_count_an_act_that_two_files_tell_once(case: Case) -> None:
    counts = {account.key: (by, to) for account, _, by, to, *_ in case.query.accounts()}
    assert counts["mail:ann@example.com"] == (14, 0)
    assert counts["mail:bob@example.com"] == (13, 13)
    assert counts["mail:kim@example.org"] == (13, 27)
    case.close()


def test_what_was_counted_when_the_case_was_read_is_what_is_there(case: Case) -> None:
    rows = [line.row for line in case.query.lines(Filter(repeats=True))]
    assert case.query.totals()["events"] == len(rows) == 50
    assert case.query.totals()["occurrences"] == case.query.count() == 40
    assert case.query.totals()["undecided_directions"] == sum(row.direction is None for row in rows) > 0
    assert case.query.values("kind") == ["message"]
    assert case.query.services_without_me() != []
    case.answer([Answer(about="me", value="mail:kim@example.org")])
    assert case.query.totals()["undecided_directions"] == 0
    assert case.query.services_without_me() == []
