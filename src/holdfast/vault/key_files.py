"""Changes of the key files: what opens the case changes, what is in it does not.

A change is written beside what it replaces, then logged, and only then put in its place. Whatever happens in
between, the case opens: with the old secret until the change is logged, with the new one from then on.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from holdfast.model.errors import RequestError
from holdfast.vault import age, durable, keys, passphrase
from holdfast.vault.keys import IDENTITY, NEW, RECOVERY, SHARES, Keys
from holdfast.vault.log import Log
from holdfast.vault.shares import new_shares

ACTION = "key"


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """One who can open the case: `what` is "passphrase", "recovery key", "shares" or "recipient".

    `recipient` is the public age key of somebody else, `since` UTC milliseconds.
    """

    what: str
    since: int
    recipient: str = ""


class KeyFiles:
    """Those of one vault. `described` gives vault.json for new digests of the key files, by path."""

    def __init__(
        self, folder: Path, keys: Keys, log: Log, described: Callable[[Mapping[str, str | None]], bytes]
    ) -> None:
        self._folder, self._keys, self._log, self._described = folder, keys, log, described

    def holders(self) -> list[Holder]:
        """Who can open the case now, as the log tells it."""
        found: dict[str, Holder] = {}
        for entry in self._log.entries({"create", ACTION}):
            whom = entry.body.get("recipient", "")
            for name in entry.body["files"]:
                if what := _WHAT.get(name, "recipient" if name.startswith(_FOR) else ""):
                    found[name] = Holder(what=what, since=entry.at, recipient=whom)
            for name in entry.body.get("gone", ()):
                found.pop(name, None)
        return list(found.values())

    def change_passphrase(self, phrase: str, *, at: int, work_factor: int = passphrase.WORK_FACTOR) -> None:
        """From now on this one opens the case. Nothing is encrypted anew. RequestError for an empty one."""
        data = passphrase.encrypt(self._plain(), keys.checked(phrase), work_factor=work_factor)
        self._change("passphrase", {IDENTITY: data}, at=at)

    def renew_recovery(self, *, at: int, work_factor: int = passphrase.WORK_FACTOR) -> str:
        """A new recovery key, shown once. The old one opens nothing from now on."""
        recovery = keys.new_recovery_key()
        data = passphrase.encrypt(self._plain(), recovery, work_factor=work_factor)
        self._change("recovery key", {RECOVERY: data}, at=at)
        return recovery

    def make_shares(self, *, at: int, work_factor: int = passphrase.WORK_FACTOR) -> list[str]:
        """Three shares, shown once: any two open the case. Earlier ones open nothing from now on."""
        secret, shares = new_shares()
        data = passphrase.encrypt(self._plain(), secret, work_factor=work_factor)
        self._change("shares", {SHARES: data}, at=at)
        return shares

    def remove_shares(self, *, at: int) -> None:
        """The shares open nothing from now on. Raises RequestError where there are none."""
        if not (self._folder / SHARES).is_file():
            raise RequestError("There are no shares of this case.", "See who can open it.")
        self._change("shares removed", {}, gone=[SHARES], at=at)

    def add_recipient(self, recipient: str, *, at: int) -> None:
        """Lets the holder of this public age key open the case as well. RequestError for what is none."""
        name, whom = keys.others_file(recipient), recipient.strip().lower()
        if (self._folder / name).is_file():
            raise RequestError("This age key can open the case already.", "See who can open it.")
        self._change(
            "recipient added", {name: bytes(age.encrypt(self._plain(), whom))}, at=at, recipient=whom
        )

    def remove_recipient(self, recipient: str, *, at: int) -> None:
        """Takes the key file for them away. Raises RequestError where there is none.

        Whatever they had they keep, and with it the identity of the case: it stays what it is.
        """
        name = keys.others_file(recipient)
        if not (self._folder / name).is_file():
            raise RequestError("This age key cannot open the case.", "See who can open it.")
        self._change("recipient removed", {}, gone=[name], at=at, recipient=recipient.strip().lower())

    def unfinished(self) -> dict[str, Any] | None:
        """The last change that was logged, when it was not brought to its end."""
        entries = list(self._log.entries({ACTION}))
        if not entries:
            return None
        body = entries[-1].body
        is_open = any(self._is_waiting(name, digest) for name, digest in body["files"].items())
        is_open = is_open or any((self._folder / name).exists() for name in body["gone"])
        return body if is_open else None

    def finish(self, body: Mapping[str, Any]) -> None:
        """Puts what a logged change wrote in its place, and takes away what it takes away."""
        for name, digest in body["files"].items():
            if self._is_waiting(name, digest):
                durable.replace(self._folder / f"{name}{NEW}", self._folder / name)
        for name in body["gone"]:
            durable.remove(self._folder / name)
            durable.sync_folder(self._folder / "keys")

    def _is_waiting(self, name: str, digest: str) -> bool:
        new = self._folder / f"{name}{NEW}"
        return new.is_file() and hashlib.sha256(new.read_bytes()).hexdigest() == digest

    def _plain(self) -> bytes:
        return f"{self._keys.identity}\n".encode()

    def _change(
        self, what: str, new: dict[str, bytes], *, at: int, gone: list[str] | None = None, **told: Any
    ) -> None:
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in new.items()}
        described = self._described({**digests, **dict.fromkeys(gone or [])})
        files = {**digests, keys.DESCRIPTION: hashlib.sha256(described).hexdigest()}
        for name, data in {**new, keys.DESCRIPTION: described}.items():
            path = self._folder / f"{name}{NEW}"
            durable.remove(path)  # of a change that was never logged
            durable.write_file(path, data)
            durable.sync_folder(path.parent)
        body = {"what": what, "files": files, "gone": gone or [], **told}
        self._log.append(ACTION, body, at=at)
        self.finish(body)


_WHAT = {IDENTITY: "passphrase", RECOVERY: "recovery key", SHARES: "shares"}
_FOR = f"keys/{keys.OTHERS}"
