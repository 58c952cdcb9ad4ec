"""The packet as an officer gets it: read back from the PDF."""

import re

import pypdfium2

from holdfast.outputs.packet import packet
from tests.outputs.samples import SCRIPTS, sample


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document[n].get_textpage().get_text_range() for n in range(len(document))]
    finally:
        document.close()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert packet(sample()) == packet(sample())


def test_a_field_that_is_private_is_not_printed() -> None:
    text = squeezed("".join(pages(packet(sample()))))
    assert "SECRET-OF-THE-PERSON" not in text
    assert "private:note" not in text
    assert squeezed(SCRIPTS["cyrillic"]) in text
