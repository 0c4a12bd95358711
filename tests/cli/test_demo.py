"""The demo's own server: what it says where it cannot start."""

import socket

import pytest
from click.testing import CliRunner

from portal.cli.main import portal


@pytest.fixture
def taken():
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_told_in_a_sentence_and_nothing_is_made(taken, tmp_path):
    data = tmp_path / "data"
    ran = CliRunner().invoke(portal, ["demo", "--port", str(taken), "--data", str(data)])
    assert ran.exit_code == 2
    assert f"Port {taken} is taken" in ran.output
    assert "make demo PORT=" in ran.output
    assert "Traceback" not in ran.output
    assert not data.exists()
