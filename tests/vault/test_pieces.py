"""A record can be shown out of a file with its place in it; where files are cut never depends on how they come."""

import hashlib
import io

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from holdfast.model.errors import DamageError
from holdfast.vault import merkle, pieces
from holdfast.vault.pieces import MOST, Commitment, Committing, Cutter, Piece, committed, leaf, shown
from tests.vault.vaults import add, new_vault, noise

KEY, SALT = b"k" * 32, b"s" * 16

MAILBOX = b"From a\nSubject: 1\n\nhi\n\nFrom b\nSubject: 2\n\n>From me\n" + b"x" * 70 + b"\nFrom c\n\nend"
CHAT = b"14/06/2025, 18:31 - Maya: please stop\nwriting\n15/06/2025, 07:02 - Rowan: no\n"
IPHONE = "\ufeff[14/06/2025, 18:31] Maya: hi\n\u200e[14/06/2025, 18:32] Rowan: done\n".encode()
JSON = b'[\n  {"text": "one"},\n  {\n   "text": "two"\n  }\n]\n'
PHONE = b"<?xml version='1.0'?>\n<smses>\n  <sms body='a' />\n  <mms>\n   <part />\n  </mms>\n</smses>\n"


def cut(data: bytes, step: int = 1 << 30) -> list[tuple[int, bytes]]:
    cutter = Cutter()
    found = [p for at in range(0, len(data), step) for p in cutter.feed(data[at : at + step])]
    return [(start, bytes(piece)) for start, piece in (*found, *cutter.rest())]


@pytest.mark.parametrize(
    ("data", "beginnings"),
    [
        (MAILBOX, [b"From a\n", b"From b\n", b"From c\n"]),
        (CHAT, [b"14/06", b"15/06"]),
        (IPHONE, ["\ufeff[14".encode(), "\u200e[14".encode()]),
        (JSON, [b"[\n", b"  {", b"  {", b"]\n"]),
        (PHONE, [b"<?xml", b"<smses", b"  <sms", b"  <mms", b"</smses"]),
        (b"Subject: x\n\n14/06/2025, a\n[b\nFrom c\n{", [b"Subject: x"]),
        (b"", []),
    ],
)
def test_a_file_is_cut_where_records_begin(data, beginnings):
    found = cut(data)
    assert b"".join(piece for _, piece in found) == data
    assert [piece.startswith(b) for (_, piece), b in zip(found, beginnings, strict=True)] == [True] * len(
        found
    )


LINES = st.lists(
    st.sampled_from(
        [
            b"From x",
            b">From",
            b"14/06/2025, x",
            b"[a",
            b"\xe2\x80\x8e[b",
            b"  {",
            b"",
            b"y" * 50,
            b"z" * 70_000,
        ]
    ),
    max_size=12,
)


@given(lines=LINES, step=st.integers(1, 70_000) | st.integers(70_000, 300_000))
def test_how_a_file_comes_in_does_not_matter(lines, step):
    data = b"\n".join(lines)
    found = cut(data, step if len(data) < 20_000 else step + 1000)
    assert found == cut(data)
    assert b"".join(piece for _, piece in found) == data
    assert all(0 < len(piece) <= MOST for _, piece in found)
    assert [start for start, _ in found] == [
        sum(len(p) for _, p in found[:number]) for number in range(len(found))
    ]


def test_files_without_records_are_cut_every_64_kib():
    assert [len(piece) for _, piece in cut(b"\xff" + noise(3 * MOST + 4))] == [MOST, MOST, MOST, 5]


@pytest.mark.parametrize("data", [MAILBOX, CHAT, JSON, PHONE, b"\x00" + noise(5 * MOST)])
def test_each_piece_proves_its_place_and_no_other(data):
    commitment = committed(io.BytesIO(data), KEY, SALT)
    assert commitment
    every = [(start, start + len(piece)) for start, piece in cut(data)]
    found = [one for (one,) in shown(io.BytesIO(data), commitment, KEY, every)]
    assert [(p.start, p.start + p.length) for p in found] == every
    assert len({p.salt for p in found}) == len(found)
    root = bytes.fromhex(commitment.root)

    def check(piece: Piece, number: int, start: int, said: bytes) -> None:
        merkle.check_inclusion(leaf(start, said, piece.salt), number, commitment.count, piece.proof, root)

    for piece in found:
        said = data[piece.start : piece.start + piece.length]
        check(piece, piece.number, piece.start, said)
        for wrong in (
            (piece.number, piece.start + 1, said),
            (piece.number ^ 1, piece.start, said),
            (piece.number, piece.start, said + b" "),
            (piece.number, piece.start, bytes([said[0] ^ 1]) + said[1:]),
        ):
            with pytest.raises(DamageError):
                check(piece, *wrong)


def test_a_stretch_is_covered_by_as_few_pieces_as_can_be():
    commitment = committed(io.BytesIO(MAILBOX), KEY, SALT)
    assert commitment
    second = MAILBOX.index(b"From b"), MAILBOX.index(b"From c")
    assert [p.number for p in shown(io.BytesIO(MAILBOX), commitment, KEY, [second])[0]] == [1]
    wider = [(second[0] - 1, second[1] + 1)]
    assert [p.number for p in shown(io.BytesIO(MAILBOX), commitment, KEY, wider)[0]] == [0, 1, 2]


def test_a_hidden_piece_cannot_be_guessed_from_the_proof_of_its_neighbour():
    commitment = committed(io.BytesIO(CHAT), KEY, SALT)
    assert commitment
    ((shown_one,),) = shown(io.BytesIO(CHAT), commitment, KEY, [(0, 10)])
    ((start, hidden),) = [p for p in cut(CHAT) if p[0] > 0]
    guesses = {leaf(start, hidden, salt) for salt in (b"", bytes(16), shown_one.salt, SALT)}
    assert guesses.isdisjoint(shown_one.proof)


@pytest.mark.parametrize("change", [{"count": 4}, {"root": "00" * 32}, {"salt": "11" * 16}])
def test_a_commitment_to_something_else_proves_nothing(change):
    commitment = committed(io.BytesIO(MAILBOX), KEY, SALT)
    assert commitment
    other = msgspec.structs.replace(commitment, **change)
    with pytest.raises(DamageError, match="pieces"):
        shown(io.BytesIO(MAILBOX), other, KEY, [(0, 1)])


def test_what_is_taken_in_is_committed_to_in_its_entry_whatever_its_size(tmp_path):
    vault = new_vault(tmp_path)
    large = MAILBOX * 20_000
    files = {
        "small.mbox": MAILBOX,
        "large.mbox": large,
        "letter.eml": b"Subject: x\n\n",
        "big.bin": noise(9 << 20),
    }
    add(vault, files)
    add(vault, {"again.mbox": MAILBOX})
    found = {e.body["name"]: e.body.get("pieces") for e in vault.log.entries({"import"})}
    assert found["letter.eml"] is None
    assert found["again.mbox"] is None
    for name in ("small.mbox", "large.mbox", "big.bin"):
        told = found[name]
        assert told["rule"] == pieces.RULE
        with vault.open_object(hashlib.sha256(files[name]).hexdigest()) as stream:
            again = committed(stream, vault.objects.piece_key, bytes.fromhex(told["salt"]))
        assert again == Commitment(**told)
    for _, _, _, data, _ in vault.log.rows({"import"}):
        assert rfc8785.dumps(msgspec.json.decode(data)) == data


def test_the_same_file_in_two_vaults_shows_no_common_root(tmp_path):
    roots = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        vault = new_vault(tmp_path / name)
        add(vault, {"small.mbox": MAILBOX})
        roots.add(next(vault.log.entries({"import"})).body["pieces"]["root"])
    assert len(roots) == 2


def test_one_piece_needs_no_commitment():
    committing = Committing(KEY, SALT)
    committing.feed(b"From a\n\nonly this\n")
    assert committing.end() is None
    assert pieces.is_one(b"Subject: x\n")
    assert not pieces.is_one(b"From a\n")
    assert not pieces.is_one(b"x" * (MOST + 1))
