"""A package holds what was chosen and nothing else; whoever gets it can check it without us."""

import ast
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import bagit
import pypdfium2
import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from holdfast.case import originals, packing
from holdfast.case.bag import Archive, Folder, new_folder
from holdfast.case.case import Case
from holdfast.case.package import Choice
from holdfast.formats.incident_sheet import VERSION, Incident
from holdfast.model.errors import DamageError, RequestError, SpaceError
from holdfast.vault import intake, stamp
from tests.case.exports import CHAT, mail, write
from tests.case.packages import HIDDEN, MAILBOX, VERIFY, checked, checker, fill, packed, resealed
from tests.conftest import PASSPHRASE
from tests.faults.flipping import flip_package
from tests.importers.mailbox import whole
from tests.lookup.server import serving
from tests.vault.authority import TestAuthority

verify = checker()
ALL_BYTES = bool(os.environ.get("HOLDFAST_ALL_BYTES"))
"""Every byte of every file, which takes some minutes, or of small files only and of others some."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A case and a package of it."""
    home = tmp_path_factory.mktemp("made")
    case, _ = Case.create(home / "case", PASSPHRASE, work_factor=10)
    fill(case, home / "in")
    case.hand_out()
    packed(case, home / "bag")
    case.close()
    return home / "case", home / "bag"


@pytest.fixture
def bag(made: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of the package, to be changed."""
    shutil.copytree(made[1], tmp_path / "bag")
    return tmp_path / "bag"


@pytest.fixture
def opened(made: tuple[Path, Path], tmp_path: Path) -> Iterator[Case]:
    """A copy of the case."""
    shutil.copytree(made[0], tmp_path / "case")
    case = Case.open(tmp_path / "case", PASSPHRASE)
    yield case
    case.close()


def trouble(bag: Path) -> str:
    """What verify.py finds wrong."""
    with pytest.raises(verify.Wrong) as wrong:
        list(verify.check(bag))
    return str(wrong.value)


def everything(bag: Path) -> str:
    """All that can be read in a package, the paper among it."""
    pages = pypdfium2.PdfDocument(bag / "data/packet.pdf")
    paper = "".join(page.get_textpage().get_text_range() for page in pages)
    return paper + "".join(p.read_bytes().decode("utf-8", "replace") for p in bag.rglob("*") if p.is_file())


def record(bag: Path, label: str) -> dict:
    return json.loads((bag / f"data/exhibits/{label}/record.json").read_bytes())


# What it holds


def test_it_holds_the_records_as_they_stand_in_their_originals(made):
    _, bag = made
    slices = {p.relative_to(bag).as_posix(): p.read_bytes() for p in bag.glob("data/exhibits/*/slice*")}
    third = MAILBOX[MAILBOX.rindex(b"From x@") :]
    assert slices["data/exhibits/A-1/slice.mbox"] == third
    assert slices["data/exhibits/A-2/slice.xml"].strip().startswith(b"<sms ")
    assert slices["data/exhibits/A-3/slice.txt"] == CHAT[CHAT.rindex(b"14/06") :]
    (original,) = (bag / "data/originals").iterdir()
    assert original.read_bytes() == mail(7)
    assert record(bag, "A-1")["place"]["start"] == MAILBOX.rindex(b"From x@")


def test_each_record_tells_who_when_from_where_how_and_what_is_missing(made):
    _, bag = made
    told = record(bag, "A-3")
    assert told["who"] == {"prepared_by": "Maya"}
    assert told["from_where"]["name"] == "chat.txt"
    assert told["from_where"]["in_their_words"] == "my own phone"
    assert told["how"]["reader_name"] == "whatsapp"
    assert told["event"]["text"] == "nice coat today"
    assert told["completeness"]["cannot_tell"]
    assert told["completeness"]["direction_is_decided"] is False
    assert told["completeness"]["waits_for_an_answer"] == ["me"]
    assert any("slice of the original" in sentence for sentence in told["converted"])


def test_nothing_that_was_not_chosen_is_in_it_and_it_says_what_is_left_out(made):
    _, bag = made
    words = everything(bag)
    assert [hidden for hidden in HIDDEN if hidden in words] == []
    assert "wait for me" in words
    about = (bag / "data/about.txt").read_text("utf-8")
    assert "All but 4 of the 9 events in the case" in about
    assert "What is left out" in about
    assert "NOT ENCRYPTED" in about


def test_of_several_exhibits_only_those_named_leave(opened, tmp_path):
    packed(opened, tmp_path / "bag", Choice(labels=("A-3",)))
    assert [p.name for p in (tmp_path / "bag/data/exhibits").iterdir()] == ["A-3"]
    words = everything(tmp_path / "bag")
    assert "nice coat today" in words
    assert "wait for me" not in words
    assert "your bus was late" not in words
    assert "3 other exhibits" in words
    assert checked(tmp_path / "bag")[0] == 0


def test_what_is_signed_as_json_is_written_as_rfc_8785_says(made):
    _, bag = made
    for path in [*bag.rglob("*.json"), *bag.rglob("*.jsonld")]:
        assert rfc8785.dumps(json.loads(path.read_bytes())) == path.read_bytes()


def test_for_other_tools_only_a_message_is_a_message(opened, tmp_path):
    opened.write_incident(Incident(holdfast_incident=VERSION, date="2025-06-15", what="A car waited"))
    (row,) = [line.row for line in opened.query.lines() if line.row.kind == "incident"]
    opened.choose(row.id)
    packed(opened, tmp_path / "bag")
    nodes = json.loads((tmp_path / "bag/data/case.jsonld").read_bytes())["@graph"]
    kinds = {node["uco-core:name"]: node["@type"] for node in nodes if ", " in node.get("uco-core:name", "")}
    assert kinds["message, whatsapp"] == "uco-observable:Message"
    assert kinds["incident, incident log"] == "uco-observable:ObservableObject"
    named = {node["@id"] for node in nodes}
    assert {one["@id"] for one in nodes[0]["uco-core:object"]} == named - {nodes[0]["@id"]}


def test_the_draft_of_a_declaration_is_unsigned_and_says_so(made):
    _, bag = made
    draft = (bag / "data/declaration-draft.txt").read_text("utf-8")
    assert draft.startswith("DRAFT - NOT SIGNED")
    assert "[NAME]" in draft
    assert "902(13)" in draft
    assert "902(14)" in draft
    assert record(bag, "A-1")["files"][0]["sha256"] in draft
    assert "certified" not in draft


def test_the_preview_names_what_leaves_and_writes_nothing(opened):
    before = opened.vault.log.size()
    found = opened.preview(Choice())
    assert [(one.exhibit.label, [part for part, _, _ in one.parts]) for one in found.leaving] == [
        ("A-1", ["slice"]),
        ("A-2", ["slice"]),
        ("A-3", ["slice"]),
        ("A-4", ["original"]),
    ]
    assert found.left_out
    assert opened.vault.log.size() == before


def test_an_unknown_label_or_no_exhibit_at_all_is_a_wrong_request(opened, make_case):
    with pytest.raises(RequestError, match="label"):
        opened.preview(Choice(labels=("A-1", "B-2")))
    with pytest.raises(RequestError, match="chosen"):
        make_case("empty").preview(Choice())


def test_the_log_keeps_that_a_package_was_made(opened, tmp_path):
    made = packed(opened, tmp_path / "bag")
    entry = opened.log(1)[0]
    assert (entry.action, entry.body["what"]) == ("export", "package")
    assert entry.body["sha256"] == made.sha256
    assert entry.body["exhibits"] == ["A-1", "A-2", "A-3", "A-4"]


def test_the_same_case_at_the_same_time_gives_the_same_bytes(made, tmp_path, monkeypatch):
    written = []
    for name in ("one", "two"):
        shutil.copytree(made[0], tmp_path / name)
        case = Case.open(tmp_path / name, PASSPHRASE)
        monkeypatch.setattr(packing, "now", lambda: 1_795_000_000_000)
        packed(case, tmp_path / f"{name}-bag")
        case.close()
        bag = tmp_path / f"{name}-bag"
        written.append({p.relative_to(bag): p.read_bytes() for p in bag.rglob("*") if p.is_file()})
    assert written[0] == written[1]


def test_as_an_archive_it_holds_the_same_and_stays_in_memory(opened, tmp_path):
    archive = Archive("package", 1_795_000_000_000)
    opened.package(Choice(), archive)
    (tmp_path / "a.zip").write_bytes(archive.end())
    with zipfile.ZipFile(tmp_path / "a.zip") as found:
        found.extractall(tmp_path)
    assert checked(tmp_path / "package")[0] == 0


def test_half_a_package_is_taken_away_again(opened, tmp_path, monkeypatch):
    numbers = count()

    def full(self: Folder, path: str) -> object:
        if next(numbers) == 5:
            raise OSError(28, "No space left on device")
        return open_it(self, path)

    open_it = Folder.open
    monkeypatch.setattr(Folder, "open", full)
    with pytest.raises(SpaceError):
        packed(opened, tmp_path / "bag")
    assert not (tmp_path / "bag").exists()
    with pytest.raises(SpaceError), new_folder(tmp_path / "no" / "where"):
        pass


# Where a record stood


def test_a_file_kept_before_there_were_commitments_gets_one_that_is_dated_honestly(
    case, tmp_path, monkeypatch
):
    monkeypatch.setattr(intake.pieces, "is_one", lambda _: True)
    case.add(write(tmp_path / "in", mail_mbox=MAILBOX))
    monkeypatch.undo()
    case.choose(next(case.query.lines()).row.id)
    assert all("pieces" not in entry.body for entry in case.vault.log.entries({"import"}))
    packed(case, tmp_path / "bag")
    packed(case, tmp_path / "again")
    assert len(list(case.vault.log.entries({"commit"}))) == 1
    code, words = checked(tmp_path / "bag")
    assert code == 0
    assert "whose pieces were logged later, as its own entry says" in words
    assert case.verify().ok


def test_what_was_withdrawn_and_handed_in_again_counts_from_then_on(opened, tmp_path):
    source = next(one for one in opened.vault.log.sources() if one.name == "chat.txt")
    opened.withdraw(source.sha256, "a mistake")
    opened.add(write(tmp_path / "in", chat_txt=CHAT), obtained="my new phone")
    (row,) = [line.row for line in opened.query.lines() if "coat" in line.row.text]
    label = opened.choose(row.id).label
    packed(opened, tmp_path / "bag", Choice(labels=(label,)))
    assert record(tmp_path / "bag", label)["from_where"]["in_their_words"] == "my new phone"
    code, words = checked(tmp_path / "bag")
    assert (code, "whose pieces were logged when it was handed in" in words) == (0, True)


def test_a_record_inside_an_archive_is_shown_without_proof_of_its_place_and_says_why(case, tmp_path):
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in/WhatsApp Chat with Rowan.zip", "w") as archive:
        archive.writestr(
            "WhatsApp Chat with Rowan.txt", b"13/06/2025, 21:14 - Rowan: IMG-1.jpg (file attached)\n" + CHAT
        )
        archive.writestr("IMG-1.jpg", b"\xff\xd8 a picture")
    case.add([tmp_path / "in"])
    row = next(line.row for line in case.query.lines() if line.row.attached)
    case.choose(row.id)
    made = packed(case, tmp_path / "bag")
    ((label, why),) = made.unproven
    assert (label, "inside a container" in why) == ("A-1", True)
    files = {given["part"]: given for given in record(tmp_path / "bag", "A-1")["files"]}
    assert (
        (tmp_path / "bag" / files["slice"]["path"]).read_bytes().startswith(b"13/06/2025, 21:14 - Rowan: IMG")
    )
    assert (tmp_path / "bag" / files["attachment"]["path"]).read_bytes() == b"\xff\xd8 a picture"
    code, words = checked(tmp_path / "bag")
    assert code == 0
    assert "its place in the file is not proven here" in words
    packed(case, tmp_path / "whole", Choice(whole=True))
    assert "A-1: the whole original" in checked(tmp_path / "whole")[1]


def test_a_row_of_a_table_leaves_as_what_was_read_and_whole_only_when_asked(case, tmp_path):
    table = b"Date,Time,What happened\n2025-06-14,21:00,He stood outside\n2025-06-15,22:00,He called\n"
    case.add(write(tmp_path / "in", log_csv=table), answers=[])
    case.choose(next(case.query.lines()).row.id)
    made = packed(case, tmp_path / "bag")
    assert [label for label, _ in made.unproven] == ["A-1"]
    assert record(tmp_path / "bag", "A-1")["files"] == []
    assert b"He called" not in b"".join(p.read_bytes() for p in (tmp_path / "bag/data").rglob("*.*"))
    assert checked(tmp_path / "bag")[0] == 0


def test_the_paper_in_it_does_not_claim_what_only_the_whole_case_could_tell(opened, tmp_path):
    opened.mark("stop notice", "2025-06-13T21:20:00", zone="Europe/London")
    packed(opened, tmp_path / "bag")
    words = " ".join(everything(tmp_path / "bag").split())
    assert "Not in this paper: it shows only what was chosen" in words
    assert "has been recorded in this case" not in words
    assert "No rule had a finding" not in words


def test_what_is_marked_private_leaves_only_with_the_whole_and_that_is_said(case, tmp_path):
    picture = io.BytesIO()
    place = Image.Exif()
    place.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 1.0), 3: "W", 4: (0.0, 7.0, 2.0)})
    Image.new("RGB", (8, 8)).save(picture, "JPEG", exif=place)
    case.add(write(tmp_path / "in", photo_jpg=picture.getvalue()))
    (line,) = case.query.lines()
    assert any(key.startswith("private:") for key in line.row.fields)
    case.choose(line.row.id)
    (leaving,) = case.preview(Choice()).leaving
    assert (leaving.parts, "marked private" in leaving.withheld) == ((), True)
    packed(case, tmp_path / "bag")
    assert record(tmp_path / "bag", "A-1")["files"] == []
    assert "51.5" not in everything(tmp_path / "bag")
    assert checked(tmp_path / "bag")[0] == 0
    (leaving,) = case.preview(Choice(whole=True)).leaving
    assert ([part for part, _, _ in leaving.parts], leaving.withheld) == (["original"], "")
    packed(case, tmp_path / "whole", Choice(whole=True))
    (original,) = (tmp_path / "whole/data/originals").iterdir()
    assert original.read_bytes() == picture.getvalue()
    assert "What is marked private" not in (tmp_path / "whole/data/about.txt").read_text("utf-8")


def test_a_chat_with_old_line_ends_shows_one_line_and_not_all(case, tmp_path):
    case.add(write(tmp_path / "in", chat_txt=CHAT.replace(b"\n", b"\r")))
    (row,) = [line.row for line in case.query.lines() if "coat" in line.row.text]
    case.choose(row.id)
    made = packed(case, tmp_path / "bag")
    assert (tmp_path / "bag/data/exhibits/A-1/slice.txt").read_bytes() == CHAT[
        CHAT.rindex(b"14/06") :
    ].replace(b"\n", b"\r")
    assert "home safe?" not in everything(tmp_path / "bag")
    # It is one piece as a whole, which cannot prove the place of a part.
    assert [label for label, _ in made.unproven] == ["A-1"]


def test_what_came_with_a_record_leaves_with_it_also_out_of_a_folder(case, tmp_path):
    folder = tmp_path / "WhatsApp Chat with Rowan"
    write(folder, chat_txt=b"13/06/2025, 21:14 - Rowan: IMG-1.jpg (file attached)\n" + CHAT)
    (folder / "IMG-1.jpg").write_bytes(b"\xff\xd8 a picture")
    case.add([folder])
    (row,) = [line.row for line in case.query.lines() if line.row.attached]
    case.choose(row.id)
    for is_whole in (False, True):
        packed(case, tmp_path / f"bag-{is_whole}", Choice(whole=is_whole))
        found = tmp_path / f"bag-{is_whole}/data/exhibits/A-1/attachment-1.jpg"
        assert found.read_bytes() == b"\xff\xd8 a picture"
        assert checked(tmp_path / f"bag-{is_whole}")[0] == 0


def test_a_message_of_outlook_leaves_written_out_and_the_record_says_so(case, tmp_path):
    (tmp_path / "outlook.pst").write_bytes(whole())
    case.add([tmp_path / "outlook.pst"])
    row = next(line.row for line in case.query.lines() if line.row.attached)
    case.choose(row.id)
    ((label, why),) = packed(case, tmp_path / "bag").unproven
    assert (label, "written out" in why) == ("A-1", True)
    data = (tmp_path / "bag/data/exhibits/A-1/written.eml").read_bytes()
    assert row.attached[0].sha256 in {hashlib.sha256(part).hexdigest() for part in originals.parts_of(data)}
    assert "written out of the mailbox" in record(tmp_path / "bag", "A-1")["converted"][0]
    assert checked(tmp_path / "bag")[0] == 0


def test_a_damaged_original_does_not_leave_as_if_it_were_whole(opened, tmp_path):
    for piece in (opened.folder / "objects").rglob("0000"):
        data = bytearray(piece.read_bytes())
        data[-1] ^= 1
        piece.write_bytes(data)
    with pytest.raises(DamageError):
        packed(opened, tmp_path / "bag")
    assert not (tmp_path / "bag").exists()


# Checked by others


def test_the_bare_interpreter_says_what_holds_and_what_it_does_not_prove(made):
    _, bag = made
    before = sorted(bag.rglob("*"))
    code, words = checked(bag)
    assert code == 0
    assert words.count("\nOK") + words.startswith("OK") == 8
    assert "NOT OK" not in words
    assert "1 earlier checkpoint(s) are its beginning" in words
    assert "A-1: bytes 412 to" in words or "A-1: bytes" in words
    assert "What this does not prove" in words
    assert sorted(bag.rglob("*")) == before


def test_the_program_that_leaves_is_short_and_needs_nothing():
    text = VERIFY.read_text("utf-8")
    assert len(text.splitlines()) < 420
    ast.parse(text, feature_version=(3, 9))
    names = {
        alias.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {node.module for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)}
    assert {str(name).partition(".")[0] for name in names} <= sys.stdlib_module_names
    assert not {"socket", "urllib", "http", "subprocess", "ssl"} & names


def test_the_bagit_library_finds_it_valid(made):
    _, folder = made
    found = bagit.Bag(str(folder))
    found.validate()
    assert found.version_info == (1, 0)
    assert set(found.algorithms) == {"sha256", "sha512"}


def commands(bag: Path, *begin: str) -> list[str]:
    told = (bag / "VERIFY.txt").read_text("utf-8").splitlines()
    return [line.strip() for line in told if line.startswith("    ") and line.strip().startswith(begin)]


def run(command: str, bag: Path) -> subprocess.CompletedProcess[bytes]:
    """A command as it stands in VERIFY.txt, where the programs that come with Python are there too."""
    paths = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-c", command], cwd=bag, env={**os.environ, "PATH": paths}, capture_output=True, check=False
    )


@pytest.mark.parametrize(
    ("program", "number"),
    [
        ("sha256sum", 2),
        ("sha512sum", 2),
        ("bagit.py", 1),
        ("ssh-keygen", 1),
        ("openssl pkeyutl", 1),
        ("python3", 1),
    ],
)
def test_the_commands_of_its_page_run_as_they_stand_there(bag, program, number):
    if not shutil.which(program.split()[0]) and program != "bagit.py":
        pytest.skip(f"there is no {program.split()[0]} here")
    told = commands(bag, program)
    assert len(told) == number
    for command in told:
        assert run(command, bag).returncode == 0, (command, run(command, bag))
    for listed in bag.glob("tagmanifest-*.txt"):
        listed.write_bytes(listed.read_bytes().replace(b"a", b"b", 1))
    assert run(told[-1], bag).returncode != 0


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="there is no pdfsig here")
def test_the_signature_inside_the_paper_is_shown_by_the_command_of_its_page(opened, tmp_path):
    pytest.importorskip("pyhanko")
    packed(opened, tmp_path / "bag", sign=True)
    (told,) = commands(tmp_path / "bag", "pdfsig")
    assert b"Signature is Valid." in run(told, tmp_path / "bag").stdout
    assert checked(tmp_path / "bag")[0] == 0


# Changed


def test_any_flipped_byte_is_noticed_and_its_file_named(bag):
    def step(name: str, size: int) -> int:
        return 1 if ALL_BYTES or size < 200 or name.startswith("signature/") else size // 10

    found = list(flip_package(bag, step))
    assert [(one.name, one.unnoticed) for one in found if one.named < one.tried] == []
    assert {one.name for one in found} == set(verify.files_in(bag))
    assert list(verify.check(bag))
    tried = sum(one.tried for one in found)
    assert tried > 1_000
    print(f"{tried} bytes flipped in {len(found)} files, each noticed and its file named")


@pytest.mark.parametrize(
    "name", ["data/extra.txt", "extra.txt", "signature/extra", "data/exhibits/A-1/.hidden", "stamp-1.tsr"]
)
def test_a_file_too_many_is_noticed_and_named(bag, name):
    (bag / name).write_bytes(b"")
    assert f"{name}: it does not belong here" in trouble(bag)


def test_every_missing_file_is_noticed_and_named(bag):
    for path in sorted(p for p in bag.rglob("*") if p.is_file()):
        data = path.read_bytes()
        path.unlink()
        assert f"{path.relative_to(bag).as_posix()}: it is missing" in trouble(bag)
        path.write_bytes(data)


def test_renamed_and_swapped_files_are_noticed_and_named(bag):
    one, two = bag / "data/exhibits/A-1/slice.mbox", bag / "data/exhibits/A-3/slice.txt"
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    assert "A-1/slice.mbox: it is altered" in trouble(bag)
    assert "A-3/slice.txt: it is altered" in trouble(bag)
    one.write_bytes(first)
    two.rename(two.with_name("other.txt"))
    assert "A-3/slice.txt: it is missing" in trouble(bag)
    assert "A-3/other.txt: it does not belong here" in trouble(bag)


def test_a_link_is_no_file(bag, tmp_path):
    (tmp_path / "elsewhere").write_bytes(b"x")
    (bag / "data/link").symlink_to(tmp_path / "elsewhere")
    assert "data/link: it is a link" in trouble(bag)


def test_a_list_that_was_made_anew_needs_the_key(bag):
    path = bag / "data/exhibits/A-3/record.json"
    path.write_bytes(path.read_bytes().replace(b"nice coat", b"ugly coat"))
    resealed(bag, b"\x01" * 32)
    assert "tagmanifest-sha256.txt.ed25519: the signature does not fit" in trouble(bag)


@pytest.mark.parametrize(
    ("path", "old", "new", "says"),
    [
        ("data/exhibits/A-3/slice.txt", b"nice coat", b"ugly coat", "it is not the file that A-3 speaks of"),
        ("data/exhibits/A-1/record.json", b'"proof":["', b'"proof":["00","', "A-1/slice.mbox"),
        ("data/log/log.json", b"nice coat", b"ugly coat", "not in the signed log"),
        ("data/log/log.json", b'"name\\":\\"chat.txt', b'"name\\":\\"talk.txt', "not in the signed log"),
        ("data/exhibits/A-3/record.json", b'"name":"chat.txt"', b'"name":"talk.txt"', "another file"),
        ("data/exhibits/A-3/record.json", b'"handed_in":"2', b'"handed_in":"1', "A-3: the log tells of another"),
        ("data/exhibits/A-3/record.json", b'my own phone', b'your phone', "A-3: the log tells of another"),
        ("data/exhibits/A-3/record.json", b'"caption":"about', b'"caption":"not', "A-3: the log tells of another"),
        ("data/exhibits/A-3/record.json", b'"label":"A-3"', b'"label":"A-9"', "another choice"),
        ("allowed_signers", b"namespaces", b"namespacez", "allowed_signers"),
        ("log-key.pem", b"\n", b"\n ", "log-key.pem"),
        ("bagit.txt", b"1.0", b"0.9", "bagit.txt"),
        ("bagit.txt", b": 1.0", b" : 1.0", "bagit.txt"),
    ],
)  # fmt: skip
def test_even_the_holder_of_the_key_cannot_make_the_proofs_say_something_else(
    made, bag, path, old, new, says
):
    case = Case.open(made[0], PASSPHRASE)
    seed = case.vault.keys.seed
    case.close()
    file = bag / path
    assert old in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(old, new, 1))
    resealed(bag, seed)
    assert says in trouble(bag)


@pytest.mark.parametrize("path", ["../beside.txt", "data/../../beside.txt"])
def test_a_listed_path_that_leads_out_of_the_bag_is_refused_though_the_file_is_there(made, bag, path):
    (bag.parent / "beside.txt").write_bytes(b"what lies beside it")
    case = Case.open(made[0], PASSPHRASE)
    resealed(bag, case.vault.keys.seed, [path])
    case.close()
    assert path in (bag / "manifest-sha256.txt").read_text()
    assert f"{path}: it is missing" in trouble(bag)
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(bag)).validate()


def test_a_slice_that_never_stood_there_is_noticed_though_all_else_is_made_to_fit(made, bag):
    case = Case.open(made[0], PASSPHRASE)
    seed = case.vault.keys.seed
    case.close()
    path = bag / "data/exhibits/A-3/slice.txt"
    told = record(bag, "A-3")
    path.write_bytes(path.read_bytes().replace(b"nice", b"ugly"))
    told["files"][0]["sha256"] = verify.digests(bag, "data/exhibits/A-3/slice.txt")[0]
    (bag / "data/exhibits/A-3/record.json").write_bytes(rfc8785.dumps(told))
    resealed(bag, seed)
    assert "A-3/slice.txt: it did not stand at that place" in trouble(bag)


def test_an_earlier_checkpoint_that_is_no_beginning_is_noticed(made, bag):
    case = Case.open(made[0], PASSPHRASE)
    seed = case.vault.keys.seed
    case.close()
    log = json.loads((bag / "data/log/log.json").read_bytes())
    log["anchors"][0]["consistency"][0] = "00" * 32
    (bag / "data/log/log.json").write_bytes(rfc8785.dumps(log))
    resealed(bag, seed)
    assert "does not begin with an earlier checkpoint" in trouble(bag)


# Stamped


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("authority") / "one")


@pytest.mark.enable_socket
def test_stamps_go_with_it_and_are_checked_by_openssl_as_its_page_says(opened, authority, tmp_path):
    with serving(authority) as server:
        opened.name_authority(server.url, authority.roots)
        opened.anchor()
        made = packed(opened, tmp_path / "bag", stamp=True)
        assert [one.time is not None for one in made.asked] == [True]
        assert len(server.asked) == 2
    bag = tmp_path / "bag"
    code, words = checked(bag)
    assert code == 0
    assert "2 earlier checkpoint(s)" in words
    assert "signature/stamp-1.tsr is about this list of files" in words
    told = commands(bag, "openssl ts -verify")
    assert len(told) == 2
    for command in told:
        ended = run(command, bag)
        assert b"Verification: OK" in ended.stdout, (command, ended)
    for path in ("signature/stamp-1.tsr", "data/log/stamp-1.tsr"):
        file = bag / path
        good = file.read_bytes()
        place = good.index(b"\x04\x20") + 5
        file.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        assert path in trouble(bag)
        file.write_bytes(good)


@pytest.mark.enable_socket
def test_a_flipped_byte_of_a_stamp_over_it_is_noticed_or_is_none_that_is_needed(opened, authority, tmp_path):
    with serving(authority) as server:
        opened.name_authority(server.url, authority.roots)
        packed(opened, tmp_path / "bag", stamp=True)
    bag, path = tmp_path / "bag", tmp_path / "bag/signature/stamp-1.tsr"
    good, listed = path.read_bytes(), (bag / "tagmanifest-sha256.txt").read_text("utf-8")
    says, needless = stamp.check(good, listed, authority.roots), []
    # The number of a certificate made negative is something that libraries warn of: nobody is shown that.
    numbers = [m.end() for m in re.finditer(rb"\xa0\x03\x02\x01\x02\x02\x01", good)]
    assert numbers
    for place in numbers:
        with suppress(DamageError):
            stamp.check(
                good[:place] + bytes([good[place] | 0x80]) + good[place + 1 :], listed, authority.roots
            )
    for place in range(0, len(good), 1 if ALL_BYTES else 7):
        altered = bytearray(good)
        altered[place] ^= 1 << place % 8
        try:
            found = stamp.check(bytes(altered), listed, authority.roots)
        except DamageError:
            continue
        # A copy of the root certificate lies in the answer, and is not what the answer is checked with.
        assert (found.time, found.signer) == (says.time, says.signer)
        needless.append(bytes(altered))
    assert len(needless) < len(good) / (5 if ALL_BYTES else 35)
    (told,) = commands(bag, "openssl ts -verify")
    for altered in needless:
        path.write_bytes(altered)
        assert b"Verification: OK" in run(told, bag).stdout


def test_to_be_stamped_somebody_must_be_named(opened, tmp_path):
    with pytest.raises(RequestError, match="named"):
        packed(opened, tmp_path / "bag", stamp=True)


@pytest.mark.enable_socket
def test_without_an_answer_the_package_is_whole_and_says_that_it_is_not_stamped(opened, authority, tmp_path):
    with serving(authority) as server:
        opened.name_authority(server.url, authority.roots)
        server.status = 503
        made = packed(opened, tmp_path / "bag", stamp=True)
    assert [one.time for one in made.asked] == [None]
    assert not list((tmp_path / "bag/signature").glob("*.tsr"))
    assert checked(tmp_path / "bag")[0] == 0


# What the program computes


@settings(max_examples=15, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=100), place=st.integers(0, 511))
def test_its_own_ed25519_agrees_with_the_library(seed, message, place):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signed = key.public_key().public_bytes_raw(), key.sign(message)
    verify.check_signature(public, message, signed, "x")
    altered = bytearray(signed)
    altered[place // 8] ^= 1 << place % 8
    with pytest.raises(verify.Wrong):
        verify.check_signature(public, message, bytes(altered), "x")
    with pytest.raises(verify.Wrong):
        verify.check_signature(public, message + b"x", signed, "x")
    # The same signature in another writing (RFC 8032, 5.1.7) is none.
    scalar = int.from_bytes(signed[32:], "little") + verify.ORDER
    if scalar < 2**256:
        with pytest.raises(verify.Wrong):
            verify.check_signature(public, message, signed[:32] + scalar.to_bytes(32, "little"), "x")


def test_what_is_no_package_ends_in_words(tmp_path, bag):
    assert "missing" in trouble(tmp_path / "bag/data")
    (bag / "data/log/log.json").write_text("[" * 100_000)
    for name in ("verify.py", "VERIFY.txt"):
        assert (bag / name).is_file()
    assert checked(bag)[0] == 1
