"""A secret in three shares of twenty words, of which any two give it back (SLIP-39).

Format, word list and test vectors: https://github.com/satoshilabs/slips/blob/master/slip-0039.md. Other
programs read the same shares: the secret they give, in hexadecimal, is the passphrase of `keys/shares.age`.
"""

import secrets

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORDLIST

from holdfast.model.errors import LockedError

WORDS = 20
_NEEDED, _MADE = 2, 3
_KNOWN = {word[:4]: word for word in WORDLIST}  # the first four letters of each word are its own
_HINT = "Compare it word by word with the paper."


def new_shares() -> tuple[str, list[str]]:
    """A new secret, and three shares of it."""
    secret = secrets.token_bytes(16)
    (shares,) = generate_mnemonics(1, [(_NEEDED, _MADE)], secret)
    return secret.hex(), shares


def joined(text: str) -> str | None:
    """The secret of two shares typed one after the other; None for what does not look like shares.

    Case does not matter, nor what stands between the words; four letters of each are enough. Raises
    LockedError that names the word or the share that is wrong, and never says the word itself.
    """
    typed = "".join(c if c.isalpha() else " " for c in text.lower()).split()
    known = [_KNOWN.get(word[:4]) for word in typed]
    if len(typed) < WORDS or sum(word is not None for word in known) < len(typed) * 3 // 4:
        return None
    for place, (word, written) in enumerate(zip(known, typed, strict=True)):
        if word is None or not word.startswith(written):
            share, number = divmod(place, WORDS)
            raise LockedError(f"Word {number + 1} of share {share + 1} is not in the list of words.", _HINT)
    if len(typed) % WORDS:
        raise LockedError(
            f"These are {len(typed)} words; each share has {WORDS}.", "One is missing, or stands there twice."
        )
    shares = [" ".join(word or "" for word in known[i : i + WORDS]) for i in range(0, len(known), WORDS)]
    read = [_share(share, number) for number, share in enumerate(shares, 1)]
    if len({share.index for share in read}) < _NEEDED:
        raise LockedError("One share alone opens nothing.", "Two different ones are needed, typed together.")
    try:
        secret: bytes = combine_mnemonics(shares[:_NEEDED])
    except MnemonicError:
        raise LockedError(
            "These shares do not belong together.", "Both must come from the three that were made at once."
        ) from None
    return secret.hex()


def _share(words: str, number: int) -> Share:
    try:
        return Share.from_mnemonic(words)
    except MnemonicError:
        raise LockedError(
            f"Share {number} is mistyped: a word is another one, or out of place.", _HINT
        ) from None
