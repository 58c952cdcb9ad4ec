"""The log alone for programs (JSON), with what is left out said in it."""

import msgspec

from holdfast.model.row import iso
from holdfast.outputs.log_columns import LogInput, entries, plain

FORMAT = 1


def log_json(given: LogInput) -> bytes:
    """One document: what it is, in which zone, what is left out, and every line."""
    document = {
        "format": FORMAT,
        "title": given.title,
        "prepared_at": iso(given.prepared_at),
        "prepared_by": given.prepared_by,
        "made_with": f"Holdfast {given.version}",
        "zone": given.zone,
        "zone_basis": given.zone_basis,
        "left_out": list(given.left_out),
        "entries": [plain(entry) for entry in entries(given)],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"
