"""Writing down what left no message: one entry of the hand-written log."""

from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from holdfast.formats.incident_sheet import VERSION, Incident
from holdfast.model.errors import RequestError
from holdfast.web.asking import zones
from holdfast.web.body import Form
from holdfast.web.page import desk_of, go, show, zone_of


def form(request: Request) -> Response:
    """The empty form; days and times are asked for with their zone."""
    return show(request, "write.html", zones=zones())


def write(request: Request, given: Form) -> Response:
    """Keeps the entry, as it was written."""
    desk = desk_of(request)
    case = desk.case
    words = {name: given.get(name, "").strip() for name in Incident.__struct_fields__ if name in given}
    if not words.get("what") or not words.get("date"):
        raise RequestError("The day, or what happened, is missing.", "Go back and fill it in.")
    zone = words.get("zone") or zone_of(desk)
    incident = Incident(
        holdfast_incident=VERSION,
        written_down=datetime.now(ZoneInfo(zone)).isoformat(timespec="minutes"),
        **(words | {"zone": zone}),
    )
    desk.start(
        "Keeping what you wrote", lambda _job: case.write_incident(incident), "/timeline?kind=incident"
    )
    return go("/work")
