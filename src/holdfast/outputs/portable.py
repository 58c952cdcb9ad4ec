"""A page that shows a case from a folder: in any browser, without installation, and without a network.

All of it is one file. Its policy lets run only the script that is inside it, told by its hash, and lets it
load nothing at all; the evidence stands in it as data and is only ever shown as text.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from holdfast.model.exhibit import Exhibit
from holdfast.model.source import Source
from holdfast.outputs.canonical import canonical
from holdfast.outputs.finding_pages import figures, name_of, rule
from holdfast.outputs.log_columns import LogInput, entries, plain
from holdfast.outputs.log_workbook import about
from holdfast.outputs.sentences import cited


def page(
    given: LogInput,
    *,
    sources: Sequence[Source],
    files: Sequence[str],
    of_exhibits: Mapping[str, Sequence[str]],
    expires: str,
) -> bytes:
    """The page. `files` lie beside it, `of_exhibits` are those of exhibits by label; `expires` is a day."""
    numbers = {row.id: number for number, row in enumerate(given.rows, 1)}
    captions = {exhibit.label: exhibit.caption for exhibit in given.exhibits}
    shown = [
        {
            **{key: value for key, value in plain(entry).items() if value},
            "caption": captions.get(entry.cells["exhibit"], ""),
            "files": list(of_exhibits.get(entry.cells["exhibit"], ())),
        }
        for entry in entries(given)
    ]
    data: dict[str, Any] = {
        "title": given.title or "Notes",
        "facts": [line for line in about(given) if line[0] not in ("About this log", "Left out")],
        "left_out": list(given.left_out),
        "entries": [_ALL | one for one in shown],
        "exhibits": [_exhibit(exhibit, numbers) for exhibit in given.exhibits],
        "files": list(files),
        "sources": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in sources],
        "expires": expires,
    }
    style, script = _template("portable.css"), _template("portable.js")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)};"
        " base-uri 'none'; form-action 'none'"
    )
    made = _template("portable.html").replace("@@POLICY@@", policy).replace("@@STYLE@@", style)
    before, _, after = made.partition("@@DATA@@")
    return (before + _inside(data) + after.replace("@@SCRIPT@@", script)).encode()


def _exhibit(exhibit: Exhibit, numbers: Mapping[str, int]) -> dict[str, Any]:
    """Its label; of a finding also what it says: the entry of any other is among `entries`."""
    found = exhibit.finding
    if found is None:
        return {"label": exhibit.label}
    entries = sorted(numbers[event] for event in found.rests_on if event in numbers)
    return {
        "label": exhibit.label,
        "caption": exhibit.caption,
        "finding": name_of(found),
        "says": found.says,
        "figures": figures(found),
        "otherwise": list(found.otherwise),
        "limits": list(found.limits),
        "rule": rule(found),
        "rests_on": f"{cited(entries)} here, of {len(found.rests_on):,}" if entries else "",
        "digest": exhibit.digest,
    }


_ALL = dict.fromkeys(
    (
        *("number", "date", "time", "zone", "time_known", "what", "where", "technology", "who", "to"),
        *("direction", "witnesses", "reported_to", "officer", "badge", "report_number", "evidence"),
        *("exhibit", "found", "sha256"),
    ),
    "",
)


def _inside(data: dict[str, Any]) -> str:
    """JSON in which nothing can end the element that it stands in."""
    whole = json.loads(canonical(data))
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _template(name: str) -> str:
    return resources.files("holdfast.outputs").joinpath("templates", name).read_text("utf-8")
