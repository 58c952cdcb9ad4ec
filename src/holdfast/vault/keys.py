"""The keys of a case: one age identity, and what is sealed to it.

`keys/identity.age` is the identity under the passphrase, `keys/recovery.age` the same under the recovery
key that is printed once, `keys/shares.age` under the secret that two of three shares give back, and each
`keys/for-….age` under the age key of somebody else. `keys/databases.age` holds the database keys and the
signing seed, sealed to the identity. What ends in `.new` is about to take the place of the other.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from holdfast.model.errors import DamageError, LockedError, RequestError
from holdfast.vault import age, durable, memory, passphrase
from holdfast.vault.shares import joined as shares_secret

IDENTITY, RECOVERY, DATABASES = "keys/identity.age", "keys/recovery.age", "keys/databases.age"
DESCRIPTION = "vault.json"
SHARES, OTHERS, NEW = "keys/shares.age", "for-", ".new"
_THEIRS = "AGE-SECRET-KEY-1"
FILES = (IDENTITY, RECOVERY, DATABASES)

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011", " -\t\r\n")
_GROUPS, _GROUP = 7, 4
_OTHER_KEY = "Copy it back from a copy of the case folder, or use the other key (passphrase or recovery key)."


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that opens this case. The byte strings are 32 bytes each.

    `log_key` and `index_key` are raw SQLCipher keys, `seed` signs checkpoints, `name_key` names objects.
    """

    identity: str
    recipient: str
    log_key: bytes
    index_key: bytes
    seed: bytes
    name_key: bytes

    @property
    def public(self) -> bytes:
        """The 32 byte Ed25519 key that checks this case's checkpoints."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()

    def __repr__(self) -> str:
        return f"Keys({self.recipient})"


def new_keys(folder: Path, phrase: str, *, work_factor: int = passphrase.WORK_FACTOR) -> tuple[Keys, str]:
    """Makes new keys and writes them to `folder`/keys. The second value is the recovery key, shown once.

    Raises RequestError for an empty passphrase, SpaceError when the disk does not take them.
    """
    phrase = checked(phrase)
    identity = pyrage.x25519.Identity.generate()
    recipient, plain = str(identity.to_public()), f"{identity}\n".encode()
    sealed = {"log_key": secrets.token_hex(32), "index_key": secrets.token_hex(32)}
    sealed["signing_seed"] = secrets.token_hex(32)
    recovery = new_recovery_key()
    durable.new_folder(folder / "keys")
    for name, data in (
        (IDENTITY, passphrase.encrypt(plain, phrase, work_factor=work_factor)),
        (RECOVERY, passphrase.encrypt(plain, recovery, work_factor=work_factor)),
        (DATABASES, age.encrypt(msgspec.json.encode(sealed), recipient)),
    ):
        durable.write_file(folder / name, data)
    durable.sync_folder(folder / "keys")
    return _keys(str(identity), recipient, sealed), recovery


def unlock(folder: Path, secret: str, digests: Mapping[str, str] | None = None) -> Keys:
    """The keys, for the passphrase, the recovery key, two shares or the age key of one who may open it too.

    `digests` are the SHA-256 the key files should have. Raises LockedError when nothing fits, DamageError
    when a key file is missing or broken.
    """
    recovery = recovery_key(secret)
    plain = _for_others(folder, secret)
    shares = shares_secret(secret) if (folder / SHARES).is_file() else None
    for name, text in ((RECOVERY, recovery), (SHARES, shares), (IDENTITY, _plain(secret))):
        for path in (folder / name, folder / f"{name}{NEW}"):
            if plain is not None or not text or not path.is_file():
                continue
            with suppress(LockedError):
                plain = passphrase.decrypt(path.read_bytes(), text)
    if plain is None:
        raise _why_not(folder, secret, recovery, digests or {})
    try:
        identity = pyrage.x25519.Identity.from_str(plain.decode().strip())
        recipient = str(identity.to_public())
        sealed = msgspec.json.decode(
            age.decrypt((folder / DATABASES).read_bytes(), str(identity)), type=dict[str, str]
        )
        return _keys(str(identity), recipient, sealed)
    except (OSError, DamageError, KeyError, ValueError, pyrage.IdentityError):
        raise DamageError(
            f"{DATABASES} is missing or altered: without it the log cannot be opened.",
            "Copy this one file back from a copy of the case folder. age can still open the originals.",
        ) from None


def _for_others(folder: Path, secret: str) -> bytes | None:
    """The identity, for an age identity (or a file with one in it) that it was sealed to as well."""
    own = secret_key(secret)
    if own is None:
        return None
    for path in sorted((folder / "keys").glob(f"{OTHERS}*.age")):
        with suppress(DamageError, OSError):
            return bytes(age.decrypt(path.read_bytes(), own))
    return None


def public_key(text: str) -> str:
    """A public age key as it was typed. Raises RequestError for what is none."""
    try:
        return str(pyrage.x25519.Recipient.from_str(text.strip().lower()))
    except pyrage.RecipientError:
        raise RequestError(
            "That is not a public age key.", "It begins with age1; `age-keygen` prints it."
        ) from None


def others_file(recipient: str) -> str:
    """The path of the key file for somebody else. Raises RequestError for what is no public age key."""
    return f"keys/{OTHERS}{hashlib.sha256(public_key(recipient).encode()).hexdigest()[:16]}.age"


def secret_key(text: str) -> str | None:
    """The age identity in a key file, or the line itself; None where there is none. LockedError: mistyped."""
    lines = [line.strip().upper() for line in text.splitlines()]
    theirs = next((line for line in lines if line.startswith(_THEIRS)), None)
    if theirs is None:
        return None
    try:
        return str(pyrage.x25519.Identity.from_str(theirs))
    except pyrage.IdentityError:
        raise LockedError("This age key is mistyped or cut short.", "Copy the whole line.") from None


def new_recovery_key() -> str:
    """130 random bits and 10 that check them, as seven groups of four letters and digits."""
    body = "".join(secrets.choice(_LETTERS) for _ in range(_GROUPS * _GROUP - 2))
    return _grouped(body + _check_part(body))


def recovery_key(text: str) -> str | None:
    """The recovery key as it was printed, however it was typed; None when this is none, or mistyped."""
    body = text.upper().translate(_MISREAD)
    if len(body) != _GROUPS * _GROUP or set(body) - set(_LETTERS):
        return None
    return _grouped(body) if _check_part(body[:-2]) == body[-2:] else None


def _why_not(
    folder: Path, secret: str, recovery: str | None, digests: Mapping[str, str]
) -> LockedError | DamageError:
    if (folder / f"{DESCRIPTION}{NEW}").is_file():
        digests = {}  # A change was stopped in the middle, and vault.json does not speak of it yet.
    for name in (RECOVERY,) if recovery else (IDENTITY,):
        path = folder / name
        if name not in digests and digests and not path.is_file():
            continue  # this case was made without one
        if not path.is_file():
            return DamageError(f"{name} is missing.", _OTHER_KEY)
        if digests.get(name, found := hashlib.sha256(path.read_bytes()).hexdigest()) != found:
            return DamageError(
                f"{name} is altered, so that nothing opens it. (Or its SHA-256 in vault.json is.)", _OTHER_KEY
            )
    letters = secret.upper().translate(_MISREAD)
    if recovery is None and len(letters) == _GROUPS * _GROUP and not set(letters) - set(_LETTERS):
        return LockedError(
            "This does not open the case.",
            "If it is the recovery key, a letter is mistyped: compare it group by group with the paper.",
        )
    return LockedError(
        "This does not open the case.",
        "Try the passphrase again, slowly (capital letters count), or the recovery key from the paper.",
    )


def _keys(identity: str, recipient: str, sealed: dict[str, str]) -> Keys:
    seed = bytes.fromhex(sealed["signing_seed"])
    held = Keys(
        identity=identity,
        recipient=recipient,
        log_key=bytes.fromhex(sealed["log_key"]),
        index_key=bytes.fromhex(sealed["index_key"]),
        seed=seed,
        name_key=age.hkdf(seed, b"", b"holdfast/v1/object names"),
    )
    memory.pin(held.identity, held.log_key, held.index_key, held.seed, held.name_key)
    return held


def checked(phrase: str) -> str:
    """A new passphrase as it is used. Raises RequestError for an empty one."""
    if not phrase.strip():
        raise RequestError("The passphrase is empty.", "Choose several words that only you know.")
    return _plain(phrase)


def _plain(phrase: str) -> str:
    # Two keyboards may write one letter as different code points; a passphrase must not depend on that.
    return unicodedata.normalize("NFC", phrase)


def _check_part(body: str) -> str:
    number = int.from_bytes(hashlib.sha256(body.encode()).digest()[:2], "big")
    return _LETTERS[number >> 11] + _LETTERS[number >> 6 & 31]


def _grouped(letters: str) -> str:
    return "-".join(letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP))
