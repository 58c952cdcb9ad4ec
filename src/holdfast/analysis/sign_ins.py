"""Sign-ins to the person's own accounts: from which networks and devices, and which had not been seen before.

*What it looks for.* Every sign-in and known device that a service lists for an account of the person, by
network (the first parts of the address) and by what the device calls itself. Networks that appear for the
first time after the record of that service has begun are listed, with how often they came, and with notices
such as a changed password on the same service within a day. Beside it stands how usual new networks are in
this record.

*Why it matters.* Somebody who knows a password, or holds a shared device, shows in these lists and hardly
anywhere else.

*When it is wrong.* Most new networks are the person's own: a mobile network, a train, a hotel, a new
provider, a VPN, a friend's house. Programs that were let in, and the service itself, may sign in too. A
service keeps such lists for some months only. An address shows a provider's area, not a house.

*Source.* Counting, network by network. How likely the next sign-in comes from a network never seen before is
the share of networks seen only once (I. J. Good, "The population frequencies of species", Biometrika 1953).
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from holdfast.counting.contact import FEWEST, Contact, Mask, many
from holdfast.counting.tally import moment
from holdfast.formats.addresses import network, whose
from holdfast.formats.local_days import DAY
from holdfast.model.finding import Finding, Scalar, Table
from holdfast.model.frame import Frame
from holdfast.model.sentence import in_turn, phrase, said

VERSION = "1"

_SETTLED = 14 * DAY
_LISTED = 40
_DEVICES = 3  # named for each network
_DEVICE = re.compile(
    r"agent|device|browser|gerät|appareil|dispositi|client|platform|modell?\b", re.IGNORECASE
)
_STORED = re.compile(r'"(?:label|title|name)": ?"([^"]{1,60})"[^{}]*?"value": ?"([^"]{1,300})"')


@dataclass
class _Place:
    """One network on one service. `rows` in order of time."""

    service: int
    network: str
    rows: list[int] = field(default_factory=list)
    devices: set[str] = field(default_factory=set)


def find(frame: Frame) -> list[Finding]:
    """One finding about all sign-ins with an address, or none where no list of them was handed in."""
    contact = Contact(frame)
    rows = _sign_ins(contact)
    places = _places(frame, rows)
    if not places:
        return []
    by_service: dict[int, list[_Place]] = defaultdict(list)
    for place in places:
        by_service[place.service].append(place)
    new = [
        place
        for held in by_service.values()
        for place in held
        if sum(len(p.rows) for p in held) >= FEWEST and _is_new(frame, place, held)
    ]
    new.sort(key=lambda place: place.rows[0])
    total = sum(len(place.rows) for place in places)
    once = sum(len(place.rows) == 1 for place in places)
    noticed = {id(place): _notices(contact, place) for place in new}
    figures: dict[str, Scalar] = {
        "sign_ins": total,
        "networks": len(places),
        "networks_seen_once": once,
        "new_networks": len(new),
        "new_with_notices_within_a_day": sum(bool(told) for told in noticed.values()),
        "without_address": int(len(rows) - total),
        "undecided_direction": int(np.count_nonzero(contact.undecided)),
    }
    mask: Mask = np.zeros(len(frame.ids), dtype=np.bool_)
    for place in places:
        mask[place.rows] = True
    tables = [_table(contact, "Networks, the newest first seen last", places[-_LISTED:])]
    if new:
        tables.insert(
            0, _table(contact, "Networks first seen later than the record begins", new[-_LISTED:], noticed)
        )
    return [
        Finding(
            rule="sign_ins",
            version=VERSION,
            parameters={
                "settled_after_days": _SETTLED // DAY,
                "fewest_sign_ins": FEWEST,
                "listed_at_most": _LISTED,
            },
            says=_says(figures),
            figures=figures,
            tables=tuple(tables),
            otherwise=(
                "Telephones, trains, hotels and friends' houses are new networks, and so is a new provider.",
                "A program that you let in, or the service itself, may sign in for you.",
                "A VPN shows its own address instead of yours.",
            ),
            limits=(
                "An address shows a provider and a rough area. It does not show a house or a person.",
                "Taking a device out can warn somebody and destroy traces: plan it first, with help.",
                "A service keeps such lists for a time only, and may leave some sign-ins out.",
                *contact.left_out(),
            ),
            rests_on=contact.ids(mask),
        )
    ]


def _says(figures: dict[str, Scalar]) -> str:
    sign_ins, networks = int(figures["sign_ins"] or 0), int(figures["networks"] or 0)
    once, new = int(figures["networks_seen_once"] or 0), int(figures["new_networks"] or 0)
    says = [
        (
            said(
                "%(sign_ins)s to the person's own accounts came from %(networks)s: %(once)s of which "
                "were seen once.",
                sign_ins=many(sign_ins, "sign-in"),
                networks=many(networks, "network"),
                once=once,
            )
        )
    ]
    if sign_ins >= FEWEST:
        share = round(100 * once / sign_ins)
        figures["next_from_a_new_network_in_100"] = share
        says.append(
            said(
                "So about %(share)s in every hundred sign-ins of this record come from a network never "
                "seen before: that is how usual a new one is here.",
                share=share,
            )
        )
    if new:
        says.append(
            said(
                "%(networks)s appeared only later. Whether each was the person is for them to say.",
                networks=many(new, "network"),
            )
        )
    if told := int(figures["new_with_notices_within_a_day"] or 0):
        says.append(
            said("Within a day of %(told)s of these, the service notes a change of the account.", told=told)
        )
    return in_turn(says)


def _sign_ins(contact: Contact) -> list[int]:
    return [int(row) for row in np.flatnonzero(contact.frame.is_kind("sign-in") & contact.timed)]


def _places(frame: Frame, rows: list[int]) -> list[_Place]:
    """Networks in order of when they were first seen."""
    found: dict[tuple[int, str], _Place] = {}
    for row in rows:
        details = frame.details[row]
        # One sign-in is one network's: the first that the service names.
        net = next((network(one.ip) for one in details.addresses if not whose(one.ip)), "")
        if net:
            service = int(frame.service[row])
            place = found.setdefault((service, net), _Place(service, net))
            place.rows.append(row)
            if len(place.devices) < _DEVICES and (device := _device(details.fields)):
                place.devices.add(device)
    return list(found.values())


def _device(fields: dict[str, str]) -> str:
    """What the device calls itself, in whichever field a service keeps that."""
    for name, value in fields.items():
        if _DEVICE.search(name) and not value.startswith(("[", "{")):
            return value.strip()[:100]
        for label, told in _STORED.findall(value[:4_000]) if '"' in value else ():
            if _DEVICE.search(label):
                return str(told)[:100]
    return ""


def _is_new(frame: Frame, place: _Place, held: list[_Place]) -> bool:
    begin = min(int(frame.at[p.rows[0]]) for p in held)
    return int(frame.at[place.rows[0]]) >= begin + _SETTLED


def _notices(contact: Contact, place: _Place) -> list[int]:
    """Notices of the same service about the account, within a day after one of these sign-ins."""
    frame = contact.frame
    told = np.flatnonzero(frame.is_kind("notice") & (frame.service == place.service) & contact.timed)
    at, seen = frame.at[told], frame.at[place.rows]
    before = np.searchsorted(seen, at, side="right") - 1
    near = (before >= 0) & (at - seen[np.maximum(before, 0)] <= DAY)
    return [int(row) for row in told[near]]


def _table(
    contact: Contact, title: str, places: list[_Place], noticed: dict[int, list[int]] | None = None
) -> Table:
    frame = contact.frame
    columns = ("service", "network", "sign-ins", "days", "first", "last", "devices, as they call themselves")
    return Table(
        title=title,
        columns=(*columns, "notices of the service within a day after") if noticed is not None else columns,
        rows=tuple(
            (
                frame.services[place.service],
                place.network,
                len(place.rows),
                len(np.unique(contact.day[place.rows])),
                moment(contact, place.rows[0]),
                moment(contact, place.rows[-1]),
                ", ".join(sorted(place.devices)) or phrase("not told"),
                *((len(noticed[id(place)]),) if noticed is not None else ()),
            )
            for place in places
        ),
    )
