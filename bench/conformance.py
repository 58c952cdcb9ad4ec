"""Runs published test suites, which are not part of the project, from a given folder.

    python -m bench.conformance FOLDER [--case-validate PROGRAM] [--page docs/conformance.md]

The folder holds, as far as they are there (docs/conformance.md says where to get them): `age/` (the files of
C2SP's age test vectors), `merkle/` (`testdata` of transparency-dev/merkle), `jcs/` (`testdata` of
cyberphone/json-canonicalization, with the beginning of its file of numbers as es6testfile.txt), `rfc3161/`
(`test/fixtures` of rfc3161-client), `bagit/` (LibraryOfCongress/bagit-conformance-suite).
Ends with 1 where something differs from a suite and the page does not say why.
"""

import argparse
import base64
import hashlib
import json
import logging
import platform
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import bagit
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from tests.case.packages import checker, fill, packed
from tests.conftest import PASSPHRASE

from holdfast.case.case import Case
from holdfast.model.errors import HoldfastError
from holdfast.outputs.canonical import canonical
from holdfast.vault import age, merkle, passphrase, stamp

PAGE = Path(__file__).parents[1] / "docs" / "conformance.md"
BEGIN, END = "<!-- written by bench/conformance.py -->", "<!-- up to here -->"
LINES = {
    1_000: "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687",
    10_000: "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892",
    100_000: "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7",
    1_000_000: "49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16",
}
"""What the suite says its file of numbers hashes to, by the number of lines from its beginning."""


class Tried(NamedTuple):
    """One vector: its name, and whether we do with it what the suite says."""

    name: str
    agrees: bool


def held(what: Callable[[], object]) -> bool:
    """Whether it ends without one of our errors."""
    try:
        what()
    except HoldfastError:
        return False
    return True


def age_files(folder: Path) -> Iterator[Tried]:
    """Files for a key are opened as pieces of a case are, those under a passphrase as its key files."""
    for path in sorted(folder.iterdir()):
        head, _, data = path.read_bytes().partition(b"\n\n")
        told = [line.split(": ", 1) for line in head.decode().splitlines()]
        first = dict(reversed(told))
        if "armored" in first:
            continue  # The spelling in letters is neither written nor read.
        if "compressed" in first:
            data = zlib.decompress(data)
        opened = None
        for name, value in told:
            opener = {"identity": age.decrypt, "passphrase": passphrase.decrypt}.get(name)
            if opener is not None and opened is None:
                try:
                    opened = opener(data, value)
                except HoldfastError:
                    continue
        if first["expect"] == "success":
            yield Tried(
                path.name, opened is not None and hashlib.sha256(opened).hexdigest() == first["payload"]
            )
        else:
            yield Tried(path.name, opened is None)


def proofs(folder: Path) -> Iterator[Tried]:
    """By the program, and by the verify.py that leaves with a package."""
    verify = checker()
    for path in sorted(folder.rglob("*.json")):
        told = json.loads(path.read_bytes())
        proof = [base64.b64decode(node) for node in told["proof"] or ()]
        name = path.relative_to(folder).as_posix()
        if "leafIdx" in told:
            place, size = told["leafIdx"], told["treeSize"]
            leaf, root = (base64.b64decode(told[one] or "") for one in ("leafHash", "root"))
            ours = held(lambda: merkle.check_inclusion(leaf, place, size, proof, root))  # noqa: B023
            theirs = verify.root_from(leaf, place, size, proof) == root != b""
        else:
            first, second = told["size1"], told["size2"]
            old, new = (base64.b64decode(told[one] or "") for one in ("root1", "root2"))
            ours = held(lambda: merkle.check_consistency(first, second, old, new, proof))  # noqa: B023
            try:
                verify.check_growth(first, second, old, new, proof)
                theirs = True
            except verify.Wrong:
                theirs = False
        yield Tried(name, ours is not told["wantErr"])
        yield Tried(f"{name} (verify.py)", theirs is not told["wantErr"])


def json_texts(folder: Path) -> Iterator[Tried]:
    """Texts, and numbers in the form "bits in hex,text"."""
    for path in sorted((folder / "input").glob("*.json")):
        wanted = (folder / "output" / path.name).read_bytes().rstrip(b"\n")
        yield Tried(path.name, canonical(json.loads(path.read_bytes())) == wanted)
    numbers = folder / "es6testfile.txt"
    if not numbers.exists():
        return
    hasher, count = hashlib.sha256(), 0
    with numbers.open("rb") as lines:
        for line in lines:
            bits, _, wanted = line.rstrip(b"\n").partition(b",")
            (number,) = struct.unpack(">d", int(bits, 16).to_bytes(8, "big"))
            yield Tried(f"number {bits.decode()}", canonical(number) == wanted)
            hasher.update(line)
            count += 1
            if count in LINES:
                yield Tried(f"the first {count:,} numbers as a whole", hasher.hexdigest() == LINES[count])


def stamps(folder: Path) -> Iterator[Tried]:
    """Each answer with its own certificates, with those of another authority, and over another text."""
    bad = {"sigstage/response-invalid-signature.tsr", "test_tsa/other_response.tsr"}
    for path in sorted(folder.rglob("*.tsr")):
        name, answer = path.relative_to(folder).as_posix(), path.read_bytes()
        own, other = (
            _chain(folder / one) for one in (path.parent.name, "sigstage" if "test" in name else "test_tsa")
        )
        yield Tried(name, held(lambda: stamp.check(answer, "hello", own)) is (name not in bad))  # noqa: B023
        yield Tried(f"{name}, another root", not held(lambda: stamp.check(answer, "hello", other)))  # noqa: B023
        yield Tried(f"{name}, another text", not held(lambda: stamp.check(answer, "other", own)))  # noqa: B023
        if "injected" in name:
            yield Tried(f"{name}, who signed", "Spoofed" not in stamp.check(answer, "hello", own).signer)


def _chain(folder: Path) -> str:
    data = (folder / "ts_chain.pem").read_bytes()
    found = (
        x509.load_pem_x509_certificates(data) if b"BEGIN" in data else [x509.load_der_x509_certificate(data)]
    )
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in found)


def bags(folder: Path) -> Iterator[Tried]:
    """What the suite calls invalid must be refused by verify.py, which takes nothing but packages."""
    verify = checker()
    for path in sorted(folder.glob("v*/*valid/*/")):
        try:
            trouble = list(verify.check_bag(path))
        except verify.Wrong as wrong:
            trouble = [str(wrong)]
        yield Tried(path.relative_to(folder).as_posix(), bool(trouble) is (path.parent.name == "invalid"))


def package(folder: Path) -> Iterator[Tried]:
    """A package made now, looked at by the bagit library."""
    found = bagit.Bag(str(folder))
    yield Tried("our package, by bagit.py", found.is_valid())
    (folder / "data" / "about.txt").write_bytes(b"x")
    yield Tried("our package with a changed file, by bagit.py", not bagit.Bag(str(folder)).is_valid())


def case(folder: Path, program: str) -> Iterator[Tried]:
    """The same, its description looked at by case_validate, which needs no network."""
    description = folder / "data" / "case.jsonld"
    yield Tried("our package, by case_validate", _says(program, description))
    description.write_bytes(description.read_bytes().replace(b"observable:size", b"observable:siz", 1))
    yield Tried("our package with a wrong word, by case_validate", not _says(program, description))


def _says(program: str, path: Path) -> bool:
    return subprocess.run([program, path], capture_output=True, check=False).returncode == 0


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--case-validate", default="", metavar="PROGRAM", help="the program of case-utils")
    options.add_argument("--page", type=Path, help="write the table into this page")
    given = options.parse_args()
    logging.disable()
    explained, unexplained = PAGE.read_text("utf-8"), 0
    rows = ["| Suite | Tried | As it says | Otherwise |", "|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as scratch:
        made = _package(Path(scratch))
        for title, place, run in (
            ("age test vectors (C2SP)", "age", age_files),
            ("Merkle proofs (RFC 9162)", "merkle", proofs),
            ("canonical JSON (RFC 8785)", "jcs", json_texts),
            ("time stamps (RFC 3161)", "rfc3161", stamps),
            ("BagIt conformance suite", "bagit", bags),
            ("a package, by `bagit.py`", "", package),
            ("a package, by `case_validate`", "", lambda at: case(at, given.case_validate)),
        ):
            at = given.folder / place if place else made
            if not at.exists() or ("case_validate" in title and not given.case_validate):
                print(f"not there: {title}")
                rows.append(f"| {title} | not there | | |")
                continue
            tried, other = 0, []
            for one in run(at):
                tried += 1
                if not one.agrees:
                    other.append(one.name)
            rows.append(f"| {title} | {tried:,} | {tried - len(other):,} | {len(other)} |")
            print(rows[-1], flush=True)
            for name in other:
                is_told = f"`{name.removesuffix(' (verify.py)')}`" in explained
                unexplained += not is_told
                print(f"    {name}{'' if is_told else ': the page does not say why'}")
    if given.page:
        _write(given.page, rows)
    return 1 if unexplained else 0


def _package(work: Path) -> Path:
    made, _ = Case.create(work / "case", PASSPHRASE, work_factor=10)
    fill(made, work / "in")
    packed(made, work / "bag")
    made.close()
    return work / "bag"


def _write(page: Path, rows: list[str]) -> None:
    """Puts the table between the two marks of the page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    said = f"Python {platform.python_version()}, {platform.system()}, {time.strftime('%B %Y')}."
    table = "\n".join([BEGIN, said, "", *rows, END])
    page.write_text(f"{before}{table}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
