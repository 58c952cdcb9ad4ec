import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

_READER = """
    import signal
    from holdfast.reading.processes import context, prepare, undisturbed

    def told(pipe):
        pipe.send(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))

    if __name__ == "__main__":
        {prepared}
        ours, theirs = context().Pipe()
        with undisturbed():
            reader = context().Process(target=told, args=(theirs,))
            reader.start()
        print("closed" if ours.recv() else "open", signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))
        reader.join()
"""


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="the system has no signals to block")
@pytest.mark.parametrize("prepared", ["", "prepare()"])
def test_a_reader_does_not_hear_ctrl_c_from_its_first_moment(tmp_path: Path, prepared: str) -> None:
    program = tmp_path / "reader.py"
    program.write_text(textwrap.dedent(_READER).format(prepared=prepared))
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.split() == ["closed", "False"]
