"""What runs apart may take memory and crash: the program goes on."""

import io
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from holdfast.case import evidence as service
from holdfast.case.apart import apart
from holdfast.case.case import Case
from holdfast.model.errors import HoldfastError, RequestError
from tests.case.exports import write


def test_a_result_and_an_error_come_back() -> None:
    assert apart(partial(pow, 2, 10)) == 1024
    with pytest.raises(ZeroDivisionError):
        apart(partial(divmod, 1, 0))


def test_a_process_that_dies_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(HoldfastError, match="stopped") as died:
        apart(partial(os._exit, 3))
    assert died.value.hint


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be asked for it")
def test_a_process_ends_with_the_program_it_works_for(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import time\nfrom functools import partial\nfrom holdfast.case.apart import apart\n"
        "if __name__ == '__main__':\n    apart(partial(time.sleep, 60))\n"
    )
    running = subprocess.Popen([sys.executable, program])
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    workers: list[str] = []
    ends = time.monotonic() + 30
    while not workers and time.monotonic() < ends:
        workers = [one for one in children.read_text().split() if b"spawn_main" in command(one)]
        time.sleep(0.05)
    time.sleep(0.5)
    running.kill()
    running.wait()
    ends = time.monotonic() + 10
    while any(command(one) for one in workers) and time.monotonic() < ends:
        time.sleep(0.05)
    assert workers
    assert not any(command(one) for one in workers)


def command(process: str) -> bytes:
    """Its command line, empty where it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def test_a_picture_is_drawn_anew_and_one_that_breaks_its_decoder_is_only_not_shown(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "PNG")
    case.add(write(tmp_path / "in", IMG_png=out.getvalue(), broken_png=out.getvalue()[:60]))
    whole, broken = sorted(
        (line.row for line in case.query.lines()), key=lambda r: r.source_name == "broken.png"
    )
    with Image.open(io.BytesIO(case.picture(whole.id, 0, is_grey=True))) as drawn:
        assert (drawn.format, drawn.size, drawn.mode) == ("JPEG", (40, 20), "L")
    with pytest.raises(RequestError, match="cannot be shown"):
        case.picture(broken.id, 0)
    monkeypatch.setattr(service, "redrawn", _dies)
    with pytest.raises(RequestError, match="cannot be shown"):
        case.picture(whole.id, 0)


def _dies(given: bytes, *, is_grey: bool) -> bytes:
    os._exit(11)
