import json
import re

import pytest

from tests.demonstration.told import Told, ran


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    home = tmp_path_factory.mktemp("numbers")
    folder = home / "case"
    ran("demo", folder, "--no-open")
    for event in [json.loads(line) for line in ran("events", folder, "--jsonl").splitlines()][5:300:90]:
        ran("exhibit", folder, event["id"])
    topic = next(iter(re.findall(r"^indicator:\S+", ran("state", folder, "--topics"), re.MULTILINE)))
    ran("state", folder, topic, "He told my sister twice.")
    paper = home / "paper.pdf"
    asked = ("--with", "law", "--place", "GB-EAW", "--with", "outline", "--with", "indicators")
    ran("packet", folder, "--out", paper, "--for", "lawyer", "--title", "The paper", *asked)
    return Told(folder, paper)
