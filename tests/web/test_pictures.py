"""The page looks at the pictures when it is asked to, and then tells which came back."""

from starlette.testclient import TestClient

from tests.drawings import jpeg, photo, scene
from tests.web.conftest import long_work, worked
from tests.web.test_giving import give


def stands_out(client: TestClient) -> str:
    """The page of findings, once it was worked out."""
    if client.get("/findings", follow_redirects=False).is_redirect:
        worked(client, 60)
    return client.get("/findings").text


def test_pictures_are_looked_at_when_asked_and_copies_are_among_the_findings(fresh: TestClient) -> None:
    own = scene(41, (600, 450))
    give(fresh, {"own.jpg": photo(own), "copy.jpg": jpeg(own.crop((0, 0, 480, 450)))})
    page = stands_out(fresh)
    assert "Look for copies of my pictures" in page
    assert "turned up again" not in page
    assert long_work(fresh, "/findings/pictures", within=60) == "/findings"
    page = stands_out(fresh)
    assert "Look for copies of my pictures" not in page
    assert "turned up again" in page
