"""The exhibits in CASE/UCO (JSON-LD), the language in which tools for investigations exchange what they hold.

Ontology: https://caseontology.org. It says what was handed in, by which tool it was read, what was chosen,
and the hashes; nothing about who did what.
"""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from holdfast.model.exhibit import Exhibit
from holdfast.model.row import Row, iso
from holdfast.outputs.exhibit_record import Shown

_CONTEXT = {
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Node = dict[str, Any]


def graph(
    shown: Sequence[Shown], findings: Sequence[Exhibit] = (), *, vault: str, version: str
) -> dict[str, Any]:
    """The whole document. `vault` is the id of the vault (32 hex digits): names in it follow from that."""
    names = _Names(vault)
    tool = names("tool", "Holdfast", version)
    nodes: list[Node] = [
        {
            "@id": tool,
            "@type": "uco-tool:Tool",
            "uco-core:name": "Holdfast",
            "uco-tool:version": version,
        }
    ]
    sources = {one.source.sha256: one for one in shown}
    for one in sources.values():
        nodes += _handed_in(one, tool, names)
    for one in shown:
        nodes += _exhibit(one, tool, names)
    for exhibit in findings:
        nodes += _finding(exhibit, shown, tool, names)
    bundle: Node = {
        "@id": names("bundle"),
        "@type": "uco-core:Bundle",
        "uco-core:description": "Exhibits chosen from one case, with where each came from.",
        "uco-core:object": [{"@id": node["@id"]} for node in nodes],
    }
    return {"@context": _CONTEXT | {"kb": f"urn:uuid:{uuid.UUID(vault)}#"}, "@graph": [bundle, *nodes]}


class _Names:
    """Lasting names: the same thing of the same vault has the same name in every package."""

    def __init__(self, vault: str) -> None:
        self._vault = uuid.UUID(vault)

    def __call__(self, kind: str, *what: str) -> str:
        return f"kb:{kind}-{uuid.uuid5(self._vault, chr(0).join((kind, *what)))}"


def _handed_in(one: Shown, tool: str, names: _Names) -> Iterator[Node]:
    """The file as it was handed in, which itself may not be in the package, and the act of taking it in."""
    source = one.source
    file = names("file", source.sha256)
    yield _file(file, source.name, source.size, source.sha256, names)
    yield {
        "@id": names("taken-in", source.sha256),
        "@type": "case-investigation:InvestigativeAction",
        "uco-core:name": "Handed in, hashed, encrypted and logged",
        "uco-action:startTime": _time(source.received),
        "uco-action:instrument": {"@id": tool},
        "uco-action:object": [{"@id": file}],
        "uco-action:result": [{"@id": names("provenance", source.sha256)}],
    }
    yield {
        "@id": names("provenance", source.sha256),
        "@type": "case-investigation:ProvenanceRecord",
        "uco-core:description": source.obtained or "Where the file is from was not stated.",
        "uco-core:object": [{"@id": file}],
    }


def _exhibit(one: Shown, tool: str, names: _Names) -> Iterator[Node]:
    """The record as it was read, the files that show it, and the label they go under."""
    label, row = one.exhibit.label, one.row
    event, channel = names("record", row.id), names("application", label)
    files = [(names("exhibit-file", label, given.path), given) for given in one.files]
    for name, given in files:
        yield _file(name, given.path, given.size, given.sha256, names)
    yield {"@id": channel, "@type": "uco-observable:ObservableObject", "uco-core:name": row.service}
    told: Node = {
        "@id": event,
        "@type": "uco-observable:ObservableObject",
        "uco-core:name": f"{row.kind}, {row.service}",
    }
    if row.kind == "message":
        told |= {"@type": "uco-observable:Message", "uco-core:hasFacet": [_words(row, channel, names)]}
    yield told
    yield {
        "@id": names("exhibit", label),
        "@type": "case-investigation:ProvenanceRecord",
        "case-investigation:exhibitNumber": label,
        "uco-core:description": one.exhibit.caption or row.kind,
        "uco-core:object": [{"@id": name} for name in (event, *(name for name, _ in files))],
    }
    yield {
        "@id": names("read", label),
        "@type": "case-investigation:InvestigativeAction",
        "uco-core:name": f"Read by {one.reader.name} {one.reader.version}, and chosen by a person",
        "uco-action:endTime": _time(one.exhibit.chosen),
        "uco-action:instrument": {"@id": tool},
        "uco-action:object": [{"@id": names("file", one.source.sha256)}],
        "uco-action:result": [{"@id": event}, {"@id": names("exhibit", label)}],
    }


def _finding(exhibit: Exhibit, shown: Sequence[Shown], tool: str, names: _Names) -> Iterator[Node]:
    """A finding that is an exhibit, with those of the records it rests on that are in the package."""
    found = exhibit.finding
    if found is None:
        return
    rests_on = set(found.rests_on)
    cited = [names("record", one.row.id) for one in shown if one.row.id in rests_on]
    yield {
        "@id": names("exhibit", exhibit.label),
        "@type": "case-investigation:ProvenanceRecord",
        "case-investigation:exhibitNumber": exhibit.label,
        "uco-core:description": found.says,
        "uco-core:object": [{"@id": name} for name in cited],
    }
    yield {
        "@id": names("counted", exhibit.label),
        "@type": "case-investigation:InvestigativeAction",
        "uco-core:name": f"Counted by rule {found.rule} {found.version}, and chosen by a person",
        "uco-action:endTime": _time(exhibit.chosen),
        "uco-action:instrument": {"@id": tool},
        "uco-action:object": [{"@id": name} for name in cited],
        "uco-action:result": [{"@id": names("exhibit", exhibit.label)}],
    }


def _words(row: Row, channel: str, names: _Names) -> Node:
    facet: Node = {
        "@id": names("message", row.id),
        "@type": "uco-observable:MessageFacet",
        "uco-observable:messageText": row.text,
        "uco-observable:application": {"@id": channel},
    }
    if row.at is not None:
        facet["uco-observable:sentTime"] = _time(row.at)
    return facet


def _file(name: str, path: str, size: int, sha256: str, names: _Names) -> Node:
    return {
        "@id": name,
        "@type": "uco-observable:File",
        "uco-core:hasFacet": [
            {
                "@id": names("file-facet", name),
                "@type": "uco-observable:FileFacet",
                "uco-observable:fileName": path.rpartition("/")[2],
                "uco-observable:filePath": path,
                "uco-observable:sizeInBytes": size,
            },
            {
                "@id": names("content", name),
                "@type": "uco-observable:ContentDataFacet",
                "uco-observable:hash": [
                    {
                        "@id": names("hash", name),
                        "@type": "uco-types:Hash",
                        "uco-types:hashMethod": "SHA256",
                        "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": sha256},
                    }
                ],
            },
        ],
    }


def _time(at: int) -> Node:
    return {"@type": "xsd:dateTime", "@value": iso(at)}
