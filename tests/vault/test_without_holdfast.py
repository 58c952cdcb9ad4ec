"""Everything opens with the `age` program, SQLCipher and the passphrase, without Holdfast."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.vault.program import run_and_type
from tests.vault.vaults import PHRASE, add, new_vault, noise

pytestmark = pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")


def test_every_original_is_restored_by_the_readme_alone(tmp_path):
    vault = new_vault(tmp_path)
    files = {"chat.txt": b"hello", "empty": b"", "sub/big.mbox": noise((8 << 20) + 99), "same.txt": b"hello"}
    add(vault, files)
    add(vault, {"later.txt": b"later"})
    vault.close()
    (tmp_path / "out").mkdir()
    done = subprocess.run(
        [sys.executable, "-I", Path(__file__).with_name("restore.py"), vault.folder, tmp_path / "out"],
        input=f"{PHRASE}\n", capture_output=True, text=True, check=True,
    )  # fmt: skip
    restored = {name: Path(path).read_bytes() for name, path in map(json.loads, done.stdout.splitlines())}
    assert restored == {**files, "later.txt": b"later"}
    assert "holdfast" not in Path(__file__).with_name("restore.py").read_text().lower()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_the_commands_of_the_readme_do_what_it_says(tmp_path):
    vault = new_vault(tmp_path)
    data = noise((8 << 20) + 99)
    add(vault, {"first": b"12345", "second": b"abc", "big": data})
    text = (vault.folder / "README.txt").read_text()
    assert run_and_type(["age", *_words(text, "age --decrypt --output")], PHRASE, vault.folder) == 0
    sealed = subprocess.run(
        ["age", *_words(text, "age --decrypt --identity identity.txt keys")],
        cwd=vault.folder,
        capture_output=True,
        check=True,
    )
    assert json.loads(sealed.stdout)["log_key"] == vault.keys.log_key.hex()
    begin = text.index("for f in")
    command = text[begin : text.index("restored", begin) + len("restored")]
    for source in vault.log.sources():
        place = vault.log.placement(source.sha256)
        line = command.replace("XY", place.container[:2]).replace("CONTAINER", place.container)
        line = line.replace("START", str(place.offset)).replace("SIZE", str(place.size))
        subprocess.run(["bash", "-c", line], cwd=vault.folder, check=True, stderr=subprocess.DEVNULL)
        with vault.open_object(source.sha256) as stream:
            assert (vault.folder / "restored").read_bytes() == stream.read()


def test_the_readme_names_every_table_and_column(tmp_path):
    vault = new_vault(tmp_path)
    text = " ".join((vault.folder / "README.txt").read_text().split())
    for (table,) in vault.log.database.all("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        columns = [row[1] for row in vault.log.database.all(f"PRAGMA table_info({table})")]
        assert f"{table} {', '.join(columns)}" in text


def _words(text: str, begin: str) -> list[str]:
    line = text[text.index(begin) :].partition("\n")[0]
    return line.split()[1:]
