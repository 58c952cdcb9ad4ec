"""The texts of a BagIt 1.0 bag (RFC 8493): declaration, metadata and manifests. Paths are plain ASCII."""

from collections.abc import Mapping, Sequence

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha256", "sha512")
PAYLOAD = "data/"


def manifest(digests: Mapping[str, str]) -> bytes:
    """A manifest over files: hex digests by path. `sha256sum -c` and `sha512sum -c` read it."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode()


def info(facts: Sequence[tuple[str, str]], sizes: Sequence[int]) -> bytes:
    """bag-info.txt: the facts, each on one line, and what all payload files come to (`sizes` in bytes)."""
    total = ("Payload-Oxum", f"{sum(sizes)}.{len(sizes)}")
    lines = [f"{name}: {' '.join(words.split())}" for name, words in (*facts, total) if words.split()]
    return "\n".join((*lines, "")).encode()
