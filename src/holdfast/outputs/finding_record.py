"""What goes with a finding in a package: the finding as it was chosen, which the log holds too."""

from typing import Any

import msgspec

from holdfast.model.exhibit import Exhibit
from holdfast.model.row import iso
from holdfast.outputs.exhibit_record import FORMAT
from holdfast.outputs.package_texts import About


def finding_record(exhibit: Exhibit, about: About, chosen: int) -> dict[str, Any]:
    """The values of finding.json. `chosen`: the entry in the log that holds the same finding."""
    rests_on = set(exhibit.finding.rests_on) if exhibit.finding else set()
    return {
        "format": FORMAT,
        "label": exhibit.label,
        "caption": exhibit.caption,
        "finding": msgspec.to_builtins(exhibit.finding),
        "rests_on_exhibits": [one.exhibit.label for one in about.shown if one.row.id in rests_on],
        "who": {"prepared_by": about.prepared_by},
        "when": {"chosen": iso(exhibit.chosen), "packaged": iso(about.made_at)},
        "how": {"tool": "Holdfast", "version": about.version},
        "log": {"chosen": chosen},
        "digest_when_chosen": exhibit.digest,
    }
