"""Which records of a long stream this process reads, where several processes read the same stream."""

from collections.abc import Callable

BLOCK = 256
"""Records in a row that one process reads."""


class Share:
    """Blocks of records are dealt out in turn. Every process counts all records and reads its own.

    `number` counts from 0 `of` the processes. `ended` is called when a block of one's own is over.
    """

    def __init__(
        self, number: int = 0, of: int = 1, ended: Callable[[], None] = lambda: None, *, block: int = BLOCK
    ) -> None:
        self._number = number
        self._of = of
        self._ended = ended
        self._size = block
        self._block = 0
        self._inside = 0

    @property
    def is_mine(self) -> bool:
        """Whether the block that has come is this process's own."""
        return self._block % self._of == self._number

    def next(self) -> bool:
        """To be asked before each record of a shared stream: whether it is this process's to read."""
        if self._inside == self._size:
            self.end()
        self._inside += 1
        return self.is_mine

    def end(self) -> None:
        """The block is over, full or not."""
        if self.is_mine:
            self._ended()
        self._block += 1
        self._inside = 0
