"""Typesets in a process of its own: the typesetter takes much memory and does not give it back."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from holdfast.outputs.packet import PacketInput, packet


def typeset(given: PacketInput) -> bytes:
    """The packet as a PDF."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        return pool.submit(packet, given).result()
