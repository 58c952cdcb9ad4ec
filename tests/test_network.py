"""The tests themselves may not leave this machine: what would go online fails here."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_nothing_outside_this_machine_can_be_reached() -> None:
    with socket.socket() as outside, pytest.raises((SocketConnectBlockedError, UserWarning)):
        outside.connect(("192.0.2.1", 80))
