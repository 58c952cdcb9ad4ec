"""A reader that breaks costs the file it broke at, never the others, and never silently."""

import multiprocessing
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from holdfast import importers as package
from holdfast.case.case import Case
from holdfast.formats.tree import Member, Tree
from holdfast.importers import Importer, Record
from holdfast.model.errors import InputError
from holdfast.model.event import Event
from holdfast.model.told import Told
from holdfast.model.when import When
from holdfast.reading import reader as reader_module
from holdfast.reading import worker
from holdfast.reading.job import Job, Originals
from holdfast.reading.reader import Reader
from tests.case.exports import CHAT, mail, mbox, write
from tests.case.test_case import dump


def _events(member: Member) -> Iterator[Record]:
    yield Event(
        kind="message", service="test", when=When(as_written="?"), found_at=member.at(), text=member.name
    )


def _reading(break_with: Callable[[], Exception]) -> Callable[..., Iterator[Record]]:
    def read(members: Sequence[Member], tree: Tree, told: Told) -> Iterator[Record]:
        for member in members:
            yield from _events(member)
            if "broken" in member.name:
                raise break_with()

    return read


class _InThread:
    """Stands in for the process, in a thread, so that a test can hand it a reader of its own."""

    def __init__(self, share: tuple[int, int]) -> None:
        import queue

        self.arrived: Any = queue.Queue(maxsize=4)
        self.place = multiprocessing.get_context("spawn").Value("q", -1, lock=False)
        self._near, self._far = multiprocessing.Pipe()
        threading.Thread(target=reader_module._receive, args=(self._near, self.arrived), daemon=True).start()
        threading.Thread(target=worker.work, args=(self._far, self.place, share), daemon=True).start()

    def give(self, told: Any) -> None:
        self._near.send_bytes(told)

    def stop(self) -> None:
        """Nothing: its threads wait at the pipe until the test program ends."""


@pytest.fixture
def broken_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Exception]], None]:
    def use(break_with: Callable[[], Exception]) -> None:
        one = Importer(
            title="T", version="1", claims=lambda m, _: m.suffix == ".tst", read=_reading(break_with)
        )
        monkeypatch.setattr(worker, "importers", lambda: {"one": one})
        monkeypatch.setattr(package, "importers", lambda: {"one": one})
        monkeypatch.setattr(worker, "limit_memory", lambda: None)
        monkeypatch.setattr(reader_module, "_Process", _InThread)

    return use


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ValueError("evidence text"), "fault in the reader (ValueError)"),
        (RecursionError(), "fault in the reader (RecursionError)"),
        (MemoryError(), "fault in the reader (MemoryError)"),
        (InputError("A container is broken."), "A container is broken."),
    ],
)
def test_an_importer_that_breaks_costs_one_file(
    case: Case, tmp_path: Path, broken_by: Callable[..., None], error: Exception, says: str
) -> None:
    broken_by(lambda: error)
    case.add(write(tmp_path / "in", a_tst=b"a", broken_tst=b"b", c_tst=b"c"))
    assert {line.row.text for line in case.query.lines()} == {"a.tst", "broken.tst", "c.tst"}
    (problem,) = case.query.problems()
    assert problem["source_name"] == "broken.tst"
    assert says in problem["what"]
    assert "evidence text" not in problem["what"]


def test_a_process_that_is_killed_costs_one_file(case: Case, tmp_path: Path) -> None:
    given = write(
        tmp_path / "in", big_mbox=mbox(*[mail(n, text="x" * 300) for n in range(15000)]), one_eml=mail(1)
    )
    killed = []

    def kill(stage: str, done: int, total: int) -> None:
        if stage == "reading" and 100_000 < done < total and not killed:
            for child in multiprocessing.active_children():
                if child.name == "reader":
                    child.kill()
                    killed.append(child)

    case.add(given, progress=kill)
    assert killed
    assert [line.row.source_name for line in case.query.lines()] == ["one.eml"]
    (problem,) = case.query.problems()
    assert (problem["source_name"], problem["loss"]) == ("big.mbox", "member")
    assert "made the reader stop" in problem["what"]
    case.rebuild()
    assert case.query.totals()["events"] == 15001


def test_a_reader_whose_program_was_killed_ends_without_a_word(
    case: Case, capfd: pytest.CaptureFixture[str]
) -> None:
    spawning = multiprocessing.get_context("spawn")
    near, far = spawning.Pipe()
    process = spawning.Process(target=worker.work, args=(far, spawning.Value("q", -1, lock=False), (0, 1)))
    process.start()
    far.close()
    originals = Originals(case.vault.reader(), {})
    near.send(Job(sources=(), originals=originals, told=Told(), mine=frozenset(), skip={}))
    assert near.poll(60)  # Its answer has come, and nobody will ever take it.
    near.close()
    process.join(60)
    assert (process.exitcode, capfd.readouterr().err) == (0, "")


def test_a_batch_that_cannot_be_read_at_all_is_shown_as_problems_and_the_case_goes_on(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Readers that never answer stand for a container that stops every reading.
    monkeypatch.setattr(Reader.__init__, "__defaults__", (0, 0.05))
    monkeypatch.setattr(reader_module._Process, "give", lambda process, told: None)
    case.add(write(tmp_path / "in", one_eml=mail(1), two_eml=mail(2)))
    assert [p["source_name"] for p in case.query.problems()] == ["one.eml", "two.eml"]
    assert {p["what"] for p in case.query.problems()} == {reader_module._STUCK}
    monkeypatch.undo()
    case.rebuild()
    assert case.query.totals()["events"] == 2


@pytest.mark.parametrize("quote", [">From here on", ">>From here on"])
def test_two_processes_read_exactly_what_one_reads(
    make_case: Callable[..., Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quote: str
) -> None:
    inner = b"From: a@example.org\r\nSubject: inner\r\nDate: Sun, 01 Jun 2025 12:00:00 +0000\r\n\r\nx\r\n"
    outer = (
        b"From: b@example.org\r\nTo: maya@example.org\r\nDate: Sun, 01 Jun 2025 12:00:00 +0000\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--\r\n"
    )
    mails = [mail(n, text=quote) if n % 7 else outer for n in range(700)]
    folder = tmp_path / "in"
    write(folder, one_mbox=mbox(*mails), chat_txt=CHAT, two_mbox=mbox(*mails[:10]), odd_bin=b"\x00")
    (folder / "cur").mkdir()
    for n in range(600):
        (folder / "cur" / f"17000000{n:02d}.M{n}P1.host:2,S").write_bytes(mail(n + 1000))
    alone = make_case("alone")
    alone.add([folder])
    monkeypatch.setattr(reader_module, "_LARGE", 0)
    monkeypatch.setattr(reader_module.os, "cpu_count", lambda: 2)
    together = make_case("together")
    together.add([folder])
    read_together, read_alone = dump(together), dump(alone)
    for told in (read_together, read_alone):
        told.pop("source")  # it holds the time of day at which it was handed in
    assert read_together == read_alone
    assert len(read_alone["event"]) == 700 + 100 + 10 + 2 + 3 + 600
    is_in_doubt = any("“>”" in p["what"] for p in together.query.problems())
    assert is_in_doubt == (quote == ">From here on")


def test_when_one_of_two_processes_breaks_one_reads_alone(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_module, "_LARGE", 0)
    monkeypatch.setattr(reader_module.os, "cpu_count", lambda: 2)
    killed = []

    def kill(stage: str, done: int, total: int) -> None:
        if stage == "reading" and done and not killed:
            for child in multiprocessing.active_children():
                if child.name == "reader":
                    child.kill()
                    killed.append(child)

    case.add(
        write(tmp_path / "in", big_mbox=mbox(*[mail(n, text="x" * 300) for n in range(15000)])), progress=kill
    )
    assert len(killed) == 2
    assert case.query.totals()["events"] == 15000
    assert list(case.query.problems()) == []
