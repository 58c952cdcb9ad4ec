"""A message that is attached to a message in a mailbox of Outlook."""

from collections.abc import Iterator
from typing import BinaryIO

from holdfast.formats.mapi import BROKEN, EMBEDDED, MANY, TOO_DEEP, Kept, Values
from holdfast.formats.pst_nodes import FAULTS, Node, Nodes

_PEOPLE = 0x692  # the number of the table of addressees among what belongs to a message
_ATTACHMENT = 5  # the kind that the last five bits of a number tell


class Inside(Kept):
    """One such message. Raises one of `FAULTS` where it is not there or damaged."""

    def __init__(self, nodes: Nodes, node: Node, named: dict[int, str], remarks: dict[str, None]) -> None:
        self.letters: set[int] = set()
        self.named = named
        self.remarks = remarks
        self.values = nodes.properties(node, self.letters)
        self._nodes = nodes
        self._below = nodes.below(node)

    def addressees(self) -> Iterator[Values]:
        """The properties of each addressee."""
        if _PEOPLE not in self._below:
            return
        try:
            for number, row in enumerate(self._nodes.rows(self._below[_PEOPLE], self.letters)):
                if number >= MANY:
                    break
                yield row
        except FAULTS:
            self.remarks.setdefault(BROKEN)

    def attachments(self) -> Iterator[tuple[Values, Kept | None]]:
        """The properties of each attachment, and the message that it is, if it is one."""
        there = sorted((n, node) for n, node in self._below.items() if n & 0x1F == _ATTACHMENT)
        if len(there) > MANY:
            self.remarks.setdefault(TOO_DEEP)
        for _, node in there[:MANY]:
            try:
                values = self._nodes.properties(node, self.letters)
                is_message = values.get(0x3705) == EMBEDDED
                inner = _within(self._nodes, node, values, self.named, self.remarks) if is_message else None
            except FAULTS:
                self.remarks.setdefault(BROKEN)
                continue
            yield values, inner


def attached(
    stream: BinaryIO, message: int, attachment: int, named: dict[int, str], remarks: dict[str, None]
) -> Inside:
    """The message that is this attachment of this message. Raises one of `FAULTS`."""
    nodes = Nodes(stream)
    node = nodes.below(nodes.node(message)).get(attachment)
    if node is None:
        raise ValueError
    return _within(nodes, node, nodes.properties(node, set()), named, remarks)


def _within(
    nodes: Nodes, node: Node, values: Values, named: dict[int, str], remarks: dict[str, None]
) -> Inside:
    number = values.get(0x3701)
    inner = nodes.below(node).get(number) if isinstance(number, int) else None
    if inner is None:
        raise ValueError
    return Inside(nodes, inner, named, remarks)
