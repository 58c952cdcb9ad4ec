"""Every command and option is described in docs/interface.md, and nothing that is described is missing."""

import re
from pathlib import Path

import click
import pytest

from holdfast.cli.main import holdfast
from holdfast.model import errors
from holdfast.model.row import Row

ROOT = Path(__file__).parents[2]
INTERFACE = (ROOT / "docs" / "interface.md").read_text(encoding="utf-8")
TOLD = "\n".join(
    page.read_text(encoding="utf-8") for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
)
CONTEXT = click.Context(holdfast)
COMMANDS = holdfast.list_commands(CONTEXT)


def options(name: str) -> set[str]:
    command = holdfast.get_command(CONTEXT, name)
    assert command
    commands = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
    given = [p for one in commands for p in one.params if isinstance(p, click.Option)]
    return {name for option in given for name in option.opts + option.secondary_opts}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_described(name: str) -> None:
    assert re.search(rf"`{name}[ `]", INTERFACE)


def test_every_command_about_keys_is_described() -> None:
    group = holdfast.get_command(CONTEXT, "key")
    assert isinstance(group, click.Group)
    for name in group.commands:
        assert f"`key {name} CASE" in INTERFACE


def test_no_document_names_a_command_that_does_not_exist() -> None:
    named = set(re.findall(r"(?:^|`|\d )holdfast ([a-z][a-z-]*)", TOLD, re.MULTILINE)) - {"in"}
    assert named
    assert named <= set(COMMANDS)


def test_no_document_names_an_option_that_does_not_exist() -> None:
    named = set(re.findall(r"`(?:[^`\n]* )?(--[a-z0-9-]+)", INTERFACE))
    known = set().union(*(options(name) for name in COMMANDS)) | {"--help"}
    assert named - known == set()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_described(name: str) -> None:
    missing = [option for option in options(name) if option not in INTERFACE]
    assert missing == []


def test_every_exit_code_is_described() -> None:
    codes = {value.exit_code for value in vars(errors).values() if isinstance(value, type)}
    for code in sorted(codes | {0}):
        assert f"\n| {code} | " in INTERFACE


def test_every_field_of_an_event_is_described() -> None:
    section = INTERFACE.split("### An event")[1].split("### ")[0]
    names = set(re.findall(r"`(\w+)`", section))
    renamed = set(Row.__struct_fields__) - {"attached"} | {"attachments"}
    assert {"by_account", "by_shown_as", "to_accounts"} | renamed <= names
