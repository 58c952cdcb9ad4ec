"""The commands about accounts that belong together, or do not."""

from pathlib import Path

from tests.cli.test_words import said, told


def two_accounts(folder: Path) -> list[str]:
    return sorted(one["account"] for one in told("accounts", folder, "--json"))[:2]


def test_two_accounts_are_linked_refused_and_taken_back(folder: Path) -> None:
    one, other = two_accounts(folder)
    assert "Nothing is said yet" in said("links", folder)
    assert "belong together" in said("link", folder, one, other, "--why", "the same photo")
    listed = said("links", folder)
    assert f"{one}  belongs together with  {other}: the same photo" in listed
    assert "2 accounts as one party" in listed
    assert "do not belong together" in said("link", folder, one, other, "--not", "--why", "two people")
    found = told("links", folder, "--json")
    assert [(link["accounts"], link["is_one"]) for link in found["links"]] == [([one, other], False)]
    assert found["parties"] == []
    assert "does not belong together with" in said("links", folder)
    assert "Taken back" in said("unlink", folder, one, other, "--why", "not sure")
    assert "Nothing is said yet" in said("links", folder)
    done = said("log", folder)
    assert "something was said of two accounts" in done
    assert "was taken back" in done
    assert "the same photo" not in done


def test_an_unknown_account_is_a_wrong_request(folder: Path) -> None:
    said("link", folder, "mail:nobody@example.org", two_accounts(folder)[0], "--why", "x", code=2)
