"""Makes a package: the chosen exhibits in a folder that anybody can check without this program.

What is in it is told in docs/package.md. It is limited to what was chosen, and says what it leaves out.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from importlib import resources
from importlib.metadata import version

from holdfast.case.anchored import Anchored
from holdfast.case.apart import apart
from holdfast.case.bag import SIGNATURES, Bag, Place
from holdfast.case.cutting import Cut, cut, ending, place, proven
from holdfast.case.decided import Waiting
from holdfast.case.kept import now
from holdfast.case.log_shown import FOLDER as LOG
from holdfast.case.log_shown import LogTold, log_shown
from holdfast.case.package import Choice, Leaving, Packaged, Preview
from holdfast.case.papers import for_reader, gather_only
from holdfast.formats.tree import Member
from holdfast.importers import cannot_tell, importers
from holdfast.model.errors import RequestError
from holdfast.model.event import Attachment
from holdfast.model.exhibit import Exhibit
from holdfast.model.row import Row, iso
from holdfast.outputs import case_uco, package_texts
from holdfast.outputs.canonical import canonical
from holdfast.outputs.exhibit_record import Given, Reader, Shown, record
from holdfast.outputs.finding_record import finding_record
from holdfast.outputs.package_texts import About, Stamp
from holdfast.outputs.packet import packet
from holdfast.outputs.typesetting import pdf
from holdfast.vault import signature

_BLOCK = 1 << 20


class Packing:
    """Makes a package of a case.

    `member` finds what a row stands in, `beside` the bytes of what came with it as a file of its own.
    """

    def __init__(
        self,
        case: Anchored,
        member: Callable[[Row], Member],
        beside: Callable[[Row, Attachment], bytes],
        choice: Choice,
        recipient: str = "",
    ) -> None:
        self._case, self._vault = case, case.vault
        self._member, self._bytes_beside, self._choice = member, beside, choice
        self._exhibits, self._withheld = for_reader(self._choose(), recipient)
        self._chosen = [(one, self._case.line(one.event).row) for one in self._exhibits if one.event]
        self._findings = [one for one in self._exhibits if one.finding]
        self._sources = {source.sha256: source for source in case.vault.log.sources()}
        self._problems = Counter(problem["source"] for problem in case.query.problems())
        self._waiting = case.waiting()

    def preview(self) -> Preview:
        """What would leave. Nothing is written."""
        leaving = []
        for exhibit, row in self._chosen:
            one, source = self._cut(row), self._sources[row.source]
            size = one.end - one.start if one.data is None else len(one.data)
            parts = [(one.part, source.name, size)] if one.part else []
            parts += [("attachment", beside.name, beside.size or 0) for beside in self._beside(row)]
            withheld = "" if one.part else one.why
            leaving.append(Leaving(exhibit=exhibit, row=row, parts=tuple(parts), withheld=withheld))
        return Preview(
            leaving=tuple(leaving), findings=tuple(self._findings), left_out=tuple(self._left_out())
        )

    def write(
        self, place: Place, *, finish: Callable[[bytes], bytes] | None = None, stamp: bool = False
    ) -> Packaged:
        """Writes the package. `finish` is handed the PDF and gives back what is written, signed for instance.

        With `stamp` each authority is asked for a time stamp over the whole: goes online.

        Raises SpaceError where it cannot be written, DamageError where an original is not as it was logged.
        """
        made_at, bag = now(), Bag(place)
        told = LogTold(self._vault)
        cuts = self._proven(told)
        note = self._vault.log.checkpoint(at=made_at)
        shown = [
            self._shown(bag, exhibit, row, one, told)
            for (exhibit, row), one in zip(self._chosen, cuts, strict=True)
        ]
        chosen = {told.chosen[exhibit.label] for exhibit in self._findings}
        log = log_shown(self._vault, note, told.numbers(shown) | chosen)
        about = self._about(shown, log.stamps, made_at)
        for one in shown:
            values = record(one, made_at=made_at, prepared_by=about.prepared_by, version=about.version)
            bag.put(f"data/exhibits/{one.exhibit.label}/record.json", canonical(values))
        for exhibit in self._findings:
            values = finding_record(exhibit, about, told.chosen[exhibit.label])
            bag.put(f"data/exhibits/{exhibit.label}/finding.json", canonical(values))
        for path, data in {f"{LOG}log.json": canonical(log.values), **log.files}.items():
            bag.put(path, data)
        uco = case_uco.graph(shown, self._findings, vault=about.origin, version=about.version)
        bag.put("data/case.jsonld", canonical(uco))
        made = self._pdf(about, note)
        bag.put("data/packet.pdf", finish(made) if finish else made)
        bag.put("data/about.txt", package_texts.about(about).encode())
        bag.put("data/declaration-draft.txt", package_texts.declaration(about).encode())
        return self._sealed(bag, about, stamp=stamp)

    def _choose(self) -> list[Exhibit]:
        exhibits = {exhibit.label: exhibit for exhibit in self._case.exhibits()}
        labels = self._choice.labels or tuple(exhibits)
        unknown = [label for label in labels if label not in exhibits]
        if unknown or not labels:
            raise RequestError(
                "There is no exhibit of one of these labels." if unknown else "Nothing is chosen yet.",
                "`holdfast exhibits` lists them; `holdfast exhibit` chooses one.",
            )
        return [exhibits[label] for label in dict.fromkeys(labels)]

    def _cut(self, row: Row) -> Cut:
        return cut(row, self._member(row), self._sources[row.source], whole=self._choice.whole)

    def _beside(self, row: Row) -> list[Attachment]:
        """What came with a record as a file of its own, and is not the file that it stands in."""
        own = f"{row.source_name}!/{row.member}" if row.member else row.source_name
        return [
            one
            for one in row.attached
            if one.member not in ("", own)
            and not one.missing
            # What is inside a container leaves with it.
            and not (self._choice.whole and one.member.startswith(f"{row.source_name}!/"))
        ]

    def _proven(self, told: LogTold) -> list[Cut]:
        cuts = [self._cut(row) for _, row in self._chosen]
        for source in self._sources.values():
            numbers = [
                number
                for number, ((_, row), one) in enumerate(zip(self._chosen, cuts, strict=True))
                if row.source == source.sha256 and one.part == "slice" and not row.member
            ]
            if not numbers:
                continue
            opened = partial(self._vault.open_object, source.sha256)
            commitment = told.commitment(source)
            found = proven([cuts[n] for n in numbers], commitment, self._vault.objects.piece_key, opened)
            for number, one in zip(numbers, found, strict=True):
                cuts[number] = one
        return cuts

    def _shown(self, bag: Bag, exhibit: Exhibit, row: Row, one: Cut, told: LogTold) -> Shown:
        source = self._sources[row.source]
        name, reader_version = self._case.query.reader(row.id)
        commitment, entry = told.commitments.get(row.source, (None, 0))
        return Shown(
            exhibit=exhibit,
            row=row,
            source=source,
            reader=Reader(
                name=name,
                title=importers()[name].title,
                version=reader_version,
                cannot_tell=cannot_tell(name),
            ),
            files=tuple(self._put(bag, exhibit.label, row, one)),
            place=place(one, source, commitment, entry),
            problems=self._problems[row.source],
            questions=tuple(one.about for one in self._waiting if _is_about(one, row)),
            imported=told.imported[row.source],
            chosen=told.chosen[exhibit.label],
        )

    def _put(self, bag: Bag, label: str, row: Row, one: Cut) -> Iterator[Given]:
        folder, name = f"data/exhibits/{label}", row.member or row.source_name
        if one.data is not None:
            path = f"{folder}/{one.part}{'.eml' if one.part == 'written' else ending(name)}"
            yield Given(path=path, part=one.part, sha256=bag.put(path, one.data), size=len(one.data))
        elif one.part:
            path = f"data/originals/{row.source}{ending(row.source_name)}"
            if path not in bag.sizes:
                bag.put(path, self._blocks(row.source))
            yield Given(path=path, part=one.part, sha256=row.source, size=bag.sizes[path])
        for number, attached in enumerate(self._beside(row), 1):
            path = f"{folder}/attachment-{number}{ending(attached.name)}"
            sha256 = bag.put(path, self._bytes_beside(row, attached))
            yield Given(path=path, part="attachment", sha256=sha256, size=bag.sizes[path], name=attached.name)

    def _blocks(self, sha256: str) -> Iterator[bytes]:
        with self._vault.open_object(sha256) as stream:
            while block := stream.read(_BLOCK):
                yield block

    def _about(self, shown: Sequence[Shown], stamps: Sequence[Stamp], made_at: int) -> About:
        return About(
            shown=shown,
            findings=self._findings,
            left_out=tuple(self._left_out()),
            made_at=made_at,
            zone=self._case.zone()[0],
            title=self._choice.title,
            prepared_by=self._choice.prepared_by,
            version=version("holdfast"),
            origin=self._vault.description.id,
            key=self._vault.description.log_key,
            namespace=signature.NAMESPACE,
            stamps=stamps,
        )

    def _pdf(self, about: About, note: str) -> bytes:
        rows = {exhibit.event: row for exhibit, row in self._chosen}
        given = gather_only(
            self._case,
            [(exhibit, rows.get(exhibit.event)) for exhibit in self._exhibits],
            about.left_out,
            self._problems,
            made_at=about.made_at,
            checkpoint=note,
            title=about.title,
            prepared_by=about.prepared_by,
            paper=self._choice.paper,
        )
        return apart(partial(pdf, packet(given)))

    def _left_out(self) -> Iterator[str]:
        every, others = self._case.query.count(), len(self._case.exhibits()) - len(self._exhibits)
        yield f"All but {len(self._chosen)} of the {every} events in the case: only what was chosen is here."
        if others:
            yield f"{others} other exhibit{'s' if others > 1 else ''} of the case."
        if not self._choice.whole:
            yield "The rest of each file out of which a record is shown."
        yield "What stands before and after in the same conversation, but where it was chosen too."
        yield "Notes."
        if not self._choice.whole:
            yield "What is marked private, and the originals that hold such."
        rest = "the findings that were not chosen" if self._findings else "the findings"
        yield f"The dated steps of the person and {rest}: they rest on the whole case."
        yield from self._withheld
        yield "The rest of the log: of its other entries only hashes are here."

    def _sealed(self, bag: Bag, about: About, *, stamp: bool) -> Packaged:
        public, seed = self._vault.keys.public, self._vault.keys.seed
        bag.put("VERIFY.txt", package_texts.verify(about).encode())
        for name in ("verify.py", "verify.html"):
            bag.put(name, resources.files("holdfast.outputs").joinpath("templates", name).read_bytes())
        bag.put("log-key.pem", signature.pem(public).encode())
        bag.put("allowed_signers", signature.allowed_signers(about.origin, public).encode())
        listed = bag.close(
            [
                ("External-Identifier", about.origin),
                ("External-Description", about.title or "Exhibits from one case"),
                ("Contact-Name", about.prepared_by),
                ("Bagging-Date", (iso(about.made_at) or "")[:10]),
                ("Bag-Software-Agent", f"Holdfast {about.version}"),
            ]
        )
        bag.put(f"{SIGNATURES}tagmanifest-sha256.txt.ed25519", signature.raw(listed, seed))
        bag.put(f"{SIGNATURES}tagmanifest-sha256.txt.sig", signature.ssh(listed, seed).encode())
        asked = self._case.stamp(listed.decode()) if stamp else []
        for number, (_, response) in enumerate(asked, 1):
            if response:
                bag.put(f"{SIGNATURES}stamp-{number}.tsr", response)
        return Packaged(
            sha256=sha256(listed).hexdigest(),
            exhibits=len(self._exhibits),
            files=len(bag.sizes),
            size=sum(bag.sizes.values()),
            unproven=tuple(
                (one.exhibit.label, one.place["why"]) for one in about.shown if one.place["proven"] == "no"
            ),
            asked=tuple(one for one, _ in asked),
            files_of={one.exhibit.label: tuple(given.path for given in one.files) for one in about.shown},
        )


def _is_about(waiting: Waiting, row: Row) -> bool:
    """Whether a question touches this record: it is about its file, or about all of its service."""
    return row.service in waiting.examples if not waiting.source else waiting.source == row.source
