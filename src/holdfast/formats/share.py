"""Which stretches of a long stream this process reads, where several processes read the same stream."""

from collections.abc import Callable, Iterator

from holdfast.model.errors import InputError

Noticed = set[tuple[int, str]]
"""What importers notice of whole files: (number of the file, a word of their own)."""

FEW = 256
"""Files in a row that one process reads, where each holds one record."""


class Share:
    """The stretches of a stream are dealt out in turn, and each process reads its own.

    `number` counts from 0 `of` the processes. Every process comes to every stream, in the same order.
    `ended` is called when a stretch of one's own is over. `over` is called when a stream is: it is given what
    was noticed, None where nothing was asked, and gives what all the processes noticed.

    A process that is not `careful` may assume what is true of most files, so that it need not look through
    all of a file beforehand. Where that proves wrong, it says `doubt`, and all is read again with care.
    """

    def __init__(
        self,
        number: int = 0,
        of: int = 1,
        ended: Callable[[], None] = lambda: None,
        over: Callable[[Noticed | None], Noticed] = lambda noticed: noticed or set(),
        *,
        careful: bool = True,
    ) -> None:
        self._number = number
        self._of = of
        self._ended = ended
        self._over = over
        self._streams = 0
        self.is_careful = careful
        self.is_doubted = False

    @property
    def is_shared(self) -> bool:
        """Whether other processes read as well."""
        return self._of > 1

    @property
    def is_mine(self) -> bool:
        """Whether the next stream begins with a stretch of one's own."""
        return self._turn == 0

    @property
    def _turn(self) -> int:
        # Another process begins with each stream, so that short ones are shared as well.
        return (self._number - self._streams) % self._of

    def stretches(self, size: int) -> Iterator[tuple[int, int]]:
        """Begin and end of one's own stretches of the next stream, in order and without end.

        All but those of the last are `size` long. Whoever finds the end of the stream calls `over`.
        """
        at = self._turn
        while True:
            yield at * size, (at + 1) * size
            self._ended()
            at += self._of

    def doubt(self) -> InputError:
        """To be raised where what was assumed is wrong."""
        self.is_doubted = True
        return InputError("What was assumed of a file is not true of it.")

    def over(self) -> None:
        """The stream has ended."""
        self._streams += 1
        self._over(None)

    def together(self, noticed: Noticed) -> Noticed:
        """What all the processes noticed. Stands for a stream without stretches; all wait for each other."""
        self._streams += 1
        return self._over(noticed)
