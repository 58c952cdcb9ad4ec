"""An entry of the log in words. What the person wrote stays hidden: the log is looked at in company."""

from typing import Any

_WORDS: dict[tuple[str, str], str] = {
    ("create", ""): "the case was made",
    ("decide", "mark"): "a line was drawn: {marker[kind]}, {marker[when][as_written]}",
    ("decide", "unmark"): "a line was taken out: {marker}",
    ("decide", "link"): "something was said of two accounts",
    ("decide", "unlink"): "what was said of two accounts was taken back",
    ("decide", "choose"): "an exhibit was chosen: {exhibit[label]}",
    ("decide", "unchoose"): "an exhibit was taken out: {label}",
    ("decide", "caption"): "an exhibit was given another caption: {exhibit[label]}",
    ("decide", "arrange"): "exhibits were put in another order",
    ("decide", "note"): "a note was written",
    ("decide", "tag"): "an event was tagged: {tag[behaviour]}",
    ("decide", "untag"): "a tag was taken back: {behaviour}",
    ("decide", "state"): "words for papers were written",
    ("decide", "unstate"): "words for papers were taken out",
    ("decide", "hide"): "an indicator was left out of papers: {indicator}",
    ("decide", "unhide"): "an indicator was brought into papers again: {indicator}",
    ("decide", "redact"): "something is to be taken out of papers: {redaction[kind]}",
    ("decide", "unredact"): "something is not taken out of papers any more",
    ("export", "packet"): "a packet was made, SHA-256 {sha256:.12}…",
    ("view-export", "packet"): "a packet was looked at with marks, SHA-256 {sha256:.12}…",
    ("export", "package"): "a package was made, SHA-256 {sha256:.12}…",
    ("export", "log"): "the log alone was written ({form}), SHA-256 {sha256:.12}…",
    ("export", "portable case"): "a folder to be carried was written, SHA-256 {sha256:.12}…",
    ("export", "load file"): "a load file was written, SHA-256 {sha256:.12}…",
    ("commit", ""): "the pieces of a file were hashed, SHA-256 {sha256:.12}…",
    ("export", "comparison"): "two pictures were laid on each other, SHA-256 {sha256:.12}…",
    ("export", "original"): "an original was given back, SHA-256 {source:.12}…",
    ("merge", "brought in"): "what follows was brought in from the copy {where}",
    ("merge", "lies by"): "kept from that copy, without effect here: {why}",
    ("copy", "made"): "a copy was made: {where}",
    ("copy", "restored"): "the case was restored from a copy: {where}",
    ("heal", "from a copy"): "damaged files are whole again, from the copy {where}",
    ("heal", "added again"): "damaged originals were added again, and are whole",
    ("take in", ""): "entry {number} of a sealed folder was taken in",
    ("withdraw", "source"): "a file was withdrawn: {name}",
    ("anchor", "authority"): "an authority was named: {url}",
    ("anchor", "authority removed"): "an authority was taken out: {url}",
    ("anchor", "token"): "a time stamp was received from {url}",
    ("anchor", "waiting"): "no time stamp could be had from {url}",
    ("anchor", "handed out"): "a checkpoint over {size} entries was shown",
    ("key", "passphrase"): "the passphrase was changed",
    ("key", "recovery key"): "a new recovery key was made",
    ("key", "shares"): "three shares were made",
    ("key", "shares removed"): "the shares were taken back",
    ("key", "recipient added"): "somebody else can open the case: {recipient}",
    ("key", "recipient removed"): "an age key was taken out: {recipient}",
}


def done(action: str, body: dict[str, Any]) -> str:
    """What an entry says was done."""
    if action == "import":
        return f"a file was handed in{', again' if body['already'] else ''}: {body['name']}"
    if action == "answer":
        return f"a question was answered: {body['answer']['about'].replace('_', ' ')}"
    what = body.get("what", "")
    words = _WORDS.get((action, what))
    return words.format(**body) if words else f"{action} {what}".strip()
